#include "portal/portal_jobs.h"

#include "base/instant.h"
#include "portal/portal.h"

static Status send_code(Ctx *ctx, const Job *job)
{
    return portal_send(ctx, job->subject_id);
}

static Status forget(Ctx *ctx, const Job *job)
{
    bool more;
    Status s = portal_forget(ctx, &more);
    return s || !more ? s : job_more(ctx, job, NULL);
}

const JobKind portal_jobs[] = {{.name = PORTAL_SEND_JOB,
                                .run = send_code,
                                .attempts = 3,
                                .doc = "Sends a one-time code to who wants to see their parcels"},
                               {.name = "portal.forget",
                                .every_ms = HOUR_MS,
                                .run = forget,
                                .doc = "Forgets codes of yesterday and sessions that ended"},
                               {.name = NULL}};
