/* Two processes that take the steps of a change of keys: each was due when both looked. */
#include <string.h>

#include "access/keys.h"
#include "base/instant.h"
#include "job/job.h"
#include "reseal/reindex.h"
#include "reseal/reseal_slice.h"
#include "reseal/testing.h"

/* More than a walk over so little takes. */
enum { PAGES_MAX = 1000 };

static const JobKind *reindex_kind(T *t)
{
    const JobKind *kind = reseal_slice.jobs;
    while (kind->name && strcmp(kind->name, "keys.reindex") != 0)
        kind++;
    check(t, kind->name != NULL);
    return kind;
}

static void job_runs(T *t)
{
    const JobKind *kind = reindex_kind(t);
    const Job job = {.kind = kind->name, .attempt = 1};
    check_ok(t, kind->run(t->ctx, &job));
}

/* As two servers do that wait for the lane of long writes while a third holds it. */
static void two_run_what_both_saw_due(T *t)
{
    check(t, reindex_kind(t)->waits(t->ctx));
    job_runs(t);
    job_runs(t);
}

static IndexState state_of(T *t)
{
    IndexState state;
    check_ok(t, index_state(t->ctx, &state));
    return state;
}

static void walked_once(T *t)
{
    for (int i = 0; i < PAGES_MAX && state_of(t).walk == 1; i++)
        job_runs(t);
    check_int(t, state_of(t).walk, 2);
}

TEST_DB(of_two_servers_that_both_see_a_step_due_one_takes_it)
{
    given_parcel(t, "776000000001", NAME, PHONE);
    keys_rotated(t);
    two_run_what_both_saw_due(t);
    check_int(t, state_of(t).stage, INDEX_TOLD);
    check_int(t, key_generations(t->ctx).now, 0);
    source_move(t->ctx->source, DAY_MS);
    two_run_what_both_saw_due(t);
    check_int(t, state_of(t).stage, INDEX_TURNED);
    check(t, !state_of(t).place);
}

TEST_DB(who_saw_the_last_page_of_a_walk_due_does_not_begin_the_next_a_day_early)
{
    given_parcel(t, "776000000001", NAME, PHONE);
    keys_rotated(t);
    job_runs(t);
    source_move(t->ctx->source, DAY_MS);
    job_runs(t);
    source_move(t->ctx->source, MINUTE_MS);
    walked_once(t);
    job_runs(t);
    check(t, !state_of(t).place);
    source_move(t->ctx->source, DAY_MS);
    job_runs(t);
    check(t, state_of(t).place != NULL);
}

/* A server walks meanwhile. */
static void pause_while_another_walks(Ctx *ctx, int64_t ms)
{
    bool done;
    IndexState state = {.walk = 1};
    source_move(ctx->source, ms);
    for (int i = 0; i < PAGES_MAX && state.walk == 1; i++)
        if (reindex_step(ctx, &done) || index_state(ctx, &state)) return;
}

TEST_DB(a_command_takes_no_step_that_a_server_took_while_it_waited)
{
    bool ended;
    given_parcel(t, "776000000001", NAME, PHONE);
    keys_rotated(t);
    job_runs(t);
    source_move(t->ctx->source, DAY_MS);
    job_runs(t);
    check_ok(t, reindex_all(t->ctx, pause_while_another_walks, &ended));
    check(t, !ended);
    check_int(t, state_of(t).walk, 2);
    check(t, !state_of(t).place);
    check_ok(t, reindex_all(t->ctx, NULL, &ended)); /* alone, it waits for nothing */
    check(t, ended);
    check_int(t, state_of(t).stage, INDEX_DONE);
}
