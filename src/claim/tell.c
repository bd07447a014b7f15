#include "access/hearing.h"
#include "access/person.h"
#include "claim/claim_keep.h"
#include "customer/timeline.h"
#include "desk/entry.h"

const char *claim_who(const Ctx *ctx)
{
    return ctx->who && ctx->who->login ? ctx->who->login : "system";
}

const char *claim_money(Ctx *ctx, int64_t amount)
{
    return arena_format(ctx->arena, "%lld.%02lld %s", (long long)(amount / 100),
                        (long long)(amount % 100), ctx_currency(ctx));
}

static Status tell_ticket(Ctx *ctx, const Claim *claim, const ClaimNews *news, const char *amount)
{
    TicketEdit edit;
    if (!claim->ticket_id) return OK;
    Status s = ticket_edit_merged(ctx, claim->ticket_id, NONE, &edit);
    if (s == NOT_FOUND) { /* who sees the claim need not see the ticket */
        problem_clear(ctx);
        return OK;
    }
    return s ? s
             : ticket_entry_add_detail(ctx, &edit, ENTRY_MONEY, ENTRY_INTERNAL, "claim", claim->no,
                                       "what", news->what, "amount", amount, "fields", news->fields,
                                       NULL);
}

static Status tell_timeline(Ctx *ctx, const Claim *claim, const char *kind, const char *amount)
{
    const ClaimWaybill *parcels = claim->waybills.items;
    if (!kind || !claim->customer_id) return OK;
    const TimelineEntry entry = {
        .customer_id = claim->customer_id,
        .at = ctx_now(ctx),
        .kind = kind,
        .subject_kind = "claim",
        .subject_id = claim->id,
        .waybill_id = claim->waybills.count ? parcels[0].waybill_id : 0,
        .who = ctx_account_id(ctx),
        .text = amount ? arena_format(ctx->arena, "%s %s", claim->no, amount) : claim->no,
        .key = arena_format(ctx->arena, "%s/%lld/%lld", kind, (long long)claim->id,
                            (long long)claim->version)};
    return entry.key && entry.text ? timeline_add(ctx, &entry) : no_memory(ctx);
}

/* --- listeners --- */

static const Field parcel_fields[] = {
    FIELD_ID(ClaimWaybill, waybill_id, .doc = "Where it is known"),
    FIELD_TEXT(ClaimWaybill, no, .doc = "The number"), FIELD_END};
static const Shape parcel_shape = SHAPE(ClaimWaybill, parcel_fields, "A parcel it is about");

static const Field heard_fields[] = {
    FIELD_ID(Claim, id, .doc = "The claim"),
    FIELD_TEXT(Claim, no, .doc = "Its number"),
    FIELD_INT(Claim, version, .doc = "Rises with every write"),
    FIELD_ENUM(Claim, state, claim_states, .doc = "Where it stands"),
    FIELD_ID(Claim, ticket_id, .doc = "The ticket it belongs to"),
    FIELD_ID(Claim, customer_id, .doc = "Who it is of"),
    FIELD_LIST(Claim, waybills, &parcel_shape, .doc = "What it is about"),
    FIELD_END};
static const Shape heard_shape = SHAPE(Claim, heard_fields, "A claim that changed");

Status claim_tell_feed(Ctx *ctx, const Claim *claim)
{
    const int64_t keys[FEED_KEYS] = {[FEED_KEY_OUTLET] = claim->outlet_id};
    return change_tell(ctx, "claim.changed", &heard_shape, claim, keys);
}

Status claim_tell(Ctx *ctx, const Claim *claim, const ClaimNews *news)
{
    const char *amount = news->amount == NONE ? NULL : claim_money(ctx, news->amount);
    if (news->amount != NONE && !amount) return no_memory(ctx);
    Status s = tell_ticket(ctx, claim, news, amount);
    return s ? s : tell_timeline(ctx, claim, news->kind, amount);
}
