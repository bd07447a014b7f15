#include "access/page.h"
#include "access/right.h"
#include "db/db.h"
#include "house.h"
#include "notify/notice_internal.h"
#include "notify/notify_api.h"

#define REPORT_TYPE "text/plain; charset=utf-8"

static const Field query_fields[] = {
    FIELD_ID(NoticeFilter, customer_id, .doc = "Only to this customer"),
    FIELD_ID(NoticeFilter, waybill_id, .doc = "Only about this parcel"),
    FIELD_ENUM(NoticeFilter, state, notice_states, .doc = "Only in this state"),
    PAGE_FIELDS(NoticeFilter),
    FIELD_END,
};
static const Shape query_shape = SHAPE(NoticeFilter, query_fields, "Which notices");

static Status api_list(Ctx *ctx, Request *req)
{
    NoticeFilter filter = *(const NoticeFilter *)request_query(req);
    List list;
    const char *next;
    filter.limit = page_limit(filter.limit);
    Status s = notice_list(ctx, &filter, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &notice_shape, next);
}

static Status api_find(Ctx *ctx, Request *req)
{
    int64_t id;
    Notice notice;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = notice_find(ctx, id, &notice);
    return s ? s : reply(ctx, req, &notice, &notice_shape);
}

static Status api_attempts(Ctx *ctx, Request *req)
{
    int64_t id;
    List list;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = notice_attempts(ctx, id, &list);
    return s ? s : reply_list(ctx, req, &list, &notice_attempt_shape, NULL);
}

static Status api_retry(Ctx *ctx, Request *req)
{
    int64_t id;
    Notice notice;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = notice_retry(ctx, id, request_version(req), &notice);
    return s ? s : reply(ctx, req, &notice, &notice_shape);
}

typedef struct ReportQuery {
    int64_t status;
    const char *token;
} ReportQuery;

static const Field report_fields[] = {
    FIELD_INT(ReportQuery, status, .required = true, .min = 0, .max = 255,
              .doc = "1 delivered, 2 failed, 16 rejected; others are passed over"),
    FIELD_TEXT(ReportQuery, token, .required = true, .max = 64,
               .doc = "What the gateway was given"),
    FIELD_END};
static const Shape report_shape = SHAPE(ReportQuery, report_fields, "What a gateway reports");

typedef struct Report {
    int64_t id;
    const ReportQuery *query;
} Report;

static Status write_report(Ctx *ctx, void *work)
{
    const Report *report = work;
    return notice_report(ctx, report->id, report->query->token, report->query->status);
}

/* Gateways report by GET, though it writes; who has no token does not get as far. */
static Status api_report(Ctx *ctx, Request *req)
{
    Report report = {.query = request_query(req)};
    Status s = path_id(ctx, req, "id", &report.id);
    if (!s) s = notice_token_check(ctx, report.id, report.query->token);
    if (!s) s = database_write(ctx, ctx->house->database, write_report, &report);
    if (s) return s;
    Buf *buf = reply_with(req, 200, REPORT_TYPE);
    if (!buf) return no_memory(ctx);
    buf_text(buf, "noted\n");
    return buf_check(ctx, buf);
}

static const Route routes[] = {
    {GET, "/api/v1/notices", .right = NOTICE_READ, .query = &query_shape, .out = &notice_shape,
     .is_list = true, .run = api_list, .doc = "Messages to people, the newest first"},
    {GET, "/api/v1/notices/{id}", .right = NOTICE_READ, .out = &notice_shape, .run = api_find,
     .doc = "One message"},
    {GET, "/api/v1/notices/{id}/attempts", .right = NOTICE_READ, .out = &notice_attempt_shape,
     .is_list = true, .run = api_attempts, .doc = "The steps of its life"},
    {POST, "/api/v1/notices/{id}/retry", .right = NOTICE_WRITE, .writes = true, .if_match = true,
     .out = &notice_shape, .run = api_retry, .doc = "Send a message that failed again"},
    {GET, "/api/v1/notices/{id}/report", .right = RIGHT_PUBLIC, .query = &report_shape,
     .media = REPORT_TYPE, .run = api_report,
     .doc = "Where a gateway reports what became of a message"},
    ROUTE_END};

const Slice notice_slice = {.name = "notice",
                            .doc = "Messages to people and what became of them",
                            .routes = routes,
                            .jobs = notice_jobs};
