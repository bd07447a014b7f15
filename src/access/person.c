#include "access/person.h"

bool ctx_may(Ctx *ctx, int right)
{
    if (!ctx->who || right == RIGHT_PUBLIC) return true;
    if (right == RIGHT_SIGNED_IN) return ctx->who->kind != PERSON_NOBODY;
    return rights_has(&ctx->who->rights, right);
}

Status ctx_demand(Ctx *ctx, int right)
{
    if (ctx_may(ctx, right)) return OK;
    return fail(ctx, FORBIDDEN, "the right %s is needed", right_name(right));
}

int64_t scope_outlet(Ctx *ctx)
{
    return ctx->who ? ctx->who->scope_outlet_id : 0;
}

int64_t scope_customer(Ctx *ctx)
{
    return ctx->who ? ctx->who->scope_customer_id : 0;
}
