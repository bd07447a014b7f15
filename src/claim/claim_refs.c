#include <string.h>

#include "access/masked.h"
#include "access/outlet.h"
#include "access/person.h"
#include "base/phone.h"
#include "base/text.h"
#include "claim/claim_keep.h"
#include "claim/claim_store.h"
#include "claim/party.h"
#include "desk/ticket.h"
#include "waybill/carrier.h"
#include "waybill/number.h"
#include "waybill/waybill.h"

Status claim_owner(Ctx *ctx, const char *login, Claim *claim)
{
    int64_t id = 0;
    if (!login) return OK;
    Status s = *login ? claim_store_account(ctx, login, &id) : OK;
    if (s) return s;
    if (*login && !id) return fail_field(ctx, "owner", "nobody signs in as \"%.60s\"", login);
    claim->owner_id = id;
    claim->owner = *login ? login : NULL;
    return OK;
}

Status claim_check_claimant(Ctx *ctx, const Claimant *claimant)
{
    const char *phone;
    if (!claimant) return OK;
    if (claimant->name && *claimant->name) {
        const char *name = text_normal(ctx->arena, claimant->name);
        if (!name) return no_memory(ctx);
        if (!*name) return fail_field(ctx, "claimant.name", "is blank");
    }
    if (!claimant->phone || !*claimant->phone) return OK;
    Status s = phone_normal(ctx, claimant->phone, &phone);
    return s == INVALID ? fail_field(ctx, "claimant.phone", "is not a phone number") : s;
}

static Status find_ticket(Ctx *ctx, int64_t id, Ticket *ticket)
{
    Status s = ticket_find(ctx, id, ticket);
    if (s != NOT_FOUND) return s;
    problem_clear(ctx);
    return fail_field(ctx, "ticket_id", "there is no ticket %lld", (long long)id);
}

/* A parcel in its normal form, with its row where the number says whose it is. */
static Status ref_parcel(Ctx *ctx, ClaimWaybill *parcel, Claim *claim, int64_t *payer_id)
{
    char no[NUMBER_MAX + 1], carrier[CARRIER_MAX + 1] = "";
    List found;
    Status s = number_normalise(ctx, parcel->no, no);
    if (!s && parcel->carrier && *parcel->carrier)
        s = carrier_normalise(ctx, parcel->carrier, carrier);
    if (!s) s = claim_store_parcels(ctx, no, carrier, &found);
    if (!s && *carrier && found.count != 1) s = carrier_check(ctx, carrier);
    if (s) return s;
    const ClaimParcel *row = found.count == 1 ? found.items : NULL;
    parcel->no = arena_text(ctx->arena, no);
    parcel->carrier = arena_text(ctx->arena, row ? row->carrier : carrier);
    parcel->waybill_id = row ? row->waybill_id : 0;
    if (!parcel->no || !parcel->carrier) return no_memory(ctx);
    if (row && !claim->outlet_id) claim->outlet_id = row->outlet_id;
    if (row && !*payer_id) *payer_id = row->customer_id;
    return OK;
}

static Status ref_parcels(Ctx *ctx, const List *given, Claim *claim, int64_t *payer_id)
{
    ClaimWaybill *parcels = ARENA_ARRAY(ctx->arena, given->count, ClaimWaybill);
    if (!parcels) return no_memory(ctx);
    if (given->count) memcpy(parcels, given->items, given->count * sizeof *parcels);
    claim->waybills = (List){parcels, given->count};
    Status s = OK;
    for (size_t i = 0; i < given->count && !s; i++)
        s = ref_parcel(ctx, &parcels[i], claim, payer_id);
    return s;
}

static int64_t usable(int64_t amount)
{
    return amount < 0 || amount > AMOUNT_MAX ? NONE : amount;
}

/* Of a claim about one parcel that is known, what its order says. */
static Status value_parcel(Ctx *ctx, Claim *claim)
{
    const ClaimWaybill *parcel = claim->waybills.items;
    Waybill waybill;
    if (claim->waybills.count != 1 || !parcel->waybill_id) return OK;
    Status s = waybill_find_id(ctx, parcel->waybill_id, &waybill);
    if (s == NOT_FOUND) {
        problem_clear(ctx);
        return OK;
    }
    if (s) return s;
    if (claim->insured == NONE) claim->insured = usable(waybill.insured);
    if (claim->freight == NONE) claim->freight = usable(waybill.fee);
    return OK;
}

static Status ref_given(Ctx *ctx, const ClaimInput *input, Claim *claim)
{
    Status s = claim_owner(ctx, input->owner, claim);
    if (!s && input->customer) {
        s = claim_store_customer(ctx, input->customer, &claim->customer_id);
        if (!s && !claim->customer_id)
            return fail_field(ctx, "customer", "there is no customer %.64s", input->customer);
    }
    if (s || !input->outlet) return s;
    claim->outlet_id = outlet_id_of(ctx, input->outlet);
    if (!claim->outlet_id || !outlet_visible(ctx, claim->outlet_id))
        return fail_field(ctx, "outlet", "there is no outlet %.32s", input->outlet);
    return OK;
}

/* What a reader sees masked on the ticket is no claimant. */
static Status check_masked(Ctx *ctx, const Claimant *given, const Ticket *ticket)
{
    if (!given) return OK;
    return masked_check_text(ctx, "claimant.name", PERSONAL_NAME, given->name,
                             ticket->contact_name);
}

/* The parcels of the ticket, where the claim names none. */
static Status ticket_parcels(Ctx *ctx, const Ticket *ticket, List *out)
{
    const TicketWaybill *from = ticket->waybills.items;
    ClaimWaybill *parcels = ARENA_ARRAY(ctx->arena, ticket->waybills.count, ClaimWaybill);
    if (!parcels) return no_memory(ctx);
    for (size_t i = 0; i < ticket->waybills.count; i++)
        parcels[i] = (ClaimWaybill){.carrier = from[i].carrier, .no = from[i].no};
    *out = (List){parcels, ticket->waybills.count};
    return OK;
}

Status claim_refs(Ctx *ctx, const ClaimInput *input, Claim *claim)
{
    Ticket ticket = {0};
    List parcels = input->waybills;
    int64_t payer_id = 0;
    Status s = ref_given(ctx, input, claim);
    if (!s && input->ticket_id) s = find_ticket(ctx, input->ticket_id, &ticket);
    if (!s) s = check_masked(ctx, input->claimant, &ticket);
    if (!s && !parcels.count && input->ticket_id) s = ticket_parcels(ctx, &ticket, &parcels);
    if (s) return s;
    claim->ticket_id = input->ticket_id;
    if (!claim->outlet_id) claim->outlet_id = ticket.outlet_id;
    if (!claim->outlet_id) claim->outlet_id = scope_outlet(ctx);
    s = ref_parcels(ctx, &parcels, claim, &payer_id);
    if (!s && claim->customer_id) s = party_check(ctx, claim, ticket.customer_id);
    if (!s) s = party_find(ctx, &ticket, payer_id, claim);
    return s ? s : value_parcel(ctx, claim);
}
