#include "watch/timer.h"

#include <math.h>

#include "base/instant.h"
#include "customer/customer.h"
#include "db/db.h"
#include "watch/finding_store.h"
#include "watch/timer_store.h"
#include "waybill/raise.h"
#include "waybill/testing.h"

#define NO "771234567890123"

enum { HOUR = 60 };

SQL(test_due, "SELECT due_ms FROM watch_due WHERE waybill_id = $1");
SQL(test_timers, "SELECT count(*) FROM watch_due");
SQL(test_findings, "SELECT count(*) FROM watch_finding");
SQL(test_findings_open, "SELECT count(*) FROM watch_finding WHERE closed_ms IS NULL");
SQL(test_heat, "SELECT sum(found) * 100 + sum(still_open) FROM watch_heat");
SQL(test_rules_off, "UPDATE watch_rule SET is_off = 1 WHERE code <> $1");

static int64_t id_of(T *t, const char *no)
{
    return known_state(t, no).journey.facts.waybill_id;
}

static bool has(T *t, const char *no, int exception)
{
    return known_state(t, no).journey.facts.exceptions & EXCEPTION_BIT(exception);
}

static int64_t due_of(T *t, const char *no)
{
    int64_t due = NONE;
    Status s = db_get_int(t->ctx, &test_due, &due, db_int(id_of(t, no)));
    return s ? NONE : due;
}

static int64_t counted(T *t, const Sql *sql)
{
    int64_t count = NONE;
    check_ok(t, db_get_int_values(t->ctx, sql, &count, NULL, 0));
    return count;
}

static void fire(T *t)
{
    for (size_t looked = 1; looked;)
        check_ok(t, timers_fire(t->ctx, &looked));
}

static Finding newest(T *t)
{
    FindingFilter filter;
    List list;
    const char *next;
    shape_clear(&finding_filter_shape, &filter);
    filter.limit = 1;
    check_ok(t, finding_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
    return *(const Finding *)list.items;
}

static void only_rule(T *t, const char *code)
{
    check_ok(t, db_run(t->ctx, &test_rules_off, db_text(code)));
}

TEST_DB(a_silent_parcel_is_found_once_and_recovers_with_the_next_scan)
{
    only_rule(t, "hub_no_departure");
    take_scan(t, given_scan(NO, 23 * HOUR, "hub_in"), NULL);
    check_int(t, due_of(t, NO), TEST_NOW + HOUR_MS);
    fire(t);
    check_int(t, counted(t, &test_findings), 0);
    source_move(t->ctx->source, HOUR_MS);
    fire(t);
    fire(t);
    check_int(t, counted(t, &test_findings), 1);
    check(t, has(t, NO, EXCEPTION_STALLED));
    check_int(t, counted(t, &test_heat), 101);
    Finding found = newest(t);
    check_text(t, found.rule, "hub_no_departure");
    check_int(t, found.since_at, TEST_NOW - 23 * HOUR_MS);
    check_int(t, found.limit_at, TEST_NOW + HOUR_MS);
    check_text(t, found.explanation,
               "It is in a hub and not out of it, no scan for 24 h; allowed are 24 h.");
    source_move(t->ctx->source, 2 * HOUR_MS);
    take_scan(t, given_scan(NO, -170, "hub_out"), NULL);
    found = newest(t);
    check_int(t, found.outcome, FINDING_RECOVERED);
    check_int(t, found.hours, 2);
    check(t, !has(t, NO, EXCEPTION_STALLED));
    check_int(t, counted(t, &test_heat), 100);
}

TEST_DB(a_scan_that_only_puts_the_look_off_leaves_the_row_as_it_is)
{
    only_rule(t, "no_scan");
    take_scan(t, given_scan(NO, 10 * HOUR, "collected"), NULL);
    int64_t due = due_of(t, NO);
    check_int(t, due, TEST_NOW + 38 * HOUR_MS);
    take_scan(t, given_scan(NO, 5 * HOUR, "in_transit"), NULL);
    check_int(t, due_of(t, NO), due);
    source_move(t->ctx->source, 38 * HOUR_MS);
    fire(t);
    check_int(t, counted(t, &test_findings), 0);
    check_int(t, due_of(t, NO), TEST_NOW + 43 * HOUR_MS);
}

TEST_DB(an_earlier_look_is_written_and_the_end_takes_the_row_away)
{
    take_scan(t, given_scan(NO, HOUR, "in_transit"), NULL);
    int64_t due = due_of(t, NO);
    take_scan(t, given_scan(NO, 30, "out_for_delivery"), NULL);
    check(t, due_of(t, NO) < due);
    take_scan(t, given_scan(NO, 1, "delivered"), NULL);
    check_int(t, counted(t, &test_timers), 0);
}

TEST_DB(a_parcel_that_ends_within_its_batch_never_has_a_timer)
{
    ScanInput scans[] = {given_scan(NO, 90 * HOUR, "collected"), given_scan(NO, HOUR, "delivered")};
    check_int(t, take_scans(t, NULL, scans, 2, UPSERT_CREATED), 2);
    check_int(t, counted(t, &test_timers), 0);
    fire(t);
    check_int(t, counted(t, &test_findings), 0);
}

TEST_DB(what_is_long_past_is_found_at_once_and_then_looked_at_no_more)
{
    take_scan(t, given_scan(NO, 9000 * HOUR, "collected"), NULL);
    fire(t);
    check(t, counted(t, &test_findings) >= 2);
    check_int(t, counted(t, &test_timers), 1); /* silence is looked at daily while gaps are few */
    only_rule(t, "no_scan");
    source_move(t->ctx->source, 2 * DAY_MS);
    int64_t before = counted(t, &test_findings);
    fire(t);
    check_int(t, counted(t, &test_findings), before);
    check_int(t, counted(t, &test_timers), 0);
}

TEST_DB(overdue_ends_as_delivered_late)
{
    only_rule(t, "overdue");
    WaybillInput input = given_waybill(NO);
    input.promised_at = TEST_NOW + HOUR_MS;
    take_waybill(t, input, NULL);
    take_scan(t, given_scan(NO, HOUR, "collected"), NULL);
    check_int(t, due_of(t, NO), TEST_NOW + HOUR_MS);
    source_move(t->ctx->source, HOUR_MS + 1);
    fire(t);
    check_int(t, newest(t).exception, EXCEPTION_OVERDUE);
    take_scan(t, given_scan(NO, -61, "in_transit"), NULL);
    check(t, newest(t).closed_at == NONE);
    take_scan(t, given_scan(NO, -62, "delivered"), NULL);
    check_int(t, newest(t).outcome, FINDING_DELIVERED_LATE);
}

TEST_DB(a_promise_that_is_moved_excuses)
{
    only_rule(t, "overdue");
    WaybillInput input = given_waybill(NO);
    input.promised_at = TEST_NOW - HOUR_MS;
    take_waybill(t, input, NULL);
    fire(t);
    check(t, has(t, NO, EXCEPTION_OVERDUE));
    input.promised_at = TEST_NOW + DAY_MS;
    take_waybill(t, input, NULL);
    fire(t);
    check(t, !has(t, NO, EXCEPTION_OVERDUE));
    check_int(t, newest(t).outcome, FINDING_EXCUSED);
    source_move(t->ctx->source, DAY_MS);
    fire(t);
    check(t, has(t, NO, EXCEPTION_OVERDUE));
    check_int(t, counted(t, &test_findings), 2);
}

SQL(test_make_risks, "UPDATE watch_finding SET exception = $1, anchor_ms = CASE"
                     " WHEN rule_id = (SELECT id FROM watch_rule WHERE code = 'no_scan')"
                     " THEN CAST($2 AS BIGINT) ELSE CAST($3 AS BIGINT) END");

TEST_DB(a_risk_that_lapsed_leaves_the_exception_to_another_that_stands)
{
    WaybillInput input = given_waybill(NO);
    input.promised_at = TEST_NOW + DAY_MS;
    take_waybill(t, input, NULL);
    take_scan(t, given_scan(NO, 50 * HOUR, "hub_in"), NULL);
    fire(t);
    check_int(t, counted(t, &test_findings), 2); /* hub_no_departure and no_scan */
    WaybillRaise raise = {.waybill_id = id_of(t, NO), .exception = EXCEPTION_AT_RISK};
    TimerRow due = {raise.waybill_id, TEST_NOW};
    only_rule(t, "no_scan");
    check_ok(t, waybill_exceptions_raise(t->ctx, &raise, 1));
    check_ok(t, db_run(t->ctx, &test_make_risks, db_int(EXCEPTION_AT_RISK),
                       db_int(input.promised_at), db_int(TEST_NOW)));
    check_ok(t, timer_store_bring(t->ctx, &due, 1));
    fire(t);
    check_int(t, counted(t, &test_findings_open), 1);
    check(t, has(t, NO, EXCEPTION_AT_RISK));
    input.promised_at = TEST_NOW + 2 * DAY_MS;
    take_waybill(t, input, NULL);
    check_ok(t, timer_store_bring(t->ctx, &due, 1));
    fire(t);
    check(t, !has(t, NO, EXCEPTION_AT_RISK));
}

TEST_DB(a_changed_rule_reaches_parcels_that_are_open_already)
{
    take_scan(t, given_scan(NO, 10 * HOUR, "hub_in"), NULL);
    WatchRule rule, changed;
    check_ok(t, watch_rule_by_code(t->ctx, "hub_no_departure", &rule));
    rule.hours = 2;
    check_ok(t, watch_rule_change(t->ctx, rule.code, rule.version, &rule, &changed));
    fire(t);
    check_int(t, counted(t, &test_findings), 0);
    int64_t after_id = 0;
    check_ok(t, timers_rearm(t->ctx, &after_id));
    check_int(t, after_id, 0);
    fire(t);
    check_int(t, newest(t).rule_version, 2);
}

TEST_DB(filters_hold_and_a_missing_insurance_is_none)
{
    only_rule(t, "valuable_no_departure");
    WaybillInput input = given_waybill("771234567890777");
    input.insured = 500000;
    take_waybill(t, input, NULL);
    take_scan(t, given_scan(NO, 13 * HOUR, "hub_in"), NULL);
    take_scan(t, given_scan("771234567890777", 13 * HOUR, "hub_in"), NULL);
    fire(t);
    check_int(t, counted(t, &test_findings), 1);
    check_text(t, newest(t).no, "771234567890777");
}

SQL(test_customer, "INSERT INTO customer (id, version, code, kind, tier, created_at, changed_at)"
                   " VALUES ($1, 1, $2, 1, $3, 1, 1)");

static void given_parcel_of(T *t, const char *no, const char *customer)
{
    WaybillInput input = given_waybill(no);
    input.customer_ref = customer;
    take_waybill(t, input, NULL);
    take_scan(t, given_scan(no, 30 * HOUR, "hub_in"), NULL);
}

TEST_DB(a_rule_for_a_tier_finds_what_such_customers_pay_for)
{
    only_rule(t, "hub_no_departure");
    check_ok(t, db_run(t->ctx, &test_customer, db_int(11), db_text("C-1"), db_int(TIER_VIP)));
    check_ok(t, db_run(t->ctx, &test_customer, db_int(12), db_text("C-2"), db_int(TIER_MID)));
    WatchRule rule, changed;
    check_ok(t, watch_rule_by_code(t->ctx, "hub_no_departure", &rule));
    rule.tier = TIER_VIP;
    check_ok(t, watch_rule_change(t->ctx, rule.code, rule.version, &rule, &changed));
    check_int(t, changed.tier, TIER_VIP);
    given_parcel_of(t, "771234567890881", "C-1");
    given_parcel_of(t, "771234567890882", "C-2");
    given_parcel_of(t, "771234567890883", NULL);
    fire(t);
    check_int(t, counted(t, &test_findings), 1);
    check_text(t, newest(t).no, "771234567890881");
}

TEST_DB(two_rules_on_one_parcel_share_its_exception_until_the_last_is_closed)
{
    take_scan(t, given_scan(NO, 50 * HOUR, "hub_in"), NULL);
    fire(t);
    check_int(t, counted(t, &test_findings), 2); /* hub_no_departure and no_scan */
    FindingActInput close;
    shape_clear(&finding_act_input_shape, &close);
    close = (FindingActInput){ACT_CLOSE, NONE, FINDING_FALSE_ALARM, "seen in the hub"};
    Finding first = newest(t), closed;
    check_ok(t, finding_act(t->ctx, first.id, first.version, &close, &closed));
    check_int(t, closed.outcome, FINDING_FALSE_ALARM);
    check(t, has(t, NO, EXCEPTION_STALLED));
    FindingFilter filter;
    List list;
    const char *next;
    shape_clear(&finding_filter_shape, &filter);
    filter.state = 1;
    check_ok(t, finding_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
    Finding other = *(const Finding *)list.items;
    check_ok(t, finding_act(t->ctx, other.id, other.version, &close, &closed));
    check(t, !has(t, NO, EXCEPTION_STALLED));
    source_move(t->ctx->source, DAY_MS);
    fire(t);
    check_int(t, counted(t, &test_findings), 2); /* what was called false is not found again */
}

TEST_DB(ten_times_the_open_timers_cost_no_more_statements_for_a_scan)
{
    const char *last = NULL;
    DatabaseState before, after;
    int64_t costs[2];
    for (int round = 0, made = 0; round < 2; round++) {
        for (; made < (round ? 200 : 20); made++) {
            last = arena_format(t->ctx->arena, "77%013d", made);
            take_scan(t, given_scan(last, 10 * HOUR, "in_transit"), NULL);
        }
        database_state(t->house->database, &before);
        take_scan(t, given_scan(last, 9 * HOUR, "hub_in"), NULL);
        database_state(t->house->database, &after);
        costs[round] = after.statements - before.statements;
    }
    check_int(t, costs[1], costs[0]);
}
