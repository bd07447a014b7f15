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

/* A page goes on after a row's key: provider, code and action, a tab after each, and a full stop,
 * since tabs at the end of a text that is given are taken off. */
static Status after_read(Ctx *ctx, const char *cursor, CodeMapping *after)
{
    char *rest = arena_text(ctx->arena, cursor);
    if (!rest) return no_memory(ctx);
    after->provider = strsep(&rest, "\t");
    after->code = strsep(&rest, "\t");
    after->action = strsep(&rest, "\t");
    return rest ? OK : fail_field(ctx, "cursor", "this cursor was not given out here");
}

static const char *after_write(Ctx *ctx, const CodeMapping *last)
{
    return arena_format(ctx->arena, "%s\t%s\t%s\t.", last->provider, last->code ? last->code : "",
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

typedef struct MappingKey {
    const char *provider, *code, *action, *cursor;
    int64_t limit;
} MappingKey;

static const Field key_fields[] = {
    FIELD_TEXT(MappingKey, provider, .required = true, .max = 32, .doc = "Whose code it is"),
    FIELD_TEXT(MappingKey, code, .max = 64,
               .doc = "The provider's code; empty where there is none"),
    FIELD_TEXT(MappingKey, action, .max = 64, .doc = "The provider's action; empty: any"),
    PAGE_FIELDS(MappingKey), FIELD_END};
static const Shape key_shape = SHAPE(MappingKey, key_fields, "Which code");

static Status api_versions(Ctx *ctx, Request *req)
{
    const MappingKey *key = request_query(req);
    int64_t before, limit = page_limit(key->limit);
    CodeMapping of = {.provider = key->provider,
                      .code = key->code ? key->code : "",
                      .action = key->action ? key->action : ""};
    List list;
    const char *next = NULL;
    Status s = page_start(ctx, key->cursor, INT64_MAX, &before);
    if (!s) s = mapping_versions(ctx, &of, before, limit + 1, &list);
    if (s) return s;
    if (page_cut(&list, limit)) {
        const CodeMapping *last = (const CodeMapping *)list.items + list.count - 1;
        next = cursor_make(ctx, &last->version, 1);
        if (!next) return no_memory(ctx);
    }
    return reply_list(ctx, req, &list, &code_mapping_shape, next);
}

static const Route routes[] = {
    {GET, "/api/v1/mappings", .right = SCAN_REVIEW, .query = &mapping_query_shape,
     .out = &code_mapping_shape, .is_list = true, .run = api_mappings,
     .doc = "What providers' codes mean"},
    {POST, "/api/v1/mappings", .right = SCAN_REVIEW, .writes = true, .whole = "what codes mean is",
     .in = &code_mapping_shape, .out = &code_mapping_shape, .run = api_mapping_write,
     .doc = "Say what a code means; what was said before stays as an older version"},
    {GET, "/api/v1/mappings/versions", .right = SCAN_REVIEW, .query = &key_shape,
     .out = &code_mapping_shape, .is_list = true, .run = api_versions,
     .doc = "What a code meant, the newest version first"},
    ROUTE_END};

const Slice mapping_slice = {
    .name = "mapping", .doc = "What providers' codes mean", .routes = routes};
