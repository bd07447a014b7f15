#include <stdio.h>
#include <stdlib.h>

#include "access/setting.h"
#include "base/instant.h"
#include "house.h"
#include "watch/retain.h"
#include "watch/rule.h"
#include "watch/timer.h"
#include "watch/timer_store.h"

static bool timers_wait(Ctx *ctx)
{
    bool due = false;
    if (ctx->house->watch_is_off) return false;
    if (timer_store_any_due(ctx, ctx_now(ctx), &due)) problem_clear(ctx);
    return due;
}

static Status timers_run(Ctx *ctx, const Job *job)
{
    (void)job;
    size_t looked;
    return timers_fire(ctx, &looked);
}

/* Some parcels at a time, so that others write between; the rest is the next job's. */
static Status rearm_run(Ctx *ctx, const Job *job)
{
    int64_t after_id = job->payload ? strtoll(job->payload, NULL, 10) : 0;
    Status s = timers_rearm(ctx, &after_id);
    if (s || !after_id) return s;
    char payload[24];
    snprintf(payload, sizeof payload, "%lld", (long long)after_id);
    return job_add(ctx, "watch.rearm", NULL, 0, payload, ctx_now(ctx));
}

/* A thousand at a time; the rest is the next job's. */
static Status retain_run(Ctx *ctx, const Job *job)
{
    bool more;
    const int64_t keep_ms = setting_int(ctx, SETTING_NAMED_WATCH_KEEP_DAYS) * DAY_MS;
    Status s = watch_retain(ctx, ctx_now(ctx) - keep_ms, &more);
    return s || !more ? s : job_more(ctx, job, NULL);
}

static const JobKind jobs[] = {
    {.name = "watch.fire",
     .waits = timers_wait,
     .lane = LANE_LONG,
     .run = timers_run,
     .doc = "Looks at the parcels whose time has come"},
    {.name = "watch.rearm",
     .lane = LANE_LONG,
     .run = rearm_run,
     .doc = "Sets all timers by changed rules"},
    {.name = "watch.retain",
     .every_ms = DAY_MS,
     .lane = LANE_LONG,
     .run = retain_run,
     .doc = "Forgets what was found and closed longer ago than watch_keep_days"},
    {.name = NULL},
};

const Slice timer_slice = {.name = "timer",
                           .doc = "When the watch looks at a parcel",
                           .jobs = jobs,
                           .seed = watch_rule_seed};
