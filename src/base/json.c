#include "base/json.h"

#include "base/ctx.h"
#include "base/json_shape.h"

static void *the_thing(void *user)
{
    return user;
}

static Status keep_going(ShapeReader *reader)
{
    (void)reader;
    return OK;
}

Status json_decode(Ctx *ctx, const Shape *shape, void *thing, const char *text, size_t length)
{
    ShapeReader reader;
    shape_reader_init(&reader, ctx, shape, 0);
    reader.fresh = the_thing;
    reader.whole = keep_going;
    reader.user = thing;
    shape_clear(shape, thing);
    JsonYajl *yajl = json_yajl_new(ctx->arena, &shape_reader_callbacks, &reader, false);
    if (!yajl) return no_memory(ctx);
    Status s = json_yajl_feed(ctx, yajl, text, length);
    if (!s) s = json_yajl_end(ctx, yajl);
    return reader.stop ? reader.stop : s;
}
