#include "access/audit.h"
#include "access/page.h"
#include "access/tables.h"

typedef struct AuditQuery {
    int64_t limit;
    const char *cursor;
    const char *subject_kind;
    int64_t subject_id;
} AuditQuery;

static const Field query_fields[] = {
    PAGE_FIELDS(AuditQuery),
    FIELD_TEXT(AuditQuery, subject_kind, .max = 40, .doc = "Only what was done to such things"),
    FIELD_ID(AuditQuery, subject_id, .doc = "Only what was done to this one"),
    FIELD_END,
};
static const Shape query_shape = SHAPE(AuditQuery, query_fields, "Which changes");

static Status api_list(Ctx *ctx, Request *req)
{
    const AuditQuery *query = request_query(req);
    AuditFilter filter = {.subject_kind = query->subject_kind,
                          .subject_id = query->subject_id,
                          .limit = page_limit(query->limit),
                          .cursor = query->cursor};
    List rows;
    const char *next;
    Status s = audit_list(ctx, &filter, &rows, &next);
    return s ? s : reply_list(ctx, req, &rows, &audit_shape, next);
}

const Route audit_routes[] = {
    {GET, "/api/v1/audit", .right = AUDIT_READ, .is_list = true, .query = &query_shape,
     .out = &audit_shape, .run = api_list, .doc = "Who changed what, the newest first"},
    ROUTE_END,
};
