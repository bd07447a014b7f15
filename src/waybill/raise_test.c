#include "waybill/raise.h"

#include "base/instant.h"
#include "db/db.h"
#include "waybill/testing.h"

#define NO "771234567890123"

SQL(test_history, "SELECT count(*) FROM waybill_exception WHERE waybill_id = $1"
                  " AND exception = $2 AND opened_hash = 0 AND closed_ms IS NULL");

static bool raise(T *t, const char *no, int exception, bool clear)
{
    WaybillRaise raise = {.waybill_id = known_state(t, no).journey.facts.waybill_id,
                          .exception = exception,
                          .clear = clear};
    check_ok(t, waybill_exceptions_raise(t->ctx, &raise, 1));
    return raise.done;
}

static bool is_open(T *t, const char *no, int exception)
{
    return known_state(t, no).journey.facts.exceptions & EXCEPTION_BIT(exception);
}

static void given_moving(T *t)
{
    check_int(t, take_scan(t, given_scan(NO, 300, "collected"), NULL), UPSERT_CREATED);
    check_int(t, take_scan(t, given_scan(NO, 240, "hub_in"), NULL), UPSERT_CREATED);
}

TEST_DB(what_is_raised_is_open_and_in_the_history_and_closed_by_the_next_scan)
{
    given_moving(t);
    State before = known_state(t, NO);
    check(t, raise(t, NO, EXCEPTION_STALLED, false));
    State after = known_state(t, NO);
    check(t, is_open(t, NO, EXCEPTION_STALLED));
    check_int(t, after.version, before.version + 1);
    check_int(t, after.journey.facts.last_ms, before.journey.facts.last_ms);
    check_int(t, open_rows(t, NO), 1);
    check(t, !raise(t, NO, EXCEPTION_STALLED, false));
    take_scan(t, given_scan(NO, 200, "hub_out"), NULL);
    check(t, !is_open(t, NO, EXCEPTION_STALLED));
    check_int(t, open_rows(t, NO), 0);
    check_int(t, all_rows(t, NO), 1);
}

TEST_DB(what_is_raised_outlives_the_folding_of_late_events)
{
    given_moving(t);
    check(t, raise(t, NO, EXCEPTION_STALLED, false));
    int64_t open;
    take_scan(t, given_scan(NO, 250, "in_transit"), NULL); /* before the last: all is folded anew */
    check(t, is_open(t, NO, EXCEPTION_STALLED));
    int64_t id = known_state(t, NO).journey.facts.waybill_id;
    check_ok(t, db_get_int(t->ctx, &test_history, &open, db_int(id), db_int(EXCEPTION_STALLED)));
    check_int(t, open, 1);
    take_scan(t, given_scan(NO, 230, "hub_out"), NULL);
    take_scan(t, given_scan(NO, 260, "in_transit"), NULL);
    check(t, !is_open(t, NO, EXCEPTION_STALLED));
    check_int(t, all_rows(t, NO), 1);
}

TEST_DB(what_was_raised_is_taken_back_and_stays_so_when_all_is_folded_anew)
{
    given_moving(t);
    check(t, !raise(t, NO, EXCEPTION_OVERDUE, true));
    check(t, raise(t, NO, EXCEPTION_OVERDUE, false));
    source_move(t->ctx->source, MINUTE_MS);
    check(t, raise(t, NO, EXCEPTION_OVERDUE, true));
    check(t, !is_open(t, NO, EXCEPTION_OVERDUE));
    check_int(t, open_rows(t, NO), 0);
    take_scan(t, given_scan(NO, 250, "in_transit"), NULL);
    check(t, !is_open(t, NO, EXCEPTION_OVERDUE));
}

TEST_DB(what_a_carrier_opened_is_not_raised_again_nor_taken_back)
{
    given_moving(t);
    ScanInput scan = given_scan(NO, 100, NULL);
    scan.exception = EXCEPTION_OVERDUE;
    check_int(t, take_scan(t, scan, NULL), UPSERT_CREATED);
    check(t, is_open(t, NO, EXCEPTION_OVERDUE));
    check(t, !raise(t, NO, EXCEPTION_OVERDUE, false));
    check(t, !raise(t, NO, EXCEPTION_OVERDUE, true));
    check(t, is_open(t, NO, EXCEPTION_OVERDUE));
}

TEST_DB(nothing_is_raised_on_a_parcel_at_its_end_or_unknown)
{
    given_moving(t);
    take_scan(t, given_scan(NO, 100, "delivered"), NULL);
    check(t, !raise(t, NO, EXCEPTION_STALLED, false));
    WaybillRaise nobody = {.waybill_id = 12345, .exception = EXCEPTION_STALLED};
    check_ok(t, waybill_exceptions_raise(t->ctx, &nobody, 1));
    check(t, !nobody.done);
}

TEST_DB(many_are_raised_at_once_two_on_one_parcel)
{
    given_moving(t);
    take_scan(t, given_scan("771234567890999", 100, "collected"), NULL);
    int64_t id = known_state(t, NO).journey.facts.waybill_id;
    int64_t other = known_state(t, "771234567890999").journey.facts.waybill_id;
    WaybillRaise raises[] = {{.waybill_id = other, .exception = EXCEPTION_STALLED},
                             {.waybill_id = id, .exception = EXCEPTION_OVERDUE},
                             {.waybill_id = id, .exception = EXCEPTION_AT_RISK}};
    check_ok(t, waybill_exceptions_raise(t->ctx, raises, 3));
    check(t, raises[0].done && raises[1].done && raises[2].done);
    check(t, is_open(t, NO, EXCEPTION_OVERDUE) && is_open(t, NO, EXCEPTION_AT_RISK));
    check(t, is_open(t, "771234567890999", EXCEPTION_STALLED));
}
