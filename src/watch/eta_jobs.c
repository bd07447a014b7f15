#include "base/instant.h"
#include "watch/eta_slice.h"
#include "watch/eta_told_store.h"
#include "watch/evidence.h"

/* Scans wait for the one who writes. */
enum { AT_ONCE = 100 };

static Status tell_run(Ctx *ctx, const Job *job)
{
    int64_t judged, told;
    Status s = watch_judge(ctx, AT_ONCE, &judged);
    if (!s) s = watch_tell(ctx, AT_ONCE, &told);
    /* what is left is not left for a minute */
    if (s || (judged < AT_ONCE && told < AT_ONCE)) return s;
    return job_more(ctx, job, NULL);
}

static Status now_run(Ctx *ctx, const Job *job)
{
    static const EtaStart starts[] = {ETA_FROM_ORDERED, ETA_FROM_COLLECTED};
    (void)job;
    const int64_t today = eta_day(ctx_now(ctx));
    Status s = OK;
    for (size_t i = 0; !s && i < sizeof starts / sizeof starts[0]; i++) {
        EtaFlow *flows;
        size_t count;
        s = now_store_flows(ctx, starts[i], today, &flows, &count);
        if (!s && count > 0)
            s = now_store_put(ctx, starts[i], today, eta_shift(flows, count, today, &eta_standard));
    }
    return s;
}

static Status forget_run(Ctx *ctx, const Job *job)
{
    (void)job;
    return told_store_forget(ctx, eta_day(ctx_now(ctx)));
}

const JobKind eta_jobs[] = {
    {.name = "eta.tell",
     .lane = LANE_LONG,
     .every_ms = MINUTE_MS,
     .run = tell_run,
     .doc = "Keeps what is expected of parcels just collected, and judges it when they have ended"},
    {.name = "eta.now",
     .lane = LANE_LONG,
     .every_ms = HOUR_MS,
     .run = now_run,
     .doc = "Looks how slow parcels go now"},
    {.name = "eta.forget",
     .lane = LANE_LONG,
     .every_ms = DAY_MS,
     .run = forget_run,
     .doc = "Forgets what is older than expectations look back"},
    {.name = NULL},
};
