/* Any bytes as the target of a request and as the values of its headers: path, query, route,
 * cursor, forwarded addresses, lists of codings. */
#include <string.h>

#include "fuzz.h"
#include "http/address.h"
#include "http/request.h"

typedef struct Filter {
    const char *stage, *cursor;
    int64_t limit, from, id;
    bool open;
} Filter;

static const Field filter_fields[] = {FIELD_TEXT(Filter, stage, .max = 20),
                                      FIELD_TEXT(Filter, cursor, .max = 120),
                                      FIELD_INT(Filter, limit, .min = 1, .max = 200),
                                      FIELD_DATE(Filter, from),
                                      FIELD_ID(Filter, id),
                                      FIELD_BOOL(Filter, open),
                                      FIELD_END};
static const Shape filter_shape = SHAPE(Filter, filter_fields, "Which rows");

static Status run(Ctx *ctx, Request *req)
{
    return fail(ctx, INTERNAL, "nobody runs %p", (void *)req);
}

static const Route routes[] = {{GET, "/", .run = run},          {GET, "/a", .run = run},
                               {GET, "/a/{x}", .run = run},     {POST, "/a/{x}", .run = run},
                               {GET, "/a/b/{y}", .run = run},   {GET, "/a/{x}/c/{y}", .run = run},
                               {GET, "/a/b/c/{z}", .run = run}, ROUTE_END};
static const Route *const tables[] = {routes, NULL};

static void fuzz_path(Ctx *ctx, const char *text, size_t length)
{
    Router *router;
    Path path;
    Match match;
    if (path_decode(ctx->arena, text, length, &path) != URI_OK) return;
    for (size_t i = 0; i < path.count; i++)
        fuzz_demand(*path.segments[i] && !strchr(path.segments[i], '/') &&
                    strcmp(path.segments[i], "..") != 0);
    fuzz_demand(router_new(ctx, tables, &router) == OK);
    router_match(router, GET, &path, &match);
    fuzz_demand(!match.endpoint || match.allowed & 1u << GET);
    for (size_t i = 0; match.endpoint && i < match.endpoint->name_count; i++)
        fuzz_demand(match.values[i] != NULL);
    router_release(router);
}

static void fuzz_query(Ctx *ctx, const char *text)
{
    Filter filter;
    Query *query = ARENA_NEW(ctx->arena, Query);
    int64_t keys[2];
    shape_clear(&filter_shape, &filter);
    if (query_decode(ctx->arena, text, query) != URI_OK) return;
    for (size_t i = 0; i < query->count; i++) {
        const Parameter *parameter = &query->items[i];
        const Field *field = shape_field(&filter_shape, parameter->name);
        fuzz_demand(strlen(parameter->value) == parameter->length);
        if (field &&
            field_from_text(ctx, field, &filter, parameter->value, parameter->length, NULL))
            fuzz_demand(ctx->problem.message[0] != 0);
    }
    if (filter.cursor && cursor_read(ctx, filter.cursor, keys, 2) == OK)
        fuzz_demand(strcmp(cursor_make(ctx, keys, 2), filter.cursor) == 0);
}

static void fuzz_headers(const char *text)
{
    static Network ten = {{{[10] = 0xFF, [11] = 0xFF, [12] = 10}}, 104};
    const Networks trusted = {&ten, 1};
    Address peer;
    fuzz_demand(address_parse("10.0.0.1", &peer));
    Address behind = address_behind(&trusted, &peer, text);
    char name[ADDRESS_TEXT];
    address_format(&behind, name);
    fuzz_demand(address_parse(name, &peer) && memcmp(&peer, &behind, sizeof peer) == 0);
    if (header_lists(text, "gzip")) fuzz_demand(strcasestr(text, "gzip") != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    Ctx ctx;
    fuzz_begin(&ctx);
    char *text = arena_text_n(ctx.arena, (const char *)bytes, length);
    length = strcspn(text, "?");
    fuzz_path(&ctx, text, length);
    fuzz_query(&ctx, text[length] ? text + length + 1 : text);
    fuzz_headers(text);
    fuzz_end(&ctx);
    return 0;
}
