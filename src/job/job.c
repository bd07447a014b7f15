#include "job/job.h"

#include "db/db.h"
#include "house.h"
#include "job/job_store.h"
#include "job/run.h"

const Name job_states[] = {{"waiting", JOB_WAITING, "Its time has not come, or no worker was free"},
                           {"running", JOB_RUNNING, "A worker has it"},
                           {"failed", JOB_FAILED, "It was tried as often as it may be"},
                           {NULL}};

static const Field job_row_fields[] = {
    FIELD_ID(JobRow, id, .doc = "Its id"),
    FIELD_TEXT(JobRow, kind, .doc = "What is to be done", .example = "waybill.prune"),
    FIELD_TEXT(JobRow, key, .doc = "Only one of a kind and key waits at a time"),
    FIELD_ID(JobRow, subject_id, .doc = "What it is about"),
    FIELD_ENUM(JobRow, state, job_states, .doc = "Where it stands"),
    FIELD_TIME(JobRow, due_at, .doc = "When it is run, or was due"),
    FIELD_INT(JobRow, attempt, .doc = "How often it was begun"),
    FIELD_TIME(JobRow, lease_until, .doc = "Of a running one: when it counts as dead"),
    FIELD_TEXT(JobRow, error, .doc = "What the last attempt said"),
    FIELD_TIME(JobRow, created_at, .doc = "When it was made"),
    FIELD_END,
};
const Shape job_row_shape = SHAPE(JobRow, job_row_fields, "A piece of work that must happen");

Status job_add(Ctx *ctx, const char *kind, const char *key, int64_t subject_id, const char *payload,
               int64_t due_ms)
{
    StoredJob job = {.id = ctx_id(ctx),
                     .kind = kind,
                     .key = key,
                     .subject_id = subject_id,
                     .payload = payload,
                     .due_ms = due_ms};
    Status s = job_insert(ctx, &job, 1);
    return s ? s : jobs_wake(ctx, due_ms);
}

Status job_more(Ctx *ctx, const Job *job, const char *payload)
{
    return job_add(ctx, job->kind, "more", 0, payload, ctx_now(ctx));
}

Status jobs_add(Ctx *ctx, StoredJob *jobs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        jobs[i].id = ctx_id(ctx);
        jobs[i].due_ms = ctx_now(ctx);
    }
    Status s = job_insert(ctx, jobs, count);
    return s ? s : jobs_wake(ctx, ctx_now(ctx));
}

Status job_cancel(Ctx *ctx, const char *kind, const char *key)
{
    return job_remove_waiting(ctx, kind, key);
}

Status job_list(Ctx *ctx, const JobFilter *filter, List *out)
{
    return job_rows(ctx, filter, out);
}

Status job_retry(Ctx *ctx, int64_t id)
{
    JobRow job;
    int64_t twins = 0;
    Status s = job_row(ctx, id, &job);
    if (s == NOT_FOUND) return fail(ctx, NOT_FOUND, "there is no job %lld", (long long)id);
    if (!s && job.state != JOB_FAILED)
        return fail(ctx, CONFLICT, "the job is %s", name_of(job_states, job.state));
    if (!s && job.key) s = job_exists(ctx, job.kind, job.key, &twins);
    if (!s && twins) return fail(ctx, CONFLICT, "its like waits already");
    if (!s) s = job_put_again(ctx, id, ctx_now(ctx));
    return s ? s : jobs_wake(ctx, ctx_now(ctx));
}

Status jobs_state(Ctx *ctx, JobsState *out)
{
    return job_counts(ctx, ctx_now(ctx), out);
}
