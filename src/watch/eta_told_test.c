#include "watch/eta_told.h"

#include <string.h>

#include "base/instant.h"
#include "db/db.h"
#include "test.h"
#include "watch/eta_slice.h"
#include "watch/evidence.h"
#include "watch/observer.h"

SQL(test_told, "SELECT p50_ms, late FROM eta_told WHERE waybill_id = $1");
SQL(test_told_rows, "SELECT count(*) FROM eta_told");
SQL(test_scores, "SELECT COALESCE(SUM(n), 0) FROM eta_score");
SQL(test_state, "INSERT INTO waybill_state (waybill_id, version, no, carrier, product, origin,"
                " destination, stage, leg, exceptions, attempts, flags, tail_stage, collected_ms,"
                " promised_ms) VALUES ($1, 1, $2, 'sto', 'next_day', 'CN-31', 'CN-44', 2, 1, 0, 0,"
                " 0, 2, $3, $4)");
SQL(test_promise, "UPDATE waybill_state SET promised_ms = $2 WHERE waybill_id = $1");

enum { PAST = 400, NEW = 5 };

static WaybillFacts collected(int64_t id, int64_t at_ms)
{
    return (WaybillFacts){.waybill_id = id,
                          .carrier = "sto",
                          .product = "next_day",
                          .origin = "CN-31",
                          .destination = "CN-44",
                          .stage = STAGE_COLLECTED,
                          .leg = LEG_FORWARD,
                          .ordered_ms = NONE,
                          .collected_ms = at_ms,
                          .delivered_ms = NONE,
                          .promised_ms = at_ms + 3 * DAY_MS,
                          .last_ms = at_ms};
}

static void *learner_of(T *t)
{
    void *learner;
    check_ok(t, watch_observer.open(t->ctx, &learner));
    return learner;
}

static void change(T *t, void *learner, const WaybillFacts *before, const WaybillFacts *after)
{
    check_ok(t, watch_observer.changed(t->ctx, learner, before, after));
    check_ok(t, watch_observer.flush(t->ctx, learner));
}

static WaybillFacts delivered(WaybillFacts facts, int64_t at_ms)
{
    facts.stage = STAGE_DELIVERED;
    facts.delivered_ms = at_ms;
    return facts;
}

/* A hundred days of deliveries after two days and up to a day more. */
static void given_past(T *t, void *learner)
{
    for (int i = 0; i < PAST; i++) {
        const int64_t came = TEST_NOW - (i + 1) * 6 * HOUR_MS;
        const WaybillFacts f =
            delivered(collected(1000 + i, came - 2 * DAY_MS - i % 25 * HOUR_MS), came);
        check_ok(t, watch_observer.changed(t->ctx, learner, NULL, &f));
    }
    check_ok(t, watch_observer.flush(t->ctx, learner));
}

static WaybillFacts given_new(T *t, void *learner, int64_t id)
{
    const WaybillFacts facts = collected(id, TEST_NOW - HOUR_MS);
    check_ok(t, db_run(t->ctx, &test_state, db_int(id),
                       db_text(arena_format(t->ctx->arena, "%d", (int)id)),
                       db_int(facts.collected_ms), db_int(facts.promised_ms)));
    change(t, learner, NULL, &facts);
    return facts;
}

static int64_t count_of(T *t, const Sql *sql)
{
    int64_t count;
    check_ok(t, db_get_int_values(t->ctx, sql, &count, NULL, 0));
    return count;
}

static Replay accuracy(T *t)
{
    Replay out;
    const int64_t today = eta_day(ctx_now(t->ctx));
    check_ok(t, watch_accuracy(t->ctx, ETA_FROM_COLLECTED, today - 10, today + 10, &out));
    return out;
}

TEST_DB(what_is_announced_at_the_collection_is_judged_at_the_end)
{
    void *learner = learner_of(t);
    given_past(t, learner);
    WaybillFacts facts[NEW];
    int64_t count;
    for (int i = 0; i < NEW; i++)
        facts[i] = given_new(t, learner, i + 1);
    check_ok(t, watch_tell(t->ctx, 100, &count));
    check_int(t, count, NEW);
    check_ok(t, watch_tell(t->ctx, 100, &count));
    check_int(t, count, 0);
    source_move(t->ctx->source, 5 * DAY_MS);
    for (int i = 0; i < NEW; i++) {
        const int64_t took = i == 0 ? 4 * DAY_MS : 2 * DAY_MS + 12 * HOUR_MS;
        const WaybillFacts end = delivered(facts[i], facts[i].collected_ms + took);
        change(t, learner, &facts[i], &end);
    }
    check_ok(t, watch_judge(t->ctx, 100, &count));
    check_int(t, count, NEW);
    const Replay got = accuracy(t);
    check_int(t, got.n, NEW);
    check_int(t, got.late, 1);
    check_near(t, got.coverage, 0.8, 1e-9);
    check(t, got.mae_days > 0.2 && got.mae_days < 0.6);
    check_near(t, got.mae_given_days, 0.6, 1e-6);
    check(t, got.brier > 0.1 && got.brier < 0.2);
    check_int(t, got.calibration.count, 1);
    check_int(t, count_of(t, &test_told_rows), 0);
    check_int(t, count_of(t, &test_scores), NEW);
    watch_observer.close(learner);
}

TEST_DB(what_was_announced_does_not_change_with_what_is_learned_or_promised_later)
{
    void *learner = learner_of(t);
    given_past(t, learner);
    given_new(t, learner, 1);
    int64_t count, before, after;
    check_ok(t, watch_tell(t->ctx, 100, &count));
    check_ok(t, db_get_int(t->ctx, &test_told, &before, db_int(1)));
    for (int i = 0; i < PAST; i++) {
        const WaybillFacts slow = delivered(collected(5000 + i, TEST_NOW - 30 * DAY_MS), TEST_NOW);
        check_ok(t, watch_observer.changed(t->ctx, learner, NULL, &slow));
    }
    check_ok(t, watch_observer.flush(t->ctx, learner));
    check_ok(t, db_run(t->ctx, &test_promise, db_int(1), db_int(TEST_NOW + 90 * DAY_MS)));
    check_ok(t, watch_rebuild(t->ctx));
    check_ok(t, watch_tell(t->ctx, 100, &count));
    check_int(t, count, 0);
    check_ok(t, db_get_int(t->ctx, &test_told, &after, db_int(1)));
    check_int(t, after, before);
    watch_observer.close(learner);
}

TEST_DB(a_warning_counts_once_and_with_the_time_it_gave)
{
    void *learner = learner_of(t);
    given_past(t, learner);
    const WaybillFacts one = given_new(t, learner, 1), other = given_new(t, learner, 2);
    int64_t count;
    check_ok(t, watch_tell(t->ctx, 100, &count));
    source_move(t->ctx->source, DAY_MS);
    check_ok(t, watch_warned(t->ctx, (int64_t[]){1}, 1));
    check_ok(t, watch_warned(t->ctx, (int64_t[]){77}, 1));
    source_move(t->ctx->source, DAY_MS);
    check_ok(t, watch_warned(t->ctx, (int64_t[]){1}, 1));
    check_ok(t, watch_warned(t->ctx, (int64_t[]){2}, 1));
    source_move(t->ctx->source, 3 * DAY_MS);
    const WaybillFacts late = delivered(one, one.promised_ms + HOUR_MS);
    const WaybillFacts early = delivered(other, other.promised_ms - HOUR_MS);
    change(t, learner, &one, &late);
    change(t, learner, &other, &early);
    check_ok(t, watch_judge(t->ctx, 100, &count));
    const Replay got = accuracy(t);
    check_int(t, got.warned, 2);
    check_near(t, got.precision, 0.5, 1e-9);
    check_near(t, got.recall, 1, 1e-9);
    check_near(t, got.lead_days, 2 - 1.0 / 24, 1e-6);
    watch_observer.close(learner);
}

TEST_DB(what_comes_back_or_was_never_announced_is_not_judged)
{
    void *learner = learner_of(t);
    given_past(t, learner);
    const WaybillFacts one = given_new(t, learner, 1);
    WaybillFacts two = given_new(t, learner, 2);
    const WaybillFacts soon = delivered(two, TEST_NOW);
    change(t, learner, &two, &soon); /* before anything was announced */
    int64_t count;
    check_ok(t, watch_tell(t->ctx, 100, &count));
    WaybillFacts back = one;
    back.leg = LEG_RETURN;
    change(t, learner, &one, &back);
    check_ok(t, watch_judge(t->ctx, 100, &count));
    check_int(t, count, 2);
    check_int(t, accuracy(t).n, 0);
    check_int(t, count_of(t, &test_told_rows), 0);
    const WaybillFacts old = collected(9, TEST_NOW - 10 * DAY_MS);
    change(t, learner, NULL, &old);
    check_int(t, count_of(t, &test_told_rows), 0);
    watch_observer.close(learner);
}

static void run_job(T *t, const char *name)
{
    for (const JobKind *kind = eta_jobs; kind->name != NULL; kind++) {
        const Job job = {.kind = name};
        if (strcmp(kind->name, name) == 0) check_ok(t, kind->run(t->ctx, &job));
    }
}

SQL(test_now_rows, "SELECT count(*) FROM eta_now");
SQL(test_day_rows, "SELECT count(*) FROM eta_day");

TEST_DB(the_clock_looks_how_slow_it_goes_and_forgets_what_is_old)
{
    void *learner = learner_of(t);
    given_past(t, learner);
    run_job(t, "eta.now");
    run_job(t, "eta.now");
    check_int(t, count_of(t, &test_now_rows), 1); /* nothing is known of orders */
    run_job(t, "eta.forget");
    check(t, count_of(t, &test_day_rows) > 100);
    source_move(t->ctx->source, 600 * DAY_MS);
    run_job(t, "eta.forget");
    check_int(t, count_of(t, &test_day_rows), 0);
    check_int(t, count_of(t, &test_now_rows), 0);
    run_job(t, "eta.tell");
    watch_observer.close(learner);
}

SQL(test_stage_scores, "SELECT COALESCE(SUM(n), 0) FROM eta_score WHERE beginning = $1");
SQL(test_scan, "INSERT INTO scan (waybill_id, at_ms, hash, ingest_id, at_offset, provider, stage)"
               " VALUES ($1, $2, $1, 1, 480, 'parceldesk', 4)");

TEST_DB(of_some_parcels_the_stages_they_passed_are_scored_too)
{
    void *learner = learner_of(t);
    for (int i = 0; i < PAST; i++) {
        const int64_t came = TEST_NOW - (i + 1) * 6 * HOUR_MS;
        const WaybillFacts f = delivered(collected(1000 + i, came - 2 * DAY_MS), came);
        check_ok(t, db_run(t->ctx, &test_scan, db_int(1000 + i), db_int(came - DAY_MS)));
        check_ok(t, watch_observer.changed(t->ctx, learner, NULL, &f));
    }
    check_ok(t, watch_observer.flush(t->ctx, learner));
    const WaybillFacts one = given_new(t, learner, 1), far = given_new(t, learner, 1 << 6);
    int64_t count;
    check_ok(t, db_run(t->ctx, &test_scan, db_int(1), db_int(TEST_NOW + DAY_MS)));
    check_ok(t, db_run(t->ctx, &test_scan, db_int(1 << 6), db_int(TEST_NOW + DAY_MS)));
    check_ok(t, watch_tell(t->ctx, 100, &count));
    source_move(t->ctx->source, 5 * DAY_MS);
    const WaybillFacts first = delivered(one, TEST_NOW + 2 * DAY_MS),
                       second = delivered(far, TEST_NOW + 2 * DAY_MS);
    change(t, learner, &one, &first);
    change(t, learner, &far, &second);
    check_ok(t, watch_judge(t->ctx, 100, &count));
    check_int(t, count, 2);
    check_ok(t, db_get_int(t->ctx, &test_stage_scores, &count, db_int(100 + STAGE_HUB_IN)));
    check_int(t, count, 1);
    watch_observer.close(learner);
}
