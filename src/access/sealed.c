#include "access/sealed.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"

Status sealed_value(Ctx *ctx, const SealedFields *fields, const void *thing, DbValue *out)
{
    Buf text;
    Sealed sealed;
    buf_init(&text, ctx->arena);
    json_encode(&text, fields->shape, thing, &(View){.unmask = true});
    Status s = buf_check(ctx, &text);
    if (!s) s = key_seal(ctx, fields->purpose, text.data, &sealed);
    if (!s) *out = db_blob(sealed.bytes, sealed.length);
    return s;
}

Status sealed_read(Ctx *ctx, const SealedFields *fields, Rows *rows, int column, void *thing)
{
    size_t length;
    const char *text;
    const void *bytes = rows_blob(rows, column, &length);
    if (!length) return OK;
    Status s = key_unseal(ctx, fields->purpose, bytes, length, &text);
    if (s) return s;
    void *opened = arena_alloc(ctx->arena, fields->shape->size);
    if (!opened) return no_memory(ctx);
    s = json_decode(ctx, fields->shape, opened, text, strlen(text));
    if (s == INVALID)
        return fail(ctx, INTERNAL, "what is sealed as %s has another shape", fields->purpose);
    if (!s) shape_merge(fields->shape, thing, opened);
    return s;
}
