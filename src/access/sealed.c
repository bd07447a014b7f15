#include "access/sealed.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"

Status sealed_value(Ctx *ctx, const SealedFields *fields, const void *thing, DbValue *out)
{
    Buf text;
    Sealed sealed;
    Status s = shape_check(ctx, fields->shape, thing);
    if (s) return s;
    buf_init(&text, ctx->arena);
    json_encode(&text, fields->shape, thing, &(View){.unmask = true});
    s = buf_check(ctx, &text);
    if (!s) s = key_seal(ctx, fields->purpose, text.data, &sealed);
    if (!s) *out = db_blob(sealed.bytes, sealed.length);
    return s;
}

/* The same shape, its fields without bounds. */
static Status make_boundless(Ctx *ctx, const Shape *shape, Shape *out)
{
    size_t count = shape_width(shape);
    Field *fields = ARENA_ARRAY(ctx->arena, count + 1, Field);
    if (!fields) return no_memory(ctx);
    memcpy(fields, shape->fields, (count + 1) * sizeof *fields);
    for (size_t i = 0; i < count; i++) {
        fields[i].required = false;
        fields[i].min = INT64_MIN + 1;
        fields[i].max = fields[i].item_max = INT64_MAX;
    }
    *out = *shape;
    out->fields = fields;
    return OK;
}

/* What was stored opens, whatever the bounds were when it was written. */
static Status decode_stored(Ctx *ctx, const Shape *shape, void *thing, const char *text)
{
    Shape boundless;
    Status s = json_decode(ctx, shape, thing, text, strlen(text));
    if (s != INVALID) return s;
    problem_clear(ctx);
    s = make_boundless(ctx, shape, &boundless);
    return s ? s : json_decode(ctx, &boundless, thing, text, strlen(text));
}

Status sealed_open(Ctx *ctx, const SealedFields *fields, const void *bytes, size_t length,
                   void *thing)
{
    const char *text;
    if (!length) return OK;
    Status s = key_unseal(ctx, fields->purpose, bytes, length, &text);
    if (s) return s;
    void *opened = arena_alloc(ctx->arena, fields->shape->size);
    if (!opened) return no_memory(ctx);
    s = decode_stored(ctx, fields->shape, opened, text);
    if (s == INVALID)
        return fail(ctx, INTERNAL, "what is sealed as %s has another shape", fields->purpose);
    if (!s) shape_merge(fields->shape, thing, opened);
    return s;
}

Status sealed_read(Ctx *ctx, const SealedFields *fields, Rows *rows, int column, void *thing)
{
    size_t length;
    const void *bytes = rows_blob(rows, column, &length);
    return sealed_open(ctx, fields, bytes, length, thing);
}
