#include "job/run.h"

#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "db/db.h"
#include "house.h"
#include "job/kind.h"

#define ATTEMPTS 10
#define FIRST_WAIT_MS INT64_C(1000)
/* More than any test or command should have to run at once. */
#define RUN_MAX 100000
#define CLAIM_AT_ONCE 16
#define ROUNDS_MAX 10000

int64_t job_wait_ms(int64_t attempt)
{
    int64_t wait_ms = attempt > 12 ? JOB_LONGEST_WAIT_MS : FIRST_WAIT_MS << (attempt - 1);
    return wait_ms < JOB_LONGEST_WAIT_MS ? wait_ms : JOB_LONGEST_WAIT_MS;
}

typedef struct Claim {
    int64_t limit;
    List *out;
} Claim;

static Status write_claim(Ctx *ctx, void *work)
{
    const Claim *claim = work;
    int64_t now = ctx_now(ctx);
    Status s = job_free_expired(ctx, now);
    return s ? s : job_claim(ctx, now, now + JOB_LEASE_MS, claim->limit, claim->out);
}

Status job_take_due(Ctx *ctx, int64_t limit, List *out)
{
    Claim claim = {limit, out};
    *out = (List){0};
    return database_write(ctx, ctx->house->database, write_claim, &claim);
}

typedef struct Running {
    const StoredJob *stored;
    const JobKind *kind; /* NULL: this program knows none of that name */
    const char *error;
} Running;

static bool by_clock(const Running *running)
{
    const char *key = running->stored->key;
    return running->kind && running->kind->every_ms && key && strcmp(key, CLOCK_KEY) == 0;
}

/* How often it may be tried; what the clock makes is tried for ever, as it would be made again. */
static int64_t attempts_of(const Running *running)
{
    if (by_clock(running)) return INT64_MAX;
    return running->kind && running->kind->attempts ? running->kind->attempts : ATTEMPTS;
}

static Job job_of(const StoredJob *stored)
{
    return (Job){.id = stored->id,
                 .kind = stored->kind,
                 .subject_id = stored->subject_id,
                 .payload = stored->payload,
                 .due_ms = stored->due_ms,
                 .attempt = (int)stored->attempt};
}

/* The row goes first: when it is no longer ours (the lease ended, another has it), nothing is done;
 * and what the job does is committed together with its end. */
static Status write_run(Ctx *ctx, void *work)
{
    const Running *running = work;
    const StoredJob *stored = running->stored;
    int64_t ours = 0;
    Status s = job_remove_running(ctx, stored, &ours);
    if (s || !ours) return s;
    const Job job = job_of(stored);
    s = running->kind->run(ctx, &job);
    return !s && by_clock(running) ? job_clock_next(ctx, running->kind) : s;
}

static Status write_end(Ctx *ctx, void *work)
{
    const Running *running = work;
    int64_t ours = 0;
    Status s = job_remove_running(ctx, running->stored, &ours);
    return !s && ours && by_clock(running) ? job_clock_next(ctx, running->kind) : s;
}

/* What it did is not undone with the row: it may be done twice, as every job may. */
static Status run_outside(Ctx *ctx, Running *running)
{
    const Job job = job_of(running->stored);
    Status s = running->kind->run(ctx, &job);
    return s ? s : database_write(ctx, ctx->house->database, write_end, running);
}

static Status write_failure(Ctx *ctx, void *work)
{
    const Running *running = work;
    const StoredJob *stored = running->stored;
    if (stored->attempt >= attempts_of(running)) return job_put_failed(ctx, stored, running->error);
    return job_put_back(ctx, stored, ctx_now(ctx) + job_wait_ms(stored->attempt), running->error);
}

static Status run_kind(Ctx *ctx, Running *running)
{
    if (!running->kind)
        return fail(ctx, INTERNAL, "this program knows no job %s", running->stored->kind);
    if (running->stored->attempt > attempts_of(running))
        return fail(ctx, INTERNAL, "the worker died at each attempt");
    if (running->kind->outside) return run_outside(ctx, running);
    return database_write_in(ctx, ctx->house->database, running->kind->lane, write_run, running);
}

static void log_job(Ctx *ctx, const StoredJob *stored, Status status, int64_t started_us)
{
    log_line(ctx->house->log, ctx, status ? LEVEL_WARNING : LEVEL_INFO, "job",
             log_text("kind", stored->kind), log_int("id", stored->id),
             log_int("attempt", stored->attempt), log_text("status", status_code(status)),
             log_int("us", monotonic_us() - started_us),
             log_text("message", status ? ctx->problem.message : ""),
             log_text("cause", status ? ctx->problem.cause : ""));
}

Status job_run(Ctx *ctx, const StoredJob *stored)
{
    Running running = {.stored = stored, .kind = job_kind(ctx, stored->kind)};
    int64_t started_us = monotonic_us();
    Status s = run_kind(ctx, &running);
    log_job(ctx, stored, s, started_us);
    if (!s) return OK;
    running.error = arena_format(ctx->arena, "%s: %s", status_code(s), ctx->problem.message);
    problem_clear(ctx);
    return database_write(ctx, ctx->house->database, write_failure, &running);
}

/* --- kinds whose work is rows of their own --- */

static Status waiting_find(Ctx *ctx, void *user, const JobKind *kind)
{
    const JobKind **found = user;
    if (!*found && kind->waits && kind->waits(ctx)) *found = kind;
    return OK;
}

const JobKind *job_waiting(Ctx *ctx)
{
    const JobKind *found = NULL;
    Status s = job_kinds_each(ctx, waiting_find, &found);
    return s ? NULL : found;
}

static Status write_waiting(Ctx *ctx, void *work)
{
    const JobKind *kind = work;
    Job job = {.kind = kind->name, .due_ms = ctx_now(ctx), .attempt = 1};
    return kind->run(ctx, &job);
}

Status job_run_waiting(Ctx *ctx, const JobKind *kind)
{
    union {
        const JobKind *kind;
        void *work;
    } given = {kind};
    int64_t started_us = monotonic_us();
    Status s = database_write_in(ctx, ctx->house->database, kind->lane, write_waiting, given.work);
    StoredJob stored = {.kind = kind->name, .attempt = 1};
    if (s) log_job(ctx, &stored, s, started_us);
    return s;
}

/* As long as there is some; for a while. */
static Status waiting_run_all(Ctx *ctx)
{
    Status s = OK;
    const JobKind *kind = NULL;
    int rounds = 0;
    do {
        s = database_reader(ctx, ctx->house->database);
        if (s) return s;
        kind = job_waiting(ctx);
        database_give_back(ctx, ctx->house->database);
        if (kind) s = job_run_waiting(ctx, kind);
    } while (!s && kind && ++rounds < ROUNDS_MAX);
    return s;
}

static Status write_clock(Ctx *ctx, void *work)
{
    (void)work;
    return job_clock_start(ctx);
}

Status jobs_run_due(Ctx *ctx, int64_t *count)
{
    List due = {.count = 1};
    *count = 0;
    Status s = database_write(ctx, ctx->house->database, write_clock, NULL);
    while (!s && due.count && *count < RUN_MAX) {
        s = job_take_due(ctx, CLAIM_AT_ONCE, &due);
        for (size_t i = 0; !s && i < due.count; i++, ++*count)
            s = job_run(ctx, &((const StoredJob *)due.items)[i]);
    }
    return s ? s : waiting_run_all(ctx);
}
