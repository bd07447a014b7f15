#include "insight/sketch.h"

#include <string.h>

#include "base/instant.h"
#include "insight/answer.h"
#include "insight/observer.h"
#include "insight/proof.h"
#include "test.h"

static const Bin some[] = {{-300, 2}, {-1, 1}, {0, 7}, {1, 1}, {200, 100000000}, {3000, 3}};
enum { SOME = sizeof some / sizeof some[0] };

TEST(bins_that_are_packed_are_the_same_when_they_are_read)
{
    Buf bytes;
    List read;
    check_ok(t, bins_pack(t->ctx, some, SOME, &bytes));
    check_ok(t, bins_unpack(t->ctx, bytes.data, bytes.length, &read));
    check_int(t, read.count, SOME);
    check(t, memcmp(read.items, some, sizeof some) == 0);
    check_ok(t, bins_unpack(t->ctx, NULL, 0, &read));
    check_int(t, read.count, 0);
}

TEST(bins_that_are_cut_off_are_refused)
{
    Buf bytes;
    List read;
    check_ok(t, bins_pack(t->ctx, some + 4, 1, &bytes));
    for (size_t length = 1; length < bytes.length; length++)
        check_status(t, bins_unpack(t->ctx, bytes.data, length, &read), INTERNAL);
}

TEST(bins_add_up_and_those_that_come_to_nothing_are_gone)
{
    static const Bin left[] = {{-2, 1}, {3, 4}, {9, 1}}, right[] = {{3, -4}, {9, 2}, {11, 1}};
    List sum;
    check_ok(t, bins_add(t->ctx, &(List){(void *)left, 3}, &(List){(void *)right, 3}, &sum));
    const Bin *bins = sum.items;
    check_int(t, sum.count, 3);
    check(t, bins[0].bin == -2 && bins[1].bin == 9 && bins[2].bin == 11);
    check(t, bins[0].n == 1 && bins[1].n == 3 && bins[2].n == 1);
}

TEST(proofs_of_a_bin_add_up)
{
    const Bin one = {217, 1}, many = {217, 5000}, other = {218, 1};
    check_int(t, bin_proof(&many), 5000 * bin_proof(&one));
    check(t, bin_proof(&one) != bin_proof(&other));
}

/* --- a company with so many deliveries --- */

static const char *const carriers[] = {"sto", "yto", "zto"};

static WaybillFacts delivered(int64_t number)
{
    int64_t day = number % 70, hours = 10 + number * number % 97;
    int64_t collected = TEST_NOW - (80 - day) * DAY_MS;
    return (WaybillFacts){.waybill_id = number + 1,
                          .carrier = carriers[number % 3],
                          .product = "next_day",
                          .origin = number % 2 ? "CN-31" : "",
                          .destination = number % 5 ? "CN-44" : "CN-11",
                          .destination_outlet_id = number % 4,
                          .stage = STAGE_DELIVERED,
                          .leg = LEG_FORWARD,
                          .ordered_ms = number % 7 ? collected - HOUR_MS : NONE,
                          .collected_ms = collected,
                          .delivered_ms = collected + hours * HOUR_MS,
                          .promised_ms = NONE,
                          .last_ms = collected + hours * HOUR_MS,
                          .attempts = 1};
}

enum { DELIVERIES = 2000 };

static void deliver(T *t, void *observer, int64_t from, int64_t to)
{
    for (int64_t i = from; i < to; i++) {
        WaybillFacts f = delivered(i);
        check_ok(t, insight_observer.changed(t->ctx, observer, NULL, &f));
    }
    check_ok(t, insight_observer.flush(t->ctx, observer));
}

/* Half of them in sketches, half as they arrived. */
static void given_deliveries(T *t)
{
    void *observer;
    check_ok(t, insight_observer.open(t->ctx, &observer));
    deliver(t, observer, 0, DELIVERIES / 2);
    check_ok(t, sketch_fold(t->ctx));
    deliver(t, observer, DELIVERIES / 2, DELIVERIES);
    insight_observer.close(observer);
}

static Status each_delivered(Ctx *ctx, void *from, FactsEach *each, void *user)
{
    (void)ctx;
    Status s = OK;
    for (int64_t i = *(int64_t *)from; !s && i < DELIVERIES; i++) {
        WaybillFacts f = delivered(i);
        s = each(user, &f);
    }
    return s;
}

static Status difference(void *user, const char *what, int64_t off_by)
{
    (void)user;
    (void)what;
    (void)off_by;
    return OK;
}

static int64_t differences(T *t, int64_t from)
{
    int64_t count = -1;
    check_ok(
        t, proof_compare(t->ctx, &(FactsSource){each_delivered, &from}, difference, NULL, &count));
    return count;
}

/* The days of the deliveries that a group counts, in rising order; how many. */
static size_t durations_of(T *t, const Plan *plan, const CellKey *group, int64_t *out)
{
    size_t count = 0;
    char room[DIMENSION_ROOM];
    for (int64_t i = 0; i < DELIVERIES; i++) {
        WaybillFacts f = delivered(i);
        int64_t day = instant_date(f.delivered_ms, "Asia/Shanghai");
        const char *value = dimension_value(&f, plan->by, PLACE_DELIVERY, room);
        if (day >= plan->from && day <= plan->to && strcmp(value, group->value) == 0)
            out[count++] = f.delivered_ms - f.collected_ms;
    }
    check(t, count > 0);
    durations_sort(out, count);
    return count;
}

/* What a breakdown is answered with out of bins; each quantile is within what its row says. */
static List binned(T *t, const char *by, int64_t from, int64_t to)
{
    static int64_t durations[DELIVERIES];
    Plan plan = {.sketched = true, .from = from, .to = to};
    check_ok(t, figure_find(t->ctx, "collection_to_delivery", &plan.figure));
    check_ok(t, figure_dimension(t->ctx, plan.figure, by, &plan.by));
    plan.read = plan.by;
    plan_spans(&plan);
    check_ok(t, plan_groups(t->ctx, &plan));
    FigureRow *rows = ARENA_ARRAY(t->ctx->arena, plan.groups.count, FigureRow);
    check_ok(t, answer_binned(t->ctx, &plan, 0, rows, plan.groups.count));
    for (size_t i = 0; i < plan.groups.count; i++) {
        int64_t n = (int64_t)durations_of(t, &plan, &plan.groups.items[i]->key, durations);
        check_int(t, plan.groups.items[i]->n[1], n);
        for (size_t q = 0; q < QUANTILES; q++)
            check_near(t, *quantile_place(&rows[i], q),
                       quantile_sorted(durations, n, quantile_levels[q]) / DAY_MS,
                       rows[i].error + 1e-9);
    }
    return (List){rows, plan.groups.count};
}

TEST_DB(quantiles_of_any_breakdown_and_range_out_of_sketches_are_within_one_in_a_hundred)
{
    static const struct {
        const char *by;
        int64_t rows;
    } cases[] = {{"carrier", 3},     {"product", 1}, {"origin", 2},
                 {"destination", 2}, {"lane", 4},    {"outlet", 4}};
    given_deliveries(t);
    int64_t today = instant_date(TEST_NOW, "Asia/Shanghai");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        List rows = binned(t, cases[i].by, DAY_FIRST, DAY_LAST);
        check_int(t, rows.count, cases[i].rows);
        const FigureRow *row = rows.items;
        check(t, row->p99 > row->p50 && row->error > 0 && row->error < row->p99 / 100);
        binned(t, cases[i].by, today - 75, today - 9);
        binned(t, cases[i].by, today - 40, today - 38);
    }
}

TEST_DB(sketches_and_what_arrived_since_are_verified)
{
    given_deliveries(t);
    check_int(t, differences(t, 0), 0);
    check_ok(t, sketch_fold(t->ctx));
    check_int(t, differences(t, 0), 0);
    check_ok(t, sketch_fold(t->ctx)); /* nothing is left to fold */
    check_int(t, differences(t, 0), 0);
    check_ok(t, store_tidy(t->ctx));
    check_int(t, differences(t, 0), 0);
}

static Status count_sketch(void *user, const Sketch *sketch)
{
    *(int64_t *)user += (int64_t)sketch->bins.count;
    return OK;
}

static int64_t sketched_bins(T *t)
{
    int64_t bins = 0;
    check_ok(t, store_sketches_all(t->ctx, count_sketch, &bins));
    return bins;
}

TEST_DB(a_delivery_that_is_corrected_is_taken_out_of_its_sketches)
{
    void *observer;
    given_deliveries(t);
    check_ok(t, sketch_fold(t->ctx));
    check(t, sketched_bins(t) > 0);
    check_ok(t, insight_observer.open(t->ctx, &observer));
    for (int64_t i = 0; i < DELIVERIES; i++) {
        WaybillFacts before = delivered(i), after = before;
        after.stage = STAGE_OUT_FOR_DELIVERY;
        after.delivered_ms = NONE;
        check_ok(t, insight_observer.changed(t->ctx, observer, &before, &after));
    }
    check_ok(t, insight_observer.flush(t->ctx, observer));
    check_ok(t, sketch_fold(t->ctx));
    check_int(t, sketched_bins(t), 0);
    insight_observer.close(observer);
}

TEST_DB(a_sketch_that_is_wrong_is_told_and_a_rebuilding_mends_it)
{
    static Bin one[] = {{500, 1}};
    int64_t from = 0;
    given_deliveries(t);
    Sketch wrong = {.key = {CELL_SKETCH,
                            {GRAIN_DAY, sketch_series(DIMENSION_CARRIER, TIME_TRANSIT), 20000, 0},
                            "sto"},
                    .bins = {one, 1}};
    check_ok(t, store_sketches_add(t->ctx, &(List){&wrong, 1}));
    check_int(t, differences(t, 0), 1);
    check_ok(t, proof_rebuild(t->ctx, &(FactsSource){each_delivered, &from}));
    check_int(t, differences(t, 0), 0);
}
