#include "watch/try.h"

#include "base/instant.h"
#include "db/db.h"
#include "waybill/testing.h"

enum { HOUR = 60 };

SQL(test_untouched, "SELECT (SELECT count(*) FROM watch_finding) + (SELECT count(*) FROM"
                    " waybill_exception)");

SQL(test_newest, "SELECT hash FROM scan ORDER BY ingest_id DESC LIMIT 1");

static void given_journey(T *t, const char *no, int hub_in_h, int hub_out_h, int delivered_h)
{
    WaybillInput input = given_waybill(no);
    input.promised_at = TEST_NOW - 50 * HOUR_MS;
    take_waybill(t, input, NULL);
    ScanInput scans[] = {given_scan(no, (hub_in_h + 5) * HOUR, "collected"),
                         given_scan(no, hub_in_h * HOUR, "hub_in"),
                         given_scan(no, hub_out_h * HOUR, "hub_out"),
                         given_scan(no, delivered_h * HOUR, "delivered")};
    take_scans(t, NULL, scans, 4, UPSERT_CREATED);
}

static RuleTry tried_from(T *t, const char *code, const char *origin, int64_t from_ms)
{
    WatchRule rule;
    RuleTry out;
    const TryOptions options = {from_ms, TEST_NOW, 1000};
    check_ok(t, watch_rule_by_code(t->ctx, code, &rule));
    rule.origin = origin;
    check_ok(t, watch_rule_try(t->ctx, &rule, &options, &out));
    return out;
}

static RuleTry tried(T *t, const char *code, int64_t from_ms)
{
    return tried_from(t, code, NULL, from_ms);
}

TEST_DB(a_rule_is_tried_on_the_past_and_touches_nothing)
{
    given_journey(t, "771234567890001", 200, 190, 100); /* ten hours in the hub, on time */
    given_journey(t, "771234567890002", 200, 160, 40);  /* forty hours, late */
    given_journey(t, "771234567890003", 200, 160, 60);  /* forty hours, and on time after all */
    RuleTry out = tried(t, "hub_no_departure", TEST_NOW - 30 * DAY_MS);
    int64_t touched;
    check_int(t, out.parcels, 3);
    check_int(t, out.found, 2);
    check_int(t, out.judged, 2);
    check_int(t, out.right, 1);
    check_near(t, out.precision, 0.5, 1e-9);
    check_near(t, out.lead_hours, 126, 1e-9); /* found 176 h ago, promised 50 h ago */
    check_int(t, out.days.count, 1);
    check_int(t, ((const TryExample *)out.examples.items)[0].found_at, TEST_NOW - 176 * HOUR_MS);
    check_ok(t, db_get_int_values(t->ctx, &test_untouched, &touched, NULL, 0));
    check_int(t, touched, 0);
    check_int(t, tried(t, "hub_no_departure", TEST_NOW - 170 * HOUR_MS).found, 0);
}

TEST_DB(what_happens_later_does_not_change_what_would_have_been_found)
{
    given_journey(t, "771234567890002", 200, 160, 40);
    RuleTry before = tried(t, "overdue", TEST_NOW - 30 * DAY_MS);
    take_scan(t, given_scan("771234567890002", 2 * HOUR, "in_transit"), NULL);
    RuleTry after = tried(t, "overdue", TEST_NOW - 30 * DAY_MS);
    check_int(t, before.found, 1);
    check_int(t, ((const TryExample *)before.examples.items)[0].found_at, TEST_NOW - 50 * HOUR_MS);
    check_int(t, ((const TryExample *)after.examples.items)[0].found_at, TEST_NOW - 50 * HOUR_MS);
}

TEST_DB(a_promise_that_was_moved_since_is_tried_as_it_stood)
{
    WaybillInput input = given_waybill("771234567890005");
    input.promised_at = TEST_NOW - 50 * HOUR_MS;
    take_waybill(t, input, NULL);
    take_scan(t, given_scan("771234567890005", 60 * HOUR, "in_transit"), NULL);
    check_int(t, tried(t, "overdue", TEST_NOW - 30 * DAY_MS).found, 1);
    input.promised_at = TEST_NOW + DAY_MS;
    take_waybill(t, input, NULL);
    RuleTry after = tried(t, "overdue", TEST_NOW - 30 * DAY_MS);
    check_int(t, after.found, 1);
    check_int(t, ((const TryExample *)after.examples.items)[0].found_at, TEST_NOW - 50 * HOUR_MS);
}

TEST_DB(a_correction_counts_from_its_receipt_on)
{
    const char *no = "771234567890006";
    take_waybill(t, given_waybill(no), NULL);
    take_scan(t, given_scan(no, 40 * HOUR, "hub_in"), NULL);
    take_scan(t, given_scan(no, 39 * HOUR, "hub_out"), NULL);
    ScanInput right = given_scan(no, 39 * HOUR, "hub_in");
    check_ok(t, db_get_int_values(t->ctx, &test_newest, &right.corrects, NULL, 0));
    right.correction_why = "it never left";
    check_int(t, take_scan(t, right, NULL), UPSERT_CREATED);
    check_int(t, tried(t, "hub_no_departure", TEST_NOW - 30 * DAY_MS).found, 0);
    source_move(t->ctx->source, HOUR_MS);
    WatchRule rule;
    RuleTry out;
    check_ok(t, watch_rule_by_code(t->ctx, "hub_no_departure", &rule));
    const TryOptions options = {TEST_NOW - DAY_MS, TEST_NOW + HOUR_MS, 10};
    check_ok(t, watch_rule_try(t->ctx, &rule, &options, &out));
    check_int(t, out.found, 1);
    const int64_t found_at = ((const TryExample *)out.examples.items)[0].found_at;
    check(t, found_at >= TEST_NOW && found_at < TEST_NOW + MINUTE_MS);
}

/* Parcels that waited in a hub for so many hours and were delivered an hour later. */
static void given_waits(T *t, int first, int delivered_h, int waited_h)
{
    for (int i = first; i < first + 60; i++) {
        const char *no = arena_format(t->ctx->arena, "78%013d", i);
        const int ended = delivered_h * HOUR + i % 60;
        ScanInput scans[] = {given_scan(no, ended + (waited_h + 1) * HOUR, "hub_in"),
                             given_scan(no, ended + HOUR + i % 7, "hub_out"),
                             given_scan(no, ended, "delivered")};
        check_int(t, take_scans(t, NULL, scans, 3, UPSERT_CREATED), 3);
    }
}

TEST_DB(nothing_that_is_learned_later_changes_what_a_try_would_have_found)
{
    WaybillInput input = given_waybill("771234567890009");
    input.origin = "310000";
    take_waybill(t, input, NULL);
    given_waits(t, 0, 15 * 24, 4);
    take_scan(t, given_scan("771234567890009", 40 * HOUR, "hub_in"), NULL);
    RuleTry before = tried_from(t, "abnormal_silence", "310000", TEST_NOW - 7 * DAY_MS);
    check_int(t, before.found, 1);
    given_waits(t, 100, 12, 20); /* twelve hours ago: in the same week */
    given_waits(t, 200, 2, 30);
    RuleTry after = tried_from(t, "abnormal_silence", "310000", TEST_NOW - 7 * DAY_MS);
    check_int(t, after.found, 1);
    check_int(t, ((const TryExample *)after.examples.items)[0].found_at,
              ((const TryExample *)before.examples.items)[0].found_at);
}

TEST_DB(a_span_that_cannot_be_is_refused)
{
    WatchRule rule;
    RuleTry out;
    check_ok(t, watch_rule_by_code(t->ctx, "overdue", &rule));
    TryOptions options = {TEST_NOW, TEST_NOW, 10};
    check_status(t, watch_rule_try(t->ctx, &rule, &options, &out), INVALID);
    check_text(t, t->ctx->problem.field, "to");
    options.from_ms = TEST_NOW - 400 * DAY_MS;
    check_status(t, watch_rule_try(t->ctx, &rule, &options, &out), INVALID);
    check_text(t, t->ctx->problem.field, "from");
}
