#include "access/audit.h"
#include "access/listing.h"
#include "access/page.h"
#include "access/tables.h"

#define FILTER_FIELDS                                                                              \
    PAGE_FIELDS(AuditFilter),                                                                      \
        FIELD_TEXT(AuditFilter, subject_kind, .max = 40,                                           \
                   .doc = "Only what was done to such things"),                                    \
        FIELD_ID(AuditFilter, subject_id, .doc = "Only what was done to this one"),                \
        FIELD_TEXT(AuditFilter, who, .max = 80, .doc = "Only what this login did"),                \
        FIELD_TEXT(AuditFilter, action, .max = 80, .doc = "Only this: token.create"),              \
        FIELD_TIME(AuditFilter, from, .doc = "Only what was done from then on"),                   \
        FIELD_TIME(AuditFilter, to, .doc = "Only what was done before")

static const Field query_fields[] = {FILTER_FIELDS, FIELD_END};
static const Shape query_shape = {.name = "AuditQuery",
                                  .doc = "Which changes",
                                  .size = sizeof(AuditFilter),
                                  .fields = query_fields};

static const Field export_fields[] = {FILTER_FIELDS, EXPORT_FORMAT_FIELD(AuditFilter), FIELD_END};
static const Shape export_shape =
    EXPORT_SHAPE(AuditFilter, "AuditExport", export_fields, "Which changes");

static Status page(Ctx *ctx, const void *filter, List *out, const char **next)
{
    return audit_list(ctx, filter, out, next);
}

static const Listing changes = {.name = "audit",
                                .action = "audit.export",
                                .subject_kind = "audit",
                                .shape = &audit_shape,
                                .page = page};

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
     .out = &audit_shape, .run = listing_page, .of = &changes,
     .doc = "Who changed what, the newest first"},
    {GET, "/api/v1/audit-export", .right = AUDIT_READ, .query = &export_shape, .media = "text/csv",
     .run = listing_export, .of = &changes,
     .doc = "Who changed what as CSV or XLSX, from after a cursor where one is given"},
    ROUTE_END,
};
