#include "insight/booking.h"

#include <string.h>

#include "base/instant.h"
#include "test.h"

#define ZONE "Asia/Shanghai"
#define DAY_20 INT64_C(1795104000000) /* 2026-11-20T00:00:00+08:00 */

static WaybillFacts parcel(void)
{
    return (WaybillFacts){.waybill_id = 7,
                          .carrier = "sto",
                          .product = "next_day",
                          .origin = "CN-31",
                          .destination = "CN-44",
                          .origin_outlet_id = 11,
                          .destination_outlet_id = 12,
                          .outlet_id = 11,
                          .stage = STAGE_CREATED,
                          .leg = LEG_FORWARD,
                          .ordered_ms = DAY_20,
                          .collected_ms = NONE,
                          .delivered_ms = NONE,
                          .promised_ms = DAY_20 + 3 * DAY_MS,
                          .last_ms = DAY_20};
}

static WaybillFacts delivered_after(int64_t ms)
{
    WaybillFacts f = parcel();
    f.stage = STAGE_DELIVERED;
    f.collected_ms = DAY_20 + 2 * HOUR_MS;
    f.delivered_ms = DAY_20 + ms;
    f.last_ms = f.delivered_ms;
    f.attempts = 1;
    return f;
}

static RollupCells cells_of(T *t, Gather *gather, const WaybillFacts *before,
                            const WaybillFacts *after)
{
    RollupCells cells;
    check_ok(t, gather_init(t->ctx, gather));
    check_ok(t, booking_change(t->ctx, gather, ZONE, before, after));
    check_ok(t, gather_sorted(t->ctx, gather, &cells));
    return cells;
}

static int64_t measure_of(const RollupCells *cells, Dimension dimension, int64_t day,
                          const char *value, Measure measure)
{
    int64_t sum = 0;
    for (size_t i = 0; i < cells->count; i++) {
        const CellKey *key = &cells->items[i]->key;
        if (key->set == CELL_TALLY && key->number[1] == (int64_t)dimension &&
            key->number[2] == day && strcmp(key->value, value) == 0)
            sum += cells->items[i]->n[measure];
    }
    return sum;
}

static int64_t count_of(const RollupCells *cells, CellSet set, int64_t first, int64_t second,
                        const char *value)
{
    int64_t sum = 0;
    for (size_t i = 0; i < cells->count; i++) {
        const CellKey *key = &cells->items[i]->key;
        if (key->set == set && key->number[0] == first && key->number[1] == second &&
            strcmp(key->value, value) == 0)
            sum += cells->items[i]->n[0];
    }
    return sum;
}

TEST(a_parcel_that_is_only_ordered_counts_as_due_and_nothing_else)
{
    Gather gather;
    WaybillFacts f = parcel();
    RollupCells cells = cells_of(t, &gather, NULL, &f);
    int64_t due_day = instant_date(f.promised_ms, ZONE);
    check_int(t, measure_of(&cells, DIMENSION_ALL, due_day, "", MEASURE_DUE), 1);
    check_int(t, measure_of(&cells, DIMENSION_ALL, due_day, "", MEASURE_KEPT), 0);
    check_int(t, measure_of(&cells, DIMENSION_LANE, due_day, "CN-31>CN-44", MEASURE_DUE), 1);
    check_int(t, count_of(&cells, CELL_STANDING, DIMENSION_ALL, STANDING_ACTIVE, ""), 0);
    check_int(t, cells.count, 8); /* seven dimensions and the list */
    gather_release(&gather);
}

TEST(a_collected_parcel_is_on_its_way)
{
    Gather gather;
    WaybillFacts f = parcel();
    f.stage = STAGE_COLLECTED;
    f.collected_ms = f.last_ms = DAY_20 + HOUR_MS;
    RollupCells cells = cells_of(t, &gather, NULL, &f);
    int64_t day = instant_date(DAY_20, ZONE);
    check_int(t, measure_of(&cells, DIMENSION_ALL, day, "", MEASURE_COLLECTED), 1);
    check_int(t, measure_of(&cells, DIMENSION_OUTLET, day, "11", MEASURE_COLLECTED), 1);
    check_int(t, count_of(&cells, CELL_STANDING, DIMENSION_ALL, STANDING_ACTIVE, ""), 1);
    check_int(t, count_of(&cells, CELL_HOUR, hour_of(f.last_ms), 0, ""), 1);
    gather_release(&gather);
}

TEST(a_delivery_counts_on_its_own_day_its_collection_day_and_its_promised_day)
{
    Gather gather;
    WaybillFacts f = delivered_after(2 * DAY_MS + HOUR_MS);
    RollupCells cells = cells_of(t, &gather, NULL, &f);
    int64_t day = instant_date(DAY_20, ZONE);
    check_int(t, measure_of(&cells, DIMENSION_ALL, day, "", MEASURE_WITHIN_72H), 1);
    check_int(t, measure_of(&cells, DIMENSION_ALL, day + 2, "", MEASURE_DELIVERED), 1);
    check_int(t, measure_of(&cells, DIMENSION_OUTLET, day + 2, "12", MEASURE_ON_TIME), 1);
    check_int(t, measure_of(&cells, DIMENSION_ALL, day + 2, "", MEASURE_FULL_MS),
              2 * DAY_MS + HOUR_MS);
    check_int(t, measure_of(&cells, DIMENSION_ALL, day + 2, "", MEASURE_TRANSIT_MS),
              2 * DAY_MS - HOUR_MS);
    check_int(t, measure_of(&cells, DIMENSION_ALL, day + 2, "", MEASURE_FIRST_ATTEMPT), 1);
    check_int(t, measure_of(&cells, DIMENSION_ALL, day + 3, "", MEASURE_KEPT), 1);
    check_int(t, count_of(&cells, CELL_STANDING, DIMENSION_ALL, STANDING_ACTIVE, ""), 0);
    gather_release(&gather);
}

TEST(late_by_an_hour_on_the_promised_date_is_on_time_by_date_only)
{
    Gather gather;
    WaybillFacts f = delivered_after(3 * DAY_MS + HOUR_MS);
    RollupCells cells = cells_of(t, &gather, NULL, &f);
    int64_t day = instant_date(f.delivered_ms, ZONE);
    check_int(t, measure_of(&cells, DIMENSION_ALL, day, "", MEASURE_ON_TIME), 0);
    check_int(t, measure_of(&cells, DIMENSION_ALL, day, "", MEASURE_ON_TIME_DATE), 1);
    check_int(t, measure_of(&cells, DIMENSION_ALL, day, "", MEASURE_KEPT), 0);
    gather_release(&gather);
}

TEST(seventy_two_hours_to_the_millisecond_are_within_and_one_more_are_not)
{
    Gather gather;
    WaybillFacts f = delivered_after(2 * HOUR_MS + 72 * HOUR_MS);
    int64_t day = instant_date(DAY_20, ZONE);
    RollupCells cells = cells_of(t, &gather, NULL, &f);
    check_int(t, measure_of(&cells, DIMENSION_ALL, day, "", MEASURE_WITHIN_72H), 1);
    gather_release(&gather);
    f.delivered_ms++;
    cells = cells_of(t, &gather, NULL, &f);
    check_int(t, measure_of(&cells, DIMENSION_ALL, day, "", MEASURE_WITHIN_72H), 0);
    check_int(t, measure_of(&cells, DIMENSION_ALL, day, "", MEASURE_COLLECTED), 1);
    gather_release(&gather);
}

TEST(the_day_is_that_of_the_zone_given)
{
    Gather gather;
    WaybillFacts f = delivered_after(HOUR_MS); /* 20 November in Shanghai, still the 19th in UTC */
    check_ok(t, gather_init(t->ctx, &gather));
    check_ok(t, booking_change(t->ctx, &gather, "UTC", NULL, &f));
    RollupCells cells;
    check_ok(t, gather_sorted(t->ctx, &gather, &cells));
    int64_t day = date_days(2026, 11, 19);
    check_int(t, measure_of(&cells, DIMENSION_ALL, day, "", MEASURE_DELIVERED), 1);
    gather_release(&gather);
}

TEST(a_scan_within_the_hour_changes_nothing_wherever_it_is)
{
    Gather gather;
    WaybillFacts before = parcel();
    before.stage = STAGE_COLLECTED;
    before.collected_ms = before.last_ms = DAY_20 + HOUR_MS;
    WaybillFacts after = before;
    after.stage = STAGE_IN_TRANSIT;
    after.last_ms += 20 * MINUTE_MS;
    after.outlet_id = 99;
    check_ok(t, gather_init(t->ctx, &gather));
    check_ok(t, booking_change(t->ctx, &gather, ZONE, &before, &after));
    check_int(t, gather.count, 0);
    gather_release(&gather);
}

TEST(a_correction_takes_away_exactly_what_was_added)
{
    Gather gather;
    WaybillFacts wrong = delivered_after(2 * DAY_MS), right = delivered_after(5 * DAY_MS);
    right.destination = "CN-11";
    right.exceptions = EXCEPTION_BIT(EXCEPTION_FALSE_SIGNATURE);
    check_ok(t, gather_init(t->ctx, &gather));
    check_ok(t, booking_change(t->ctx, &gather, ZONE, NULL, &wrong));
    check_ok(t, booking_change(t->ctx, &gather, ZONE, &wrong, &right));
    check_ok(t, booking_change(t->ctx, &gather, ZONE, &right, NULL));
    check(t, gather.count > 0);
    RollupCells cells;
    check_ok(t, gather_sorted(t->ctx, &gather, &cells));
    check_int(t, cells.count, 0);
    gather_release(&gather);
}

TEST(a_returning_parcel_counts_as_returned_on_its_collection_day)
{
    Gather gather;
    WaybillFacts f = parcel();
    f.stage = STAGE_RETURNING;
    f.leg = LEG_RETURN;
    f.collected_ms = DAY_20;
    RollupCells cells = cells_of(t, &gather, NULL, &f);
    check_int(
        t, measure_of(&cells, DIMENSION_ALL, instant_date(DAY_20, ZONE), "", MEASURE_RETURNED), 1);
    gather_release(&gather);
}

TEST(a_cancelled_parcel_is_not_due)
{
    Gather gather;
    WaybillFacts f = parcel();
    f.stage = STAGE_CANCELLED;
    RollupCells cells = cells_of(t, &gather, NULL, &f);
    check_int(t, cells.count, 0);
    gather_release(&gather);
}

TEST(every_open_exception_counts_and_the_parcel_once)
{
    Gather gather;
    WaybillFacts f = parcel();
    f.exceptions = EXCEPTION_BIT(EXCEPTION_DAMAGED) | EXCEPTION_BIT(EXCEPTION_STALLED);
    RollupCells cells = cells_of(t, &gather, NULL, &f);
    check_int(t, count_of(&cells, CELL_STANDING, DIMENSION_ALL, STANDING_EXCEPTED, ""), 1);
    check_int(t, count_of(&cells, CELL_STANDING, DIMENSION_EXCEPTION, STANDING_EXCEPTED, "damaged"),
              1);
    check_int(t, count_of(&cells, CELL_STANDING, DIMENSION_EXCEPTION, STANDING_EXCEPTED, "stalled"),
              1);
    gather_release(&gather);
}

TEST(a_lane_with_an_unknown_end_says_so)
{
    char room[DIMENSION_ROOM];
    WaybillFacts f = {.origin = "SP", .destination = ""};
    check_text(t, dimension_value(&f, DIMENSION_LANE, PLACE_NOW, room), "SP>?");
    f.origin = "";
    check_text(t, dimension_value(&f, DIMENSION_LANE, PLACE_NOW, room), "");
}

TEST(months_hold_the_sum_of_their_days)
{
    Gather gather;
    WaybillFacts first = delivered_after(HOUR_MS), second = delivered_after(15 * DAY_MS);
    check_ok(t, gather_init(t->ctx, &gather));
    check_ok(t, booking_change(t->ctx, &gather, ZONE, NULL, &first));
    check_ok(t, booking_change(t->ctx, &gather, ZONE, NULL, &second));
    check_ok(t, gather_months(t->ctx, &gather));
    RollupCells cells;
    check_ok(t, gather_sorted(t->ctx, &gather, &cells));
    int64_t november = 0, december = 0;
    for (size_t i = 0; i < cells.count; i++) {
        const RollupCell *c = cells.items[i];
        if (c->key.set != CELL_TALLY || c->key.number[0] != GRAIN_MONTH) continue;
        if (c->key.number[1] != DIMENSION_ALL) continue;
        if (c->key.number[2] == date_days(2026, 11, 1)) november += c->n[MEASURE_COLLECTED];
        if (c->key.number[2] == date_days(2026, 12, 1)) december += c->n[MEASURE_DELIVERED];
    }
    check_int(t, november, 2);
    check_int(t, december, 1);
    gather_release(&gather);
}
