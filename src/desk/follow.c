#include "desk/follow.h"

#include "access/person.h"
#include "desk/entry_store.h"
#include "desk/ticket.h"

static const Field follower_fields[] = {
    FIELD_ID(Follower, account_id, .doc = "Account"),
    FIELD_TEXT(Follower, login, .colleague = true, .doc = "Its login"), FIELD_END};
const Shape follower_shape = SHAPE(Follower, follower_fields, "Somebody who follows a ticket");

static Status own_account(Ctx *ctx, int64_t ticket_id, int64_t *id)
{
    if (!ctx->who || ctx->who->kind != PERSON_HUMAN)
        return fail(ctx, FORBIDDEN, "that is for people who signed in");
    *id = ctx->who->id;
    return ticket_visible(ctx, ticket_id);
}

Status ticket_follow(Ctx *ctx, int64_t ticket_id, bool follows)
{
    int64_t account_id = 0;
    Status s = own_account(ctx, ticket_id, &account_id);
    if (s) return s;
    return follows ? follower_store_put(ctx, ticket_id, account_id)
                   : follower_store_remove(ctx, ticket_id, account_id);
}

Status ticket_seen(Ctx *ctx, int64_t ticket_id, int64_t entry_id)
{
    int64_t account_id = 0;
    Entry entry;
    Status s = own_account(ctx, ticket_id, &account_id);
    if (s) return s;
    s = entry_store_find(ctx, ticket_id, entry_id, scope_customer(ctx) != 0, &entry);
    if (s == NOT_FOUND) return fail_field(ctx, "entry_id", "is not one of the ticket's entries");
    return s ? s : follower_store_seen(ctx, ticket_id, account_id, entry_id);
}

Status ticket_followers(Ctx *ctx, int64_t ticket_id, List *out)
{
    Status s = ticket_visible(ctx, ticket_id);
    return s ? s : follower_store_list(ctx, ticket_id, out);
}
