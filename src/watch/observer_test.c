#include "watch/observer.h"

#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "db/db.h"
#include "test.h"
#include "watch/eta_live.h"
#include "watch/eta_store.h"
#include "watch/watch.h"

enum { PARCELS = 200 };

SQL(test_days, "SELECT beginning, scope, value, day, n, total, squares FROM eta_day WHERE n <> 0"
               " ORDER BY beginning, scope, value, day");
SQL(test_bins, "SELECT beginning, week, bin, n FROM eta_bin WHERE n <> 0"
               " ORDER BY beginning, week, bin");

typedef struct Company {
    WaybillFacts parcels[PARCELS];
    int count;
    void *learner;
    uint64_t state;
} Company;

static int64_t chance(Company *company, int64_t below)
{
    company->state = company->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((company->state >> 33) % (uint64_t)below);
}

static Company *company_open(T *t)
{
    Company *company = ARENA_NEW(t->ctx->arena, Company);
    check(t, company != NULL);
    company->state = 42;
    check_ok(t, watch_observer.open(t->ctx, &company->learner));
    return company;
}

static WaybillFacts some_parcel(Company *company, int number)
{
    static const char *const regions[] = {"", "CN-31", "CN-44"};
    const int64_t ordered = TEST_NOW - chance(company, 90) * DAY_MS - chance(company, DAY_MS);
    return (WaybillFacts){.waybill_id = number + 1,
                          .carrier = "sto",
                          .product = chance(company, 2) ? "next_day" : "",
                          .origin = regions[chance(company, 3)],
                          .destination = regions[chance(company, 3)],
                          .origin_zone = chance(company, 3),
                          .destination_zone = chance(company, 4),
                          .stage = STAGE_CREATED,
                          .leg = LEG_FORWARD,
                          .ordered_ms = chance(company, 5) == 0 ? NONE : ordered,
                          .collected_ms = chance(company, 3) == 0 ? NONE : ordered + HOUR_MS,
                          .delivered_ms = NONE,
                          .promised_ms = ordered + 3 * DAY_MS,
                          .last_ms = ordered};
}

static WaybillFacts some_change(Company *company, WaybillFacts f)
{
    static const char *const regions[] = {"CN-31", "CN-44"};
    f.last_ms += chance(company, 30 * HOUR_MS);
    switch (chance(company, 6)) {
    case 0:
    case 1:
        f.stage = STAGE_DELIVERED;
        f.delivered_ms = f.last_ms;
        break;
    case 2: /* the signature was false */
        f.stage = STAGE_OUT_FOR_DELIVERY;
        f.delivered_ms = NONE;
        break;
    case 3:
        f.leg = f.leg == LEG_RETURN ? LEG_FORWARD : LEG_RETURN;
        break;
    case 4:
        f.destination = regions[chance(company, 2)];
        f.origin_zone = chance(company, 3);
        f.destination_zone = chance(company, 4);
        break;
    default:
        f.collected_ms = f.last_ms - chance(company, 2 * DAY_MS);
    }
    return f;
}

static void company_lives(T *t, Company *company, int changes)
{
    for (int i = 0; i < changes; i++) {
        const int which = (int)chance(company, PARCELS);
        const bool known = which < company->count;
        WaybillFacts *place = &company->parcels[known ? which : company->count];
        const WaybillFacts after =
            known ? some_change(company, *place) : some_parcel(company, company->count);
        check_ok(t, watch_observer.changed(t->ctx, company->learner, known ? place : NULL, &after));
        *place = after;
        company->count += !known;
        if (chance(company, 50) == 0) check_ok(t, watch_observer.flush(t->ctx, company->learner));
    }
    check_ok(t, watch_observer.flush(t->ctx, company->learner));
}

static const char *dump(T *t, const Sql *sql, int columns, int text_column)
{
    Buf out;
    buf_init(&out, t->ctx->arena);
    Rows *rows;
    check_ok(t, db_query_values(t->ctx, sql, &rows, NULL, 0));
    while (rows_next(rows)) {
        for (int c = 0; c < columns; c++) {
            if (c == text_column)
                buf_text(&out, rows_text(rows, c));
            else
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
    const char *days = dump(t, &test_days, 7, 2);
    return arena_format(t->ctx->arena, "%s\n%s", days, dump(t, &test_bins, 4, -1));
}

TEST_DB(after_any_history_what_was_learned_is_what_the_parcels_teach)
{
    Company *company = company_open(t);
    company_lives(t, company, 2000);
    check_int(t, company->count, PARCELS);
    const char *incremental = learned(t);
    check(t, strlen(incremental) > 1000);
    check_ok(t, eta_store_clear(t->ctx));
    for (int i = PARCELS - 1; i >= 0; i--)
        check_ok(t, watch_observer.changed(t->ctx, company->learner, NULL, &company->parcels[i]));
    check_ok(t, watch_observer.flush(t->ctx, company->learner));
    check_text(t, learned(t), incremental);
    watch_observer.close(company->learner);
}

TEST_DB(what_was_forgotten_was_not_learned)
{
    Company *company = company_open(t);
    WaybillFacts f = some_parcel(company, 0);
    f.collected_ms = TEST_NOW - 3 * DAY_MS;
    f.delivered_ms = TEST_NOW;
    check_ok(t, watch_observer.changed(t->ctx, company->learner, NULL, &f));
    watch_observer.forget(company->learner);
    check_ok(t, watch_observer.flush(t->ctx, company->learner));
    check_text(t, learned(t), "\n");
    watch_observer.close(company->learner);
}

TEST_DB(learning_anew_from_no_parcels_leaves_nothing)
{
    Company *company = company_open(t);
    company_lives(t, company, 500);
    check_ok(t, watch_rebuild(t->ctx));
    check_text(t, learned(t), "\n");
    watch_observer.close(company->learner);
}

/* One delivery on a lane every three hours for a hundred days, each taking two to four days: 480 in
 * sixty whole days and two today. */
static void given_deliveries(T *t, Company *company)
{
    for (int i = 0; i < 800; i++) {
        WaybillFacts f = some_parcel(company, i);
        f.product = "next_day";
        f.origin = "CN-31";
        f.destination = "CN-44";
        f.delivered_ms = TEST_NOW - 100 * DAY_MS + i * 3 * HOUR_MS;
        f.collected_ms = f.delivered_ms - 2 * DAY_MS - chance(company, 2 * DAY_MS);
        check_ok(t, watch_observer.changed(t->ctx, company->learner, NULL, &f));
    }
    check_ok(t, watch_observer.flush(t->ctx, company->learner));
}

static WaybillFacts moving_parcel(int64_t collected_ms)
{
    return (WaybillFacts){.carrier = "sto",
                          .product = "next_day",
                          .origin = "CN-31",
                          .destination = "CN-44",
                          .stage = STAGE_IN_TRANSIT,
                          .leg = LEG_FORWARD,
                          .ordered_ms = NONE,
                          .collected_ms = collected_ms,
                          .delivered_ms = NONE,
                          .promised_ms = collected_ms + 4 * DAY_MS};
}

TEST_DB(a_moving_parcel_is_expected_from_what_its_lane_did_and_says_so)
{
    Company *company = company_open(t);
    given_deliveries(t, company);
    const WaybillFacts facts = moving_parcel(TEST_NOW - DAY_MS);
    WaybillEta eta;
    check_ok(t, waybill_eta(t->ctx, &facts, &eta));
    check_int(t, eta.beginning, ETA_FROM_COLLECTED);
    check(t, eta.p10_at < eta.p50_at && eta.p50_at < eta.p90_at);
    check_near(t, (double)(eta.p50_at - facts.collected_ms) / DAY_MS, 3, 0.4);
    check(t, eta.late >= 0 && eta.late < 0.2);
    check_int(t, eta.scope, ETA_LANE);
    check_int(t, eta.samples, 482);
    check_int(t, eta.year, 800);
    check(t, strstr(eta.explanation, "482 parcels on this lane") != NULL);
    check(t, strstr(eta.explanation_zh, "482件") != NULL);
    watch_observer.close(company->learner);
}

TEST_DB(a_parcel_past_its_promise_is_late)
{
    Company *company = company_open(t);
    given_deliveries(t, company);
    const WaybillFacts facts = moving_parcel(TEST_NOW - 5 * DAY_MS);
    WaybillEta eta;
    check_ok(t, waybill_eta(t->ctx, &facts, &eta));
    check_near(t, eta.late, 1, 0);
    watch_observer.close(company->learner);
}

static void check_silent(T *t, WaybillFacts facts)
{
    WaybillEta eta;
    check_ok(t, waybill_eta(t->ctx, &facts, &eta));
    check_int(t, eta.p50_at, NONE);
    check(t, isnan(eta.late));
    check(t, eta.explanation != NULL && eta.explanation_zh != NULL);
}

TEST_DB(without_evidence_there_is_no_time_but_a_reason)
{
    check_silent(t, moving_parcel(TEST_NOW - DAY_MS));
    Company *company = company_open(t);
    given_deliveries(t, company);
    WaybillFacts facts = moving_parcel(TEST_NOW - DAY_MS);
    facts.stage = STAGE_DELIVERED;
    check_silent(t, facts);
    facts = moving_parcel(TEST_NOW - DAY_MS);
    facts.leg = LEG_RETURN;
    check_silent(t, facts);
    facts = moving_parcel(NONE);
    facts.promised_ms = NONE;
    check_silent(t, facts);
    facts = moving_parcel(TEST_NOW - 300 * DAY_MS);
    facts.promised_ms = NONE;
    check_silent(t, facts);
    watch_observer.close(company->learner);
}

TEST_DB(a_rule_is_told_the_same_chance_as_the_reader)
{
    Company *company = company_open(t);
    given_deliveries(t, company);
    const WaybillFacts facts = moving_parcel(TEST_NOW - 2 * DAY_MS);
    WaybillEta eta;
    double late = NAN;
    check_ok(t, waybill_eta(t->ctx, &facts, &eta));
    EtaKnown *known;
    check_ok(t, eta_known_now(t->ctx, &known));
    check_ok(t, watch_late_chance(t->ctx, known, &facts, &late));
    eta_known_close(known);
    check_near(t, late, eta.late, 0);
    watch_observer.close(company->learner);
}
