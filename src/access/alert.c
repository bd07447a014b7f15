#include "access/alert.h"

#include "access/alert_store.h"

static const Name alert_kinds[] = {
    {"factor_reset", ALERT_FACTOR_RESET, "The second factor was taken away"},
    {"sessions_ended", ALERT_SESSIONS_ENDED, "Sessions were ended"},
    {"password_reset", ALERT_PASSWORD_RESET, "A new one-time password was given"},
    {"recovery_used", ALERT_RECOVERY_USED, "Somebody signed in with a recovery code"},
    {NULL}};

static const Field alert_fields[] = {
    FIELD_ENUM(Alert, kind, alert_kinds, .doc = "What was done"),
    FIELD_TIME(Alert, at, .doc = "When"),
    FIELD_TEXT(Alert, who, .colleague = true,
               .doc = "The login that did it; null: on the machine, or oneself"),
    FIELD_END,
};
const Shape alert_shape = SHAPE(Alert, alert_fields, "What one should know of one's sign-in");

static bool is_own(const Ctx *ctx, int64_t account_id)
{
    return ctx->who && ctx->who->kind == PERSON_HUMAN && ctx->who->id == account_id;
}

Status alert_write(Ctx *ctx, int64_t account_id, AlertKind kind)
{
    bool own = kind == ALERT_RECOVERY_USED;
    if (!own && is_own(ctx, account_id)) return OK;
    const Alert alert = {
        .kind = kind, .at = ctx_now(ctx), .who = ctx->who && !own ? ctx->who->login : NULL};
    return alert_store_put(ctx, account_id, &alert);
}

static Status own_check(Ctx *ctx)
{
    if (ctx->who && ctx->who->kind == PERSON_HUMAN) return OK;
    return fail(ctx, FORBIDDEN, "only a signed-in person is told of their sign-in");
}

Status alert_list(Ctx *ctx, List *out)
{
    Status s = own_check(ctx);
    return s ? s : alert_store_rows(ctx, ctx->who->id, out);
}

Status alert_clear(Ctx *ctx)
{
    Status s = own_check(ctx);
    return s ? s : alert_store_clear(ctx, ctx->who->id);
}
