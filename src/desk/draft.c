#include "desk/draft.h"

#include "access/person.h"
#include "desk/entry.h"
#include "desk/link_store.h"

static const Field draft_fields[] = {
    FIELD_ID(Draft, ticket_id, .read_only = true, .doc = "The ticket"),
    FIELD_INT(Draft, version, .max = INT32_MAX,
              .doc = "Rises with every write; 0 where there is none yet"),
    FIELD_ENUM(Draft, kind, entry_said_kinds, .doc = "What it is to become; null: not said"),
    FIELD_ENUM(Draft, direction, entry_directions, .doc = "Of messages and calls"),
    FIELD_ENUM(Draft, channel, ticket_channels, .doc = "By which way; null: the ticket's own"),
    FIELD_BOOL(Draft, missed, .doc = "Of a call: nobody answered it"),
    FIELD_TEXT(Draft, text, .writing = WRITING_LINES, .max = ENTRY_TEXT_MAX,
               .doc = "What was begun: your own words, whole, and sealed at rest"),
    FIELD_TIME(Draft, changed_at, .read_only = true, .doc = "When it was last written"),
    FIELD_END};
const Shape draft_shape = SHAPE(Draft, draft_fields, "What you have begun to write on a ticket");

/* The account of ctx's person, who must see the ticket. */
static Status own_account(Ctx *ctx, int64_t ticket_id, int64_t *id)
{
    *id = 0;
    if (!ctx->who || ctx->who->kind != PERSON_HUMAN)
        return fail(ctx, FORBIDDEN, "that is for people who signed in");
    *id = ctx->who->id;
    return ticket_visible(ctx, ticket_id);
}

Status draft_find(Ctx *ctx, int64_t ticket_id, Draft *out)
{
    int64_t account_id;
    Status s = own_account(ctx, ticket_id, &account_id);
    if (s) return s;
    s = ticket_draft_store_find(ctx, account_id, ticket_id, out);
    if (s != NOT_FOUND) return s;
    *out = (Draft){.ticket_id = ticket_id,
                   .kind = NONE,
                   .direction = NONE,
                   .channel = NONE,
                   .changed_at = NONE};
    return OK;
}

static Status written_elsewhere(Ctx *ctx)
{
    return fail(ctx, STALE, "your draft was written elsewhere in the meantime");
}

Status draft_put(Ctx *ctx, int64_t ticket_id, const Draft *in, Draft *out)
{
    int64_t account_id;
    bool written = false;
    Status s = own_account(ctx, ticket_id, &account_id);
    *out = *in;
    out->ticket_id = ticket_id;
    out->version = in->version + 1;
    out->changed_at = ctx_now(ctx);
    if (!s) s = ticket_draft_store_put(ctx, account_id, out, &written);
    return s || written ? s : written_elsewhere(ctx);
}

Status draft_remove(Ctx *ctx, int64_t ticket_id, int64_t version)
{
    int64_t account_id;
    Draft other;
    bool removed = false;
    Status s = own_account(ctx, ticket_id, &account_id);
    if (!s) s = ticket_draft_store_delete(ctx, account_id, ticket_id, version, &removed);
    if (s || removed) return s;
    s = ticket_draft_store_find(ctx, account_id, ticket_id, &other);
    if (s == NOT_FOUND) return OK;
    return s ? s : written_elsewhere(ctx);
}
