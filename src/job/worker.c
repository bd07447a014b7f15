#include <pthread.h>

#include "base/arena.h"
#include "base/condition.h"
#include "db/db.h"
#include "house.h"
#include "job/kind.h"
#include "job/run.h"

#define WORKERS 2
#define CLAIM_AT_ONCE 8
/* Jobs that other processes add are found by looking. */
#define LOOK_MS 1000
/* Of a clock that stands nobody knows when it will be moved. */
#define LOOK_STANDING_MS 20
/* A clock that is so far behind what it showed before was set back, not put right by a little. */
#define BACK_MS 60000

enum { METRIC_JOBS, METRIC_LATE, METRIC_RUNS };

static const char *const state_labels[] = {"waiting", "running", "failed", NULL};

const Metric job_metrics[] = {
    [METRIC_JOBS] = {"parceldesk_jobs", METRIC_GAUGE, "state", state_labels,
                     .doc = "Jobs in the database"},
    [METRIC_LATE] = {"parceldesk_jobs_late_seconds", METRIC_GAUGE,
                     .doc = "How long the oldest job that is due has been waiting"},
    [METRIC_RUNS] = {"parceldesk_job_runs_total", METRIC_COUNTER,
                     .doc = "Jobs this process has run, those that failed too"},
    METRIC_END};

struct Jobs {
    struct House *house;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stopping, woken;
    bool waiting_runs; /* a worker runs a kind that waits */
    int64_t look_us;   /* monotonic: when somebody must look at the table */
    int64_t latest_ms; /* the latest that the clock showed, since it was last set back */
    int64_t next_ms;   /* when, as far as was seen, there is something to do; NONE: nothing */
    pthread_t threads[WORKERS];
    size_t started;
};

/* --- waiting --- */

static void wake(void *work)
{
    Jobs *jobs = work;
    pthread_mutex_lock(&jobs->lock);
    jobs->woken = true;
    pthread_cond_signal(&jobs->changed);
    pthread_mutex_unlock(&jobs->lock);
}

Status jobs_wake(Ctx *ctx, int64_t due_ms)
{
    Jobs *jobs = ctx->house->jobs;
    /* What is due later is seen by the look that comes before. */
    if (!jobs || due_ms > ctx_now(ctx) + LOOK_MS) return OK;
    return db_after_commit(ctx, wake, jobs);
}

static int64_t us_until_work(const Jobs *jobs, int64_t now_ms)
{
    int64_t us = jobs->look_us - monotonic_us();
    if (jobs->next_ms != NONE && (jobs->next_ms - now_ms) * 1000 < us)
        us = (jobs->next_ms - now_ms) * 1000;
    return jobs->woken ? 0 : us;
}

static int64_t look_ms(const Ctx *ctx)
{
    return source_stands(ctx->source) ? LOOK_STANDING_MS : LOOK_MS;
}

/* Until it is this worker's turn to look; false when the workers stop. While it looks, the others
 * wait their full time. */
static bool wait_for_turn(Jobs *jobs, Ctx *ctx)
{
    pthread_mutex_lock(&jobs->lock);
    for (int64_t us; !jobs->stopping && (us = us_until_work(jobs, ctx_now(ctx))) > 0;)
        condition_wait(&jobs->changed, &jobs->lock, monotonic_us() + us);
    jobs->woken = false;
    jobs->next_ms = NONE;
    jobs->look_us = monotonic_us() + look_ms(ctx) * 1000;
    bool goes_on = !jobs->stopping;
    pthread_mutex_unlock(&jobs->lock);
    return goes_on;
}

/* --- working --- */

static Status count_jobs(Metrics *metrics, Ctx *ctx)
{
    JobsState state;
    Status s = metrics ? jobs_state(ctx, &state) : OK;
    if (s || !metrics) return s;
    metric_set(metrics, &job_metrics[METRIC_JOBS], 0, state.waiting);
    metric_set(metrics, &job_metrics[METRIC_JOBS], 1, state.running);
    metric_set(metrics, &job_metrics[METRIC_JOBS], 2, state.failed);
    metric_set(metrics, &job_metrics[METRIC_LATE], 0, state.late_ms / 1000);
    return OK;
}

static Status read_next(Jobs *jobs, Ctx *ctx, int64_t *next_ms, const JobKind **waiting)
{
    Status s = database_reader(ctx, jobs->house->database);
    if (s) return s;
    s = job_next_ms(ctx, next_ms);
    if (!s) *waiting = job_waiting(ctx);
    if (!s) s = count_jobs(jobs->house->metrics, ctx);
    database_give_back(ctx, jobs->house->database);
    return s;
}

static void note_next(Jobs *jobs, int64_t next_ms)
{
    pthread_mutex_lock(&jobs->lock);
    jobs->next_ms = next_ms;
    pthread_mutex_unlock(&jobs->lock);
}

/* One worker at a time: another would only wait behind it, and jobs with it. */
static bool waiting_begin(Jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    bool begins = !jobs->waiting_runs;
    jobs->waiting_runs = true;
    pthread_mutex_unlock(&jobs->lock);
    return begins;
}

/* There may be more of it, for the next look; but where it failed, only in a while. */
static void waiting_run(Jobs *jobs, Ctx *ctx, const JobKind *kind)
{
    if (!waiting_begin(jobs)) return;
    Status s = job_run_waiting(ctx, kind);
    pthread_mutex_lock(&jobs->lock);
    jobs->waiting_runs = false;
    pthread_mutex_unlock(&jobs->lock);
    if (s)
        problem_clear(ctx);
    else
        wake(jobs);
}

static bool was_set_back(Jobs *jobs, int64_t now_ms)
{
    pthread_mutex_lock(&jobs->lock);
    bool is_back = now_ms < jobs->latest_ms - BACK_MS;
    if (is_back || now_ms > jobs->latest_ms) jobs->latest_ms = now_ms;
    pthread_mutex_unlock(&jobs->lock);
    return is_back;
}

static Status write_clock(Ctx *ctx, void *unused)
{
    (void)unused;
    return job_clock_start(ctx);
}

/* What waits by the clock would wait for as long as it was set back. */
static void clock_follow(Jobs *jobs, Ctx *ctx)
{
    if (!was_set_back(jobs, ctx_now(ctx))) return;
    if (!database_write(ctx, jobs->house->database, write_clock, NULL)) return;
    problem_clear(ctx);
    pthread_mutex_lock(&jobs->lock);
    jobs->latest_ms = INT64_MAX; /* again at the next look */
    pthread_mutex_unlock(&jobs->lock);
}

/* What cannot be read or written now is tried again at the next look; what was claimed comes back
 * when its lease ends. */
static void look_and_run(Jobs *jobs, Ctx *ctx)
{
    int64_t next_ms = NONE;
    const JobKind *waiting = NULL;
    List due = {0};
    clock_follow(jobs, ctx);
    if (read_next(jobs, ctx, &next_ms, &waiting)) return;
    if (waiting) waiting_run(jobs, ctx, waiting);
    if (next_ms == NONE || next_ms > ctx_now(ctx)) {
        note_next(jobs, next_ms);
        return;
    }
    if (job_take_due(ctx, CLAIM_AT_ONCE, &due)) return;
    if (due.count == CLAIM_AT_ONCE) wake(jobs); /* there may be more: another looks meanwhile */
    metric_add(jobs->house->metrics, &job_metrics[METRIC_RUNS], 0, (int64_t)due.count);
    for (size_t i = 0; i < due.count; i++)
        if (job_run(ctx, &((const StoredJob *)due.items)[i])) problem_clear(ctx);
}

static void *work(void *user)
{
    Jobs *jobs = user;
    Arena *arena = arena_new();
    if (!arena) return NULL;
    bool goes_on = true;
    while (goes_on) {
        Ctx ctx;
        ctx_init(&ctx, arena, jobs->house->source);
        house_enter(&ctx, jobs->house);
        ctx.request_id = "job";
        goes_on = wait_for_turn(jobs, &ctx);
        if (goes_on) look_and_run(jobs, &ctx);
        arena_clear(arena);
    }
    arena_release(arena);
    return NULL;
}

static Status write_start(Ctx *ctx, void *unused)
{
    (void)unused;
    Status s = job_free_own(ctx);
    return s ? s : job_clock_start(ctx);
}

static Jobs *jobs_new(struct House *house)
{
    Jobs *jobs = memory_alloc(sizeof *jobs);
    if (!jobs) return NULL;
    condition_init(&jobs->changed);
    pthread_mutex_init(&jobs->lock, NULL);
    jobs->house = house;
    jobs->next_ms = NONE;
    return jobs;
}

Status jobs_start(Ctx *ctx, struct House *house, Jobs **out)
{
    Status s = database_write(ctx, house->database, write_start, NULL);
    Jobs *jobs = s ? NULL : jobs_new(house);
    if (!s && !jobs) s = no_memory(ctx);
    *out = jobs; /* before there are threads that look at it */
    while (!s && jobs->started < WORKERS) {
        if (pthread_create(&jobs->threads[jobs->started], NULL, work, jobs) == 0)
            jobs->started++;
        else
            s = fail(ctx, UNAVAILABLE, "a thread for jobs could not be started");
    }
    if (!s) return OK;
    jobs_stop(jobs);
    *out = NULL;
    return s;
}

void jobs_stop(Jobs *jobs)
{
    if (!jobs) return;
    pthread_mutex_lock(&jobs->lock);
    jobs->stopping = true;
    pthread_cond_broadcast(&jobs->changed);
    pthread_mutex_unlock(&jobs->lock);
    for (size_t i = 0; i < jobs->started; i++)
        pthread_join(jobs->threads[i], NULL);
    pthread_mutex_destroy(&jobs->lock);
    pthread_cond_destroy(&jobs->changed);
    memory_free(jobs);
}
