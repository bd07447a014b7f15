#include <stdlib.h>

#include "access/setting.h"
#include "base/instant.h"
#include "house.h"
#include "waybill/intake.h"
#include "waybill/retain.h"
#include "waybill/scan.h"
#include "waybill/waybill_slice.h"

/* Payloads are kept for a while after they were applied, to be looked at; then forgotten. */
static Status intake_prune_run(Ctx *ctx, const Job *job)
{
    (void)job;
    int64_t keep_ms = setting_int(ctx, SETTING_NAMED_INTAKE_KEEP_HOURS) * HOUR_MS;
    return ctx->house->intake ? intake_prune(ctx, ctx->house->intake, ctx_now(ctx) - keep_ms) : OK;
}

enum { RELEASED_AT_A_TIME = 1000 };

/* Events that were set aside, once their codes have a mapping or their time has come. */
static Status scan_release_run(Ctx *ctx, const Job *job)
{
    (void)job;
    int64_t after_id = 0, released;
    Status s = OK;
    do {
        s = quarantine_release(ctx, RELEASED_AT_A_TIME, &after_id, &released);
    } while (!s && after_id);
    return s;
}

/* Whose code never got a meaning, or whose time lies too far ahead. */
static Status scan_forget_run(Ctx *ctx, const Job *job)
{
    int64_t keep_ms = setting_int(ctx, SETTING_NAMED_QUARANTINE_KEEP_DAYS) * DAY_MS, forgotten;
    Status s = quarantine_forget(ctx, ctx_now(ctx) - keep_ms, RELEASED_AT_A_TIME, &forgotten);
    if (s || forgotten < RELEASED_AT_A_TIME) return s;
    return job_more(ctx, job, NULL);
}

/* Some parcels at a time, so that others write between; the rest is the next job's. */
static Status retain_run(Ctx *ctx, const Job *job)
{
    ParcelsOver over = {.before_ms = ctx_now(ctx) - parcels_kept_ms(ctx),
                        .after_id = job->payload ? strtoll(job->payload, NULL, 10) : 0};
    Status s = parcels_empty(ctx, &over);
    if (s || !over.after_id) return s;
    const char *payload = arena_format(ctx->arena, "%lld", (long long)over.after_id);
    if (!payload) return no_memory(ctx);
    return job_more(ctx, job, payload);
}

const JobKind waybill_jobs[] = {
    {.name = "intake.prune",
     .every_ms = HOUR_MS,
     .run = intake_prune_run,
     .doc = "Forgets payloads whose keeping time is over"},
    {.name = "scan.release",
     .lane = LANE_LONG,
     .every_ms = 5 * MINUTE_MS,
     .run = scan_release_run,
     .doc = "Applies events that waited for a mapping or for their time"},
    {.name = "scan.forget",
     .lane = LANE_LONG,
     .every_ms = HOUR_MS,
     .run = scan_forget_run,
     .doc = "Forgets events that were kept aside for quarantine_keep_days"},
    {.name = "waybill.retain",
     .lane = LANE_LONG,
     .every_ms = DAY_MS,
     .run = retain_run,
     .doc = "Empties what is personal of parcels that were kept for parcel_keep_years"},
    {.name = NULL},
};
