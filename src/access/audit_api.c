#include "access/audit.h"
#include "access/page.h"
#include "access/tables.h"

typedef struct AuditQuery {
    int64_t limit;
    const char *cursor;
    const char *subject_kind;
    int64_t subject_id;
    const char *who, *action;
    int64_t from, to;
} AuditQuery;

static const Field query_fields[] = {
    PAGE_FIELDS(AuditQuery),
    FIELD_TEXT(AuditQuery, subject_kind, .max = 40, .doc = "Only what was done to such things"),
    FIELD_ID(AuditQuery, subject_id, .doc = "Only what was done to this one"),
    FIELD_TEXT(AuditQuery, who, .max = 80, .doc = "Only what this login did"),
    FIELD_TEXT(AuditQuery, action, .max = 80, .doc = "Only this: token.create"),
    FIELD_TIME(AuditQuery, from, .doc = "Only what was done from then on"),
    FIELD_TIME(AuditQuery, to, .doc = "Only what was done before"),
    FIELD_END,
};
static const Shape query_shape = SHAPE(AuditQuery, query_fields, "Which changes");

static Status api_list(Ctx *ctx, Request *req)
{
    const AuditQuery *query = request_query(req);
    AuditFilter filter = {.subject_kind = query->subject_kind,
                          .subject_id = query->subject_id,
                          .who = query->who,
                          .action = query->action,
                          .from = query->from,
                          .to = query->to,
                          .limit = page_limit(query->limit),
                          .cursor = query->cursor};
    List rows;
    const char *next;
    Status s = audit_list(ctx, &filter, &rows, &next);
    return s ? s : reply_list(ctx, req, &rows, &audit_shape, next);
}

/* Whether the log is as it was written. */
typedef struct AuditChain {
    int64_t rows;
    bool intact;
    const char *broken;
    int64_t next;
} AuditChain;

static const Field chain_fields[] = {
    FIELD_INT(AuditChain, rows, .doc = "How many rows were looked at"),
    FIELD_BOOL(AuditChain, intact, .doc = "No row was changed, put in or taken away"),
    FIELD_TEXT(AuditChain, broken, .doc = "The first that was; null where none"),
    FIELD_INT(AuditChain, next, .doc = "`after` of the next stretch; null at the end of the log"),
    FIELD_END};
static const Shape chain_shape =
    SHAPE(AuditChain, chain_fields, "Whether a stretch of the audit log is whole");

typedef struct ChainQuery {
    int64_t after, limit;
} ChainQuery;

enum { CHAIN_ROWS = 20000, CHAINS_PER_MINUTE = 60 };

static const Field chain_query_fields[] = {
    FIELD_INT(ChainQuery, after, .min = 0, .max = INT64_MAX,
              .doc = "Only rows after this number, which was found whole before"),
    FIELD_INT(ChainQuery, limit, .min = 1, .max = CHAIN_ROWS, .doc = "So many; 20000"), FIELD_END};
static const Shape chain_query_shape = SHAPE(ChainQuery, chain_query_fields, "Which stretch");

static Status api_chain(Ctx *ctx, Request *req)
{
    const ChainQuery *query = request_query(req);
    AuditWalk walk = {.after = query->after == NONE ? 0 : query->after,
                      .limit = query->limit == NONE ? CHAIN_ROWS : query->limit};
    Status s = audit_verify(ctx, &walk);
    AuditChain chain = {.rows = walk.rows, .intact = !s, .next = walk.next};
    if (s == CONFLICT) {
        chain.broken = arena_text(ctx->arena, ctx->problem.message);
        problem_clear(ctx);
        s = chain.broken ? OK : no_memory(ctx);
    }
    return s ? s : reply(ctx, req, &chain, &chain_shape);
}

const Route audit_routes[] = {
    {GET, "/api/v1/audit/chain", .right = AUDIT_READ, .per_minute = CHAINS_PER_MINUTE,
     .whole = "the audit log is", .query = &chain_query_shape, .out = &chain_shape,
     .run = api_chain,
     .doc = "Walks the log, a stretch at a time, and tells whether it is as it was written"},
    {GET, "/api/v1/audit", .right = AUDIT_READ, .is_list = true, .query = &query_shape,
     .out = &audit_shape, .run = api_list, .doc = "Who changed what, the newest first"},
    ROUTE_END,
};
