#include <string.h>

#include "claim/claim.h"
#include "desk/desk.h"
#include "portal/request.h"

enum { CLAIMS_LOOKED_AT = 50 };

/* Loss, shortage and damage are one thing, delay another: claim/overlap.h. */
static bool stands(const Claim *claim, const RequestAsk *ask)
{
    bool same = (claim->kind == CLAIM_KIND_DELAY) == (ask->about == CLAIM_KIND_DELAY);
    return same && claim->ticket_id && claim->state != CLAIM_REJECTED &&
           claim->state != CLAIM_WITHDRAWN;
}

static Status find_own(Ctx *ctx, const Visitor *visitor, int64_t ticket_id, Ticket *out, bool *own)
{
    Ticket ticket;
    Status s = ticket_find(ctx, ticket_id, &ticket);
    if (!s) s = request_find(ctx, visitor, ticket.no, out);
    *own = !s;
    if (s == NOT_FOUND) problem_clear(ctx);
    return s == NOT_FOUND ? OK : s;
}

Status request_claim_standing(Ctx *ctx, const Visitor *visitor, const RequestAsk *ask, Ticket *out,
                              bool *own)
{
    Waybill parcel;
    List claims;
    const char *next;
    ClaimFilter filter;
    shape_clear(&claim_filter_shape, &filter);
    *own = false;
    Status s = portal_parcel(ctx, visitor, ask->no, &parcel);
    if (s) return s;
    filter.waybill = parcel.no;
    filter.limit = CLAIMS_LOOKED_AT;
    s = claim_list(ctx, &filter, &claims, &next);
    for (size_t i = 0; !s && !*own && i < claims.count; i++) {
        const Claim *claim = &((const Claim *)claims.items)[i];
        if (stands(claim, ask)) s = find_own(ctx, visitor, claim->ticket_id, out, own);
    }
    return s;
}

static bool may_be_same(const Ticket *row, const char *subject)
{
    bool open = !ticket_type_is_final(row->type) && row->type != TYPE_RESOLVED;
    return open && row->kind == TICKET_COMPLAINT && row->subject &&
           strcmp(row->subject, subject) == 0;
}

Status request_same(Ctx *ctx, const Visitor *visitor, const RequestWords *words, Ticket *out,
                    bool *found)
{
    List list;
    *found = false;
    Status s = request_list(ctx, visitor, &list);
    for (size_t i = 0; !s && !*found && i < list.count; i++) {
        const Ticket *row = &((const Ticket *)list.items)[i];
        if (!may_be_same(row, words->subject)) continue;
        s = ticket_find(ctx, row->id, out);
        *found = !s && portal_is_contact(ctx, visitor, out->contact_phone, out->contact_email) &&
                 out->description && strcmp(out->description, words->description) == 0;
    }
    return s;
}
