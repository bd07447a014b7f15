#include "access/token.h"

#include "access/access.h"
#include "access/access_internal.h"
#include "access/audit.h"
#include "access/outlet.h"
#include "access/page.h"
#include "access/token_store.h"
#include "base/json.h"

static const Field token_fields[] = {
    FIELD_ID(Token, id, .read_only = true, .doc = "Its id"),
    FIELD_TEXT(Token, name, .required = true, .min = 1, .max = 80, .doc = "What it is for"),
    FIELD_TEXTS(Token, rights, .required = true, .max = 128,
                .doc = "Names of rights; * stands for all"),
    FIELD_TEXT(Token, outlet, .max = 32,
               .doc = "Code of the outlet whose subtree it sees; null: everything"),
    FIELD_ID(Token, outlet_id, .read_only = true, .doc = "That outlet's id"),
    FIELD_ID(Token, customer_id, .doc = "The only customer it sees; null: all"),
    FIELD_ID(Token, created_by_id, .read_only = true, .doc = "Who made it; null: the system"),
    FIELD_TIME(Token, created_at, .read_only = true, .doc = "When it was made"),
    FIELD_TIME(Token, expires_at, .doc = "From when it no longer holds; null: never"),
    FIELD_TIME(Token, revoked_at, .read_only = true, .doc = "When it was revoked"),
    FIELD_TIME(Token, used_at, .read_only = true, .doc = "When it was last used, to the hour"),
    FIELD_TEXT(Token, secret, .read_only = true,
               .doc = "The token itself; shown only in the answer that makes it"),
    FIELD_END,
};
const Shape token_shape = SHAPE(Token, token_fields, "How a machine asks");

/* A token holds no more than its maker, and sees no more. */
static Status check_rights(Ctx *ctx, const Token *token)
{
    RightSet wanted;
    Status s = rights_from_names(ctx, "rights", &token->rights, &wanted);
    if (s || !ctx->who || rights_cover(&ctx->who->rights, &wanted)) return s;
    return fail(ctx, FORBIDDEN, "a token cannot hold more rights than you do");
}

static Status check_place(Ctx *ctx, Token *token)
{
    Outlet outlet = {0};
    if (scope_customer(ctx) && token->customer_id != scope_customer(ctx))
        return fail(ctx, FORBIDDEN, "only tokens of your own company");
    if (!token->outlet && scope_outlet(ctx))
        return fail(ctx, FORBIDDEN, "only tokens of your own outlets");
    Status s = token->outlet ? outlet_find(ctx, token->outlet, &outlet) : OK;
    if (s == NOT_FOUND) return fail_field(ctx, "outlet", "there is no outlet %.40s", token->outlet);
    token->outlet_id = outlet.id;
    token->outlet = outlet.code;
    return s;
}

static Status audit_token(Ctx *ctx, const Token *token)
{
    Token shown = *token;
    Buf detail;
    shown.secret = NULL;
    buf_init(&detail, ctx->arena);
    json_encode(&detail, &token_shape, &shown, &(View){0});
    Status s = buf_check(ctx, &detail);
    return s ? s : audit_write(ctx, "token.create", "token", token->id, detail.data);
}

Status token_create(Ctx *ctx, Token *token)
{
    unsigned char hash[SECRET_HASH_BYTES];
    Status s = check_rights(ctx, token);
    if (!s) s = check_place(ctx, token);
    if (s) return s;
    if (token->expires_at != NONE && token->expires_at <= ctx_now(ctx))
        return fail_field(ctx, "expires_at", "this instant has passed");
    token->id = ctx_id(ctx);
    token->created_by_id = ctx->who ? ctx->who->id : 0;
    token->created_at = ctx_now(ctx);
    token->revoked_at = token->used_at = NONE;
    s = secret_make(ctx, "token", "pd_", &token->secret, hash);
    if (!s) s = token_insert(ctx, token, hash);
    return s ? s : audit_token(ctx, token);
}

/* Ending what holds more than one has is no less power than giving it. */
static Status check_power(Ctx *ctx, int64_t id)
{
    List list = {NULL, 0};
    Status s = ctx->who ? token_rows(ctx, id - 1, 1, &list) : OK;
    const Token *token = list.items;
    if (s || !list.count || token->id != id) return s;
    RightSet rights = rights_from_stored(&token->rights);
    if (rights_cover(&ctx->who->rights, &rights)) return OK;
    return fail(ctx, FORBIDDEN, "the token holds more than you do");
}

Status token_revoke(Ctx *ctx, int64_t id)
{
    int64_t changed = 0;
    Status s = check_power(ctx, id);
    if (!s) s = token_end(ctx, id, &changed);
    if (!s && !changed) return fail(ctx, NOT_FOUND, "there is no such token that holds");
    if (!s) s = audit_write(ctx, "token.revoke", "token", id, NULL);
    return s ? s : access_forget(ctx);
}

Status token_list(Ctx *ctx, int64_t limit, const char *cursor, List *out, const char **next)
{
    int64_t after;
    Status s = page_start(ctx, cursor, 0, &after);
    if (!s) s = token_rows(ctx, after, limit + 1, out);
    return s ? s : page_end(ctx, out, limit, &token_shape, next);
}
