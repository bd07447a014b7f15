#include <string.h>

#include "access/page.h"
#include "access/right.h"
#include "waybill/mapping.h"
#include "waybill/scan.h"
#include "waybill/waybill_api.h"

typedef struct MappingQuery {
    const char *provider, *cursor;
    int64_t limit;
} MappingQuery;

static const Field mapping_query_fields[] = {
    FIELD_TEXT(MappingQuery, provider, .max = 32, .doc = "Only this provider's codes"),
    FIELD_INT(MappingQuery, limit, .min = 1, .max = 200, .doc = "Items a page (200)"),
    FIELD_TEXT(MappingQuery, cursor, .max = 300, .doc = "`next` of the page before"), FIELD_END};
static const Shape mapping_query_shape =
    SHAPE(MappingQuery, mapping_query_fields, "Which code mappings");

/* A page goes on after a row's key: provider, code and action, with tabs between. */
static Status after_read(Ctx *ctx, const char *cursor, CodeMapping *after)
{
    char *rest = arena_text(ctx->arena, cursor);
    if (!rest) return no_memory(ctx);
    after->provider = strsep(&rest, "\t");
    after->code = strsep(&rest, "\t");
    after->action = rest;
    return rest ? OK : fail_field(ctx, "cursor", "this cursor was not given out here");
}

static const char *after_write(Ctx *ctx, const CodeMapping *last)
{
    return arena_format(ctx->arena, "%s\t%s\t%s", last->provider, last->code ? last->code : "",
                        last->action ? last->action : "");
}

static Status api_mappings(Ctx *ctx, Request *req)
{
    const MappingQuery *query = request_query(req);
    int64_t limit = query->limit == NONE ? 200 : query->limit;
    CodeMapping after;
    List list;
    Status s = query->cursor ? after_read(ctx, query->cursor, &after) : OK;
    if (!s) s = mapping_list(ctx, query->provider, query->cursor ? &after : NULL, limit + 1, &list);
    if (s) return s;
    bool more = page_cut(&list, limit);
    const char *next =
        more ? after_write(ctx, (const CodeMapping *)list.items + list.count - 1) : NULL;
    if (more && !next) return no_memory(ctx);
    return reply_list(ctx, req, &list, &code_mapping_shape, next);
}

static Status api_mapping_write(Ctx *ctx, Request *req)
{
    CodeMapping row = *(const CodeMapping *)request_input(req);
    Status s = mapping_write(ctx, &row);
    return s ? s : reply(ctx, req, &row, &code_mapping_shape);
}

typedef struct QuarantineQuery {
    int64_t reason;
    const char *provider, *cursor;
    int64_t limit;
} QuarantineQuery;

static const Field quarantine_fields[] = {
    FIELD_ENUM(QuarantineQuery, reason, quarantine_reasons, .doc = "Why they are kept aside"),
    FIELD_TEXT(QuarantineQuery, provider, .max = 32, .doc = "Only this provider's events"),
    PAGE_FIELDS(QuarantineQuery), FIELD_END};
static const Shape quarantine_shape =
    SHAPE(QuarantineQuery, quarantine_fields, "Which kept events");

static Status api_quarantine(Ctx *ctx, Request *req)
{
    const QuarantineQuery *query = request_query(req);
    int64_t limit = page_limit(query->limit);
    QuarantineFilter filter = {
        .reason = query->reason, .provider = query->provider, .limit = limit + 1};
    List list;
    const char *next;
    Status s = page_start(ctx, query->cursor, 0, &filter.after_id);
    if (!s) s = quarantine_list(ctx, &filter, &list);
    if (!s) s = page_end(ctx, &list, limit, &quarantined_scan_shape, &next);
    return s ? s : reply_list(ctx, req, &list, &quarantined_scan_shape, next);
}

static Status api_quarantined(Ctx *ctx, Request *req)
{
    int64_t id;
    QuarantinedScan scan;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = quarantine_find(ctx, id, &scan);
    return s ? s : reply(ctx, req, &scan, &quarantined_scan_shape);
}

typedef struct Release {
    int64_t after;    /* where to go on */
    int64_t released; /* in the answer */
} Release;

static const Field release_fields[] = {
    FIELD_ID(Release, after, .doc = "`after` of the answer before; without it, from the oldest"),
    FIELD_END};
static const Shape release_shape = SHAPE(Release, release_fields, "Where to begin");

static const Field released_fields[] = {
    FIELD_INT(Release, released, .doc = "How many were applied"),
    FIELD_ID(Release, after, .doc = "Ask again with this; null when all were looked at"),
    FIELD_END};
static const Shape released_shape = {.name = "Released",
                                     .doc = "What was let go",
                                     .size = sizeof(Release),
                                     .fields = released_fields};

/* So many at once keep the transaction short. */
#define RELEASE_AT_ONCE 5000

static Status api_release(Ctx *ctx, Request *req)
{
    Release out = *(const Release *)request_input(req);
    Status s = quarantine_release(ctx, RELEASE_AT_ONCE, &out.after, &out.released);
    return s ? s : reply(ctx, req, &out, &released_shape);
}

static const Route routes[] = {
    {GET, "/api/v1/mappings", .right = SCAN_REVIEW, .query = &mapping_query_shape,
     .out = &code_mapping_shape, .is_list = true, .run = api_mappings,
     .doc = "What providers' codes mean"},
    {POST, "/api/v1/mappings", .right = SCAN_REVIEW, .writes = true, .whole = "what codes mean is",
     .in = &code_mapping_shape, .out = &code_mapping_shape, .run = api_mapping_write,
     .doc = "Say what a code means; what was said before stays as an older version"},
    {GET, "/api/v1/quarantine", .right = SCAN_REVIEW, .whole = "events kept aside are",
     .query = &quarantine_shape, .out = &quarantined_scan_shape, .is_list = true,
     .run = api_quarantine, .doc = "Events kept aside: of unknown codes, or too far in the future"},
    {GET, "/api/v1/quarantine/{id}", .right = SCAN_REVIEW, .whole = "events kept aside are",
     .out = &quarantined_scan_shape, .run = api_quarantined, .doc = "One kept event, as it came"},
    {POST, "/api/v1/quarantine/release", .right = SCAN_REVIEW, .writes = true, .lane = LANE_LONG,
     .whole = "events kept aside are", .in = &release_shape, .out = &released_shape,
     .run = api_release, .doc = "Apply kept events that can be applied by now"},
    ROUTE_END};

const Slice mapping_slice = {.name = "mapping",
                             .doc = "What providers' codes mean, and events kept aside",
                             .routes = routes};
