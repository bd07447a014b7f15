#include "access/access.h"
#include "access/access_store.h"
#include "access/account.h"
#include "access/alert.h"
#include "access/audit.h"
#include "access/session.h"

static const Field session_fields[] = {
    FIELD_ID(Session, id, .doc = "Its id"),
    FIELD_TIME(Session, created_at, .doc = "When it began"),
    FIELD_TIME(Session, seen_at, .doc = "When it was last used, to the minute"),
    FIELD_TIME(Session, expires_at, .doc = "When it ends if it is not used"),
    FIELD_TEXT(Session, agent, .doc = "What the browser called itself"),
    FIELD_TEXT(Session, address, .doc = "From where it began, without its last part"),
    FIELD_BOOL(Session, current, .doc = "The one that asks"),
    FIELD_END,
};
const Shape session_shape = SHAPE(Session, session_fields, "A sign-in that holds");

static Status reach_check(Ctx *ctx, int64_t account_id)
{
    Account account;
    if (!ctx->who) return OK;
    if (ctx->who->kind == PERSON_HUMAN && ctx->who->id == account_id) return OK;
    if (!ctx_may(ctx, PEOPLE_WRITE)) return fail(ctx, FORBIDDEN, "only your own sessions");
    Status s = account_find(ctx, account_id, &account);
    return s ? s : account_check_target(ctx, &account);
}

Status session_list(Ctx *ctx, int64_t account_id, List *out)
{
    Status s = reach_check(ctx, account_id);
    if (!s) s = session_rows(ctx, account_id, ctx_now(ctx), out);
    Session *sessions = out->items;
    for (size_t i = 0; !s && ctx->who && i < out->count; i++)
        sessions[i].current =
            ctx->who->kind == PERSON_HUMAN && sessions[i].id == ctx->who->session_id;
    return s;
}

Status session_revoke(Ctx *ctx, int64_t account_id, int64_t id)
{
    bool found = true;
    int64_t mine = ctx->who && ctx->who->kind == PERSON_HUMAN ? ctx->who->session_id : 0;
    Status s = reach_check(ctx, account_id);
    if (!s && id) s = session_remove_of(ctx, account_id, id, &found);
    if (!s && !id) s = session_remove_others(ctx, account_id, mine);
    if (!s && !found) return fail(ctx, NOT_FOUND, "there is no such session that holds");
    if (!s) s = alert_write(ctx, account_id, ALERT_SESSIONS_ENDED);
    if (!s) s = audit_write(ctx, "session.revoke", "account", account_id, NULL);
    return s ? s : access_forget(ctx);
}
