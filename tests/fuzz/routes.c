/* Any bytes as what a route is asked with: the first two choose the route among those of all
 * slices, the rest is its body by its fields (policies, plans, templates, filters, rows …) or,
 * after a zero byte, its query. */
#include <string.h>

#include "base/json.h"
#include "base/upsert.h"
#include "fuzz.h"
#include "http/request.h"
#include "slices.h"

enum { PIECES = 3, BODY_MOST = 2048 };

/* The route of that number, counted round. */
static const Route *route_of(size_t number)
{
    size_t count = 0;
    for (const Slice *const *slice = slices; *slice; slice++)
        for (const Route *route = (*slice)->routes; route && route->path; route++)
            count++;
    number %= count;
    for (const Slice *const *slice = slices; *slice; slice++)
        for (const Route *route = (*slice)->routes; route && route->path; route++)
            if (number-- == 0) return route;
    return NULL;
}

/* What was decoded can be encoded, and is JSON. */
static void fuzz_body(Ctx *ctx, const Shape *shape, const char *body, size_t length)
{
    const View view = {.unmask = true};
    Json *tree;
    Buf written;
    void *input = arena_alloc(ctx->arena, shape->size);
    fuzz_demand(input != NULL);
    if (json_decode(ctx, shape, input, body, length)) {
        fuzz_demand(ctx->problem.message[0] != 0);
        return;
    }
    buf_init(&written, ctx->arena);
    json_encode(&written, shape, input, &view);
    fuzz_demand(json_parse(ctx, written.data, written.length, &tree) == OK);
}

static void fuzz_rows(Ctx *ctx, const Shape *shape, const char *body, size_t length)
{
    static const RowFormat formats[] = {ROWS_CSV, ROWS_NDJSON, ROWS_JSON};
    UpsertRow *rows;
    size_t count;
    if (length > BODY_MOST) return;
    for (size_t i = 0; i < PIECES; i++) {
        const BodyRules rules = {.format = formats[i], .zone = "Asia/Shanghai"};
        problem_clear(ctx);
        Status s = upsert_decode(ctx, shape, &rules, body, length, &rows, &count);
        fuzz_demand(!s || ctx->problem.message[0]);
    }
}

static void fuzz_query(Ctx *ctx, const Shape *shape, const char *text)
{
    Query *query = ARENA_NEW(ctx->arena, Query);
    void *input = arena_alloc(ctx->arena, shape->size);
    fuzz_demand(query && input);
    shape_clear(shape, input);
    if (query_decode(ctx->arena, text, query) != URI_OK) return;
    for (size_t i = 0; i < query->count; i++) {
        const Parameter *given = &query->items[i];
        const Field *field = shape_field(shape, given->name);
        if (!field) continue;
        problem_clear(ctx);
        Status s = field_from_text(ctx, field, input, given->value, given->length, NULL);
        fuzz_demand(!s || ctx->problem.message[0]);
    }
    Status s = shape_check(ctx, shape, input);
    fuzz_demand(!s || ctx->problem.message[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (length < 3) return 0;
    Ctx ctx;
    fuzz_begin(&ctx);
    const Route *route = route_of((size_t)bytes[0] << 8 | bytes[1]);
    char *text = arena_text_n(ctx.arena, (const char *)bytes + 2, length - 2);
    if (bytes[2] == 0 && route->query) {
        fuzz_query(&ctx, route->query, text + 1);
    } else if (route->in) {
        fuzz_body(&ctx, route->in, text, length - 2);
        fuzz_rows(&ctx, route->in, text, length - 2);
    }
    fuzz_end(&ctx);
    return 0;
}
