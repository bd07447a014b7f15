#include "watch/try.h"

#include "base/instant.h"
#include "db/db.h"
#include "waybill/testing.h"

enum { HOUR = 60 };

SQL(test_untouched, "SELECT (SELECT count(*) FROM watch_finding) + (SELECT count(*) FROM"
                    " waybill_exception)");

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

static RuleTry tried(T *t, const char *code, int64_t from_ms)
{
    WatchRule rule;
    RuleTry out;
    const TryOptions options = {from_ms, TEST_NOW, 1000};
    check_ok(t, watch_rule_by_code(t->ctx, code, &rule));
    check_ok(t, watch_rule_try(t->ctx, &rule, &options, &out));
    return out;
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
