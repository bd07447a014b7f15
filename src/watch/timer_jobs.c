#include <stdio.h>
#include <stdlib.h>

#include "house.h"
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

static const JobKind jobs[] = {
    {.name = "watch.fire",
     .waits = timers_wait,
     .run = timers_run,
     .doc = "Looks at the parcels whose time has come"},
    {.name = "watch.rearm", .run = rearm_run, .doc = "Sets all timers by changed rules"},
    {.name = NULL},
};

const Slice timer_slice = {.name = "timer",
                           .doc = "When the watch looks at a parcel",
                           .jobs = jobs,
                           .seed = watch_rule_seed};
