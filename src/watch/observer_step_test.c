#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "db/db.h"
#include "test.h"
#include "watch/eta_live.h"
#include "watch/observer.h"
#include "watch/watch.h"
#include "waybill/testing.h"

SQL(test_steps, "SELECT week, cell, n, total, squares, gap_total, gap_squares FROM eta_step"
                " WHERE n <> 0 ORDER BY week, cell");
SQL(test_flows, "SELECT beginning, day, age, n FROM eta_flow WHERE n <> 0"
                " ORDER BY beginning, day, age");
SQL(test_learned, "SELECT waybill_id, ingest_id FROM eta_learned ORDER BY waybill_id");

enum { PARCELS = 40, HOURS_A_DAY = 24, DAY_MINUTES = 1440 };

static const char *number_of(T *t, int parcel)
{
    return arena_format(t->ctx->arena, "77%013d", parcel);
}

static ScanInput site_scan(const char *no, int minutes, const char *code, const char *site)
{
    ScanInput scan = given_scan(no, minutes, code);
    scan.site_code = scan.site_name = site;
    return scan;
}

/* Collected so many minutes ago; at the hub for three hours, then on the road for twenty; out for
 * four hours and an hour more for each of the parcels before. */
static void given_journey(T *t, int parcel, int minutes_ago)
{
    const char *no = number_of(t, parcel);
    const int road = 20 * 60 + parcel % 5 * 60;
    ScanInput scans[] = {
        site_scan(no, minutes_ago, "collected", "A1"),
        site_scan(no, minutes_ago - 120, "hub_in", "H1"),
        site_scan(no, minutes_ago - 300, "hub_out", "H1"),
        site_scan(no, minutes_ago - 300 - road, "out_for_delivery", "B1"),
        site_scan(no, minutes_ago - 540 - road, "delivered", "B1"),
    };
    check_int(t, take_scans(t, NULL, scans, 5, UPSERT_CREATED), 5);
}

static const char *dump(T *t, const Sql *sql, int columns)
{
    Buf out;
    buf_init(&out, t->ctx->arena);
    Rows *rows;
    check_ok(t, db_query_values(t->ctx, sql, &rows, NULL, 0));
    while (rows_next(rows)) {
        for (int c = 0; c < columns; c++) {
            buf_int(&out, rows_int(rows, c));
            buf_char(&out, ' ');
        }
        buf_char(&out, '\n');
    }
    check_ok(t, rows_end(rows));
    check_ok(t, buf_check(t->ctx, &out));
    return out.data == NULL ? "" : out.data;
}

static const char *learned(T *t)
{
    return arena_format(t->ctx->arena, "%s\n%s\n%s", dump(t, &test_steps, 7),
                        dump(t, &test_flows, 4), dump(t, &test_learned, 2));
}

static void given_company(T *t)
{
    for (int i = 0; i < PARCELS; i++)
        given_journey(t, i, (3 + i) * DAY_MINUTES);
}

/* Of a parcel that came to the hub so many minutes ago and has not left it. */
static WaybillFacts at_hub(T *t, int minutes_ago)
{
    const char *no = number_of(t, 5000);
    ScanInput scans[] = {site_scan(no, minutes_ago + 120, "collected", "A1"),
                         site_scan(no, minutes_ago, "hub_in", "H1")};
    check_int(t, take_scans(t, NULL, scans, 2, UPSERT_CREATED), 2);
    WaybillFacts facts = found_waybill(t, no).facts;
    facts.promised_ms = TEST_NOW - minutes_ago * MINUTE_MS + 30 * HOUR_MS;
    return facts;
}

static double late_chance(T *t, const WaybillFacts *facts)
{
    EtaKnown *known;
    double late;
    check_ok(t, eta_known_now(t->ctx, &known));
    check_ok(t, watch_late_chance(t->ctx, known, facts, &late));
    eta_known_close(known);
    return late;
}

static SilenceLimit silence_limit(T *t, const WaybillFacts *facts)
{
    EtaKnown *known;
    SilenceLimit limit;
    check_ok(t, eta_known_now(t->ctx, &known));
    check_ok(t, watch_silence_limit(t->ctx, known, facts, &limit));
    eta_known_close(known);
    return limit;
}

TEST_DB(from_a_hub_the_remaining_time_is_what_it_was_from_there)
{
    given_company(t);
    const WaybillFacts facts = at_hub(t, 60);
    WaybillEta eta;
    check_ok(t, waybill_eta(t->ctx, &facts, &eta));
    check_text(t, name_of(eta_starts, eta.beginning), "hub_in");
    /* three hours at the hub, 20 to 24 on the road, four at the door */
    check_near(t, (double)(eta.p50_at - facts.last_ms) / HOUR_MS, 29, 2);
    check(t, eta.p10_at < eta.p50_at && eta.p50_at < eta.p90_at);
    check_int(t, eta.year, PARCELS);
    const double late = late_chance(t, &facts);
    check_near(t, late, eta.late, 0);
    check(t, late > 0.1 && late < 0.6);
}

TEST_DB(silence_is_abnormal_once_it_is_longer_than_nearly_all_gaps)
{
    given_company(t);
    const WaybillFacts facts = at_hub(t, 60);
    const SilenceLimit limit = silence_limit(t, &facts);
    check(t, limit.limit_ms > 3 * HOUR_MS && limit.limit_ms < 24 * HOUR_MS);
    check(t, limit.samples >= 30 && limit.samples <= PARCELS);
    WaybillFacts unknown = facts;
    unknown.carrier = "zto";
    check_int(t, silence_limit(t, &unknown).limit_ms, NONE);
    check_int(t, silence_limit(t, &unknown).samples, 0);
    unknown.stage = STAGE_DELIVERED;
    check_int(t, silence_limit(t, &unknown).limit_ms, NONE);
}

TEST_DB(past_its_promise_a_moving_parcel_is_late_whatever_is_known)
{
    WaybillFacts facts = at_hub(t, 60);
    facts.promised_ms = TEST_NOW - 1;
    check_near(t, late_chance(t, &facts), 1, 0);
    facts.stage = STAGE_DELIVERED;
    check(t, isnan(late_chance(t, &facts)));
    facts.stage = STAGE_HUB_IN;
    facts.promised_ms = NONE;
    check(t, isnan(late_chance(t, &facts)));
}

TEST_DB(learning_journeys_anew_gives_what_was_learned_with_the_writes)
{
    given_company(t);
    const char *incremental = learned(t);
    check(t, strlen(incremental) > 1000);
    check_ok(t, watch_rebuild(t->ctx));
    check_text(t, learned(t), incremental);
}

TEST_DB(a_signature_that_was_false_is_unlearned_with_its_whole_journey)
{
    given_company(t);
    const char *steps = dump(t, &test_steps, 7), *parcels = dump(t, &test_learned, 2);
    given_journey(t, PARCELS, 3 * DAY_MINUTES);
    check(t, strcmp(dump(t, &test_steps, 7), steps) != 0);
    ScanInput revoked = given_scan(number_of(t, PARCELS), 10, "false_signature");
    check_int(t, take_scan(t, revoked, NULL), UPSERT_CREATED);
    check_text(t, dump(t, &test_steps, 7), steps);
    check_text(t, dump(t, &test_learned, 2), parcels);
}

TEST_DB(an_event_that_comes_after_the_delivery_was_learned_is_not_unlearned_with_it)
{
    given_company(t);
    const char *steps = dump(t, &test_steps, 7);
    given_journey(t, PARCELS, 3 * DAY_MINUTES);
    ScanInput between = site_scan(number_of(t, PARCELS), 3 * DAY_MINUTES - 400, "in_transit", "R1");
    check_int(t, take_scan(t, between, NULL), UPSERT_CREATED);
    ScanInput revoked = given_scan(number_of(t, PARCELS), 10, "false_signature");
    check_int(t, take_scan(t, revoked, NULL), UPSERT_CREATED);
    check_text(t, dump(t, &test_steps, 7), steps);
}
