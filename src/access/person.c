#include "access/person.h"

bool ctx_may(Ctx *ctx, int right)
{
    if (!ctx->who || right == RIGHT_PUBLIC) return true;
    if (right == RIGHT_SIGNED_IN) return ctx->who->kind != PERSON_NOBODY;
    return rights_has(&ctx->who->rights, right);
}

int64_t ctx_account_id(const Ctx *ctx)
{
    return ctx->who && ctx->who->kind == PERSON_HUMAN ? ctx->who->id : 0;
}

const char *ctx_login(const Ctx *ctx)
{
    return ctx->who ? ctx->who->login : NULL;
}

int64_t scope_outlet(Ctx *ctx)
{
    return ctx->who ? ctx->who->scope_outlet_id : 0;
}

int64_t scope_customer(Ctx *ctx)
{
    return ctx->who ? ctx->who->scope_customer_id : 0;
}

Status scope_check_whole(Ctx *ctx, const char *what)
{
    if (!scope_outlet(ctx) && !scope_customer(ctx)) return OK;
    return fail(ctx, FORBIDDEN, "%s the whole company's: you are limited to %s", what,
                scope_outlet(ctx) ? "an outlet" : "a customer");
}

Status scope_check_staff(Ctx *ctx)
{
    if (!scope_customer(ctx)) return OK;
    return fail(ctx, FORBIDDEN,
                "this is for the company's own people: you are limited to a customer");
}
