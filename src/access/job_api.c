#include "access/audit.h"
#include "access/page.h"
#include "access/tables.h"
#include "job/job.h"

typedef struct JobQuery {
    int64_t limit;
    const char *cursor;
    int64_t state;
    int64_t due_by;
} JobQuery;

static const Field query_fields[] = {
    PAGE_FIELDS(JobQuery),
    FIELD_ENUM(JobQuery, state, job_states, .doc = "Only those in this state"),
    FIELD_TIME(JobQuery, due_by, .doc = "Only those whose time comes by then"),
    FIELD_END,
};
static const Shape query_shape = SHAPE(JobQuery, query_fields, "Which jobs");

static Status api_list(Ctx *ctx, Request *req)
{
    const JobQuery *query = request_query(req);
    int64_t limit = page_limit(query->limit);
    JobFilter filter = {query->state, query->due_by, 0, limit + 1};
    List jobs;
    const char *next = NULL;
    Status s = page_start(ctx, query->cursor, 0, &filter.after);
    if (!s) s = job_list(ctx, &filter, &jobs);
    if (!s) s = page_end(ctx, &jobs, limit, &job_row_shape, &next);
    return s ? s : reply_list(ctx, req, &jobs, &job_row_shape, next);
}

static Status api_retry(Ctx *ctx, Request *req)
{
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = job_retry(ctx, id);
    if (!s) s = audit_write(ctx, "job.retry", "job", id, NULL);
    return s ? s : reply_empty(req, 204);
}

const Route job_routes[] = {
    {GET, "/api/v1/jobs", .right = JOB_READ, .whole = "jobs are", .is_list = true,
     .query = &query_shape, .out = &job_row_shape, .run = api_list,
     .doc = "Work that waits, runs or has failed"},
    {POST, "/api/v1/jobs/{id}/retry", .right = JOB_WRITE, .writes = true, .whole = "jobs are",
     .run = api_retry, .doc = "Run a failed job again"},
    ROUTE_END,
};
