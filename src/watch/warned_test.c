#include "base/instant.h"
#include "db/db.h"
#include "watch/eta_told.h"
#include "watch/evidence.h"
#include "watch/timer.h"
#include "waybill/testing.h"

enum { HOUR = 60, DAY = 24 * HOUR, PAST = 60 };

#define LATE "771234567890401"
#define QUICK "771234567890402"

SQL(test_only_likely_late, "UPDATE watch_rule SET is_off = 1 WHERE code <> 'likely_late'");

/* Sixty parcels that took five days each, give or take some hours. */
static void given_slow_past(T *t)
{
    for (int i = 0; i < PAST; i++) {
        const char *no = arena_format(t->ctx->arena, "77%013d", i);
        const int ended = (1 + i / 4) * DAY + i * 7;
        ScanInput scans[] = {given_scan(no, ended + 5 * DAY + i % 9 * HOUR, "collected"),
                             given_scan(no, ended, "delivered")};
        check_int(t, take_scans(t, NULL, scans, 2, UPSERT_CREATED), 2);
    }
}

static void given_collected(T *t, const char *no, int64_t promised_ms)
{
    WaybillInput input = given_waybill(no);
    input.promised_at = promised_ms;
    take_waybill(t, input, NULL);
    take_scan(t, given_scan(no, HOUR, "collected"), NULL);
}

static void clock_passes(T *t, int64_t ms)
{
    source_move(t->ctx->source, ms);
    for (size_t looked = 1; looked;)
        check_ok(t, timers_fire(t->ctx, &looked));
}

TEST_DB(a_finding_that_a_parcel_will_be_late_is_scored_as_a_warning)
{
    check_ok(t, db_run_values(t->ctx, &test_only_likely_late, NULL, 0, NULL));
    given_slow_past(t);
    given_collected(t, LATE, TEST_NOW + 2 * DAY_MS);
    given_collected(t, QUICK, TEST_NOW + 30 * DAY_MS);
    int64_t count;
    check_ok(t, watch_tell(t->ctx, 100, &count));
    check_int(t, count, 2);
    for (int quarter = 0; quarter < 20; quarter++)
        clock_passes(t, 6 * HOUR_MS);
    take_scan(t, given_scan(LATE, -5 * DAY, "delivered"), NULL);
    take_scan(t, given_scan(QUICK, -5 * DAY, "delivered"), NULL);
    check_ok(t, watch_judge(t->ctx, 100, &count));
    check_int(t, count, 2);
    Replay got;
    const int64_t today = eta_day(ctx_now(t->ctx));
    check_ok(t, watch_accuracy(t->ctx, ETA_FROM_COLLECTED, today - 10, today, &got));
    check_int(t, got.n, 2);
    check_int(t, got.warned, 1);
    check_near(t, got.precision, 1, 1e-9);
    check_near(t, got.recall, 1, 1e-9);
    check(t, got.lead_days > 0.5 && got.lead_days <= 2);
}
