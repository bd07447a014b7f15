#include "access/audit.h"
#include "access/listing.h"
#include "access/page.h"
#include "access/tables.h"
#include "job/job.h"

typedef struct JobQuery {
    int64_t limit;
    const char *cursor;
    int64_t state;
    int64_t due_by;
    int64_t format;
} JobQuery;

#define FILTER_FIELDS                                                                              \
    PAGE_FIELDS(JobQuery),                                                                         \
        FIELD_ENUM(JobQuery, state, job_states, .doc = "Only those in this state"),                \
        FIELD_TIME(JobQuery, due_by, .doc = "Only those whose time comes by then")

static const Field query_fields[] = {FILTER_FIELDS, FIELD_END};
static const Shape query_shape = SHAPE(JobQuery, query_fields, "Which jobs");

static const Field export_fields[] = {FILTER_FIELDS, EXPORT_FORMAT_FIELD(JobQuery), FIELD_END};
static const Shape export_shape = EXPORT_SHAPE(JobQuery, "JobExport", export_fields, "Which jobs");

static Status page(Ctx *ctx, const void *of, List *out, const char **next)
{
    const JobQuery *query = of;
    JobFilter filter = {query->state, query->due_by, 0, query->limit + 1};
    Status s = page_start(ctx, query->cursor, 0, &filter.after);
    if (!s) s = job_list(ctx, &filter, out);
    return s ? s : page_end(ctx, out, query->limit, &job_row_shape, next);
}

static const Listing jobs = {.name = "jobs",
                             .action = "job.export",
                             .subject_kind = "job",
                             .shape = &job_row_shape,
                             .page = page};

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
     .query = &query_shape, .out = &job_row_shape, .run = listing_page, .of = &jobs,
     .doc = "Work that waits, runs or has failed"},
    {GET, "/api/v1/job-export", .right = JOB_READ, .whole = "jobs are", .query = &export_shape,
     .media = "text/csv", .run = listing_export, .of = &jobs,
     .doc = "Jobs as CSV or XLSX, from after a cursor where one is given"},
    {POST, "/api/v1/jobs/{id}/retry", .right = JOB_WRITE, .writes = true, .whole = "jobs are",
     .run = api_retry, .doc = "Run a failed job again"},
    ROUTE_END,
};
