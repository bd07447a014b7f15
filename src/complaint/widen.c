#include "complaint/widen.h"

void widen_begin(Ctx *ctx, Widened *widened)
{
    widened->who = ctx->who;
    if (!ctx->who) return;
    widened->wide = *ctx->who;
    widened->wide.scope_outlet_id = 0;
    ctx->who = &widened->wide;
}

void widen_end(Ctx *ctx, const Widened *widened)
{
    ctx->who = widened->who;
}
