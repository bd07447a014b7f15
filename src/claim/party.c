#include "claim/party.h"

#include <string.h>

#include "access/person.h"
#include "claim/claim_store.h"
#include "customer/contact_owner.h"
#include "waybill/waybill.h"

static bool is_said(const char *text)
{
    return text && *text;
}

static ContactSaid said_of(const Claimant *claimant, const Ticket *ticket)
{
    ContactSaid said = {ticket->contact_name, ticket->contact_phone, ticket->contact_email};
    if (!claimant) return said;
    if (is_said(claimant->phone)) return (ContactSaid){claimant->name, claimant->phone, NULL};
    if (is_said(claimant->name)) said.name = claimant->name;
    return said;
}

Status party_find(Ctx *ctx, const Ticket *ticket, int64_t payer_id, Claim *claim)
{
    if (!claim->customer_id) claim->customer_id = ticket->customer_id;
    if (!claim->customer_id) claim->customer_id = scope_customer(ctx);
    if (claim->customer_id) return OK;
    const ContactSaid said = said_of(claim->claimant, ticket);
    return contact_customer(ctx, &said, payer_id, &claim->customer_id);
}

/* Whether one of those who have the phone is the customer. */
static Status has_phone(Ctx *ctx, const char *phone, int64_t customer_id, bool *out)
{
    ContactOwners owners;
    if (*out || !is_said(phone)) return OK;
    Status s = contact_owners(ctx, phone, NULL, &owners);
    if (!s) *out = contact_is_of(&owners, customer_id);
    return s;
}

static bool is_code(const char *ref, const char *code)
{
    return ref && code && strcmp(ref, code) == 0;
}

static Status is_of_parcel(Ctx *ctx, const Waybill *parcel, const ClaimCustomer *customer,
                           bool *out)
{
    ClaimCustomer payer = {0};
    Status s = parcel->facts.customer_id
                   ? claim_store_counts_as(ctx, parcel->facts.customer_id, &payer)
                   : OK;
    if (s) return s;
    *out = payer.id == customer->id || is_code(parcel->sender_ref, customer->code) ||
           is_code(parcel->receiver_ref, customer->code);
    s = has_phone(ctx, parcel->sender_phone, customer->id, out);
    return s ? s : has_phone(ctx, parcel->receiver_phone, customer->id, out);
}

static Status is_of_any(Ctx *ctx, const Claim *claim, const ClaimCustomer *customer, bool *out)
{
    const ClaimWaybill *parcels = claim->waybills.items;
    size_t known = 0;
    *out = false;
    for (size_t i = 0; i < claim->waybills.count && !*out; i++) {
        Waybill parcel;
        if (!parcels[i].waybill_id) continue;
        Status s = waybill_find_id(ctx, parcels[i].waybill_id, &parcel);
        if (s == NOT_FOUND) {
            problem_clear(ctx);
            continue;
        }
        if (!s) s = is_of_parcel(ctx, &parcel, customer, out);
        if (s) return s;
        known++;
    }
    *out = *out || !known;
    return OK;
}

Status party_check(Ctx *ctx, const Claim *claim, int64_t ticket_customer_id)
{
    ClaimCustomer customer, asks = {0};
    bool is;
    if (!claim->customer_id) return OK;
    Status s = claim_store_counts_as(ctx, claim->customer_id, &customer);
    if (!s && ticket_customer_id) s = claim_store_counts_as(ctx, ticket_customer_id, &asks);
    if (s || asks.id == customer.id) return s;
    s = is_of_any(ctx, claim, &customer, &is);
    if (s || is) return s;
    return fail_field(
        ctx, "customer",
        "%.64s neither pays for, sends nor receives a parcel of this claim, nor is it "
        "their ticket",
        customer.code);
}

/* Who sees the claim need not see the ticket. */
static Status ticket_customer(Ctx *ctx, int64_t ticket_id, int64_t *out)
{
    Ticket ticket = {0};
    Status s = ticket_id ? ticket_find(ctx, ticket_id, &ticket) : OK;
    if (s == NOT_FOUND) problem_clear(ctx);
    *out = s ? 0 : ticket.customer_id;
    return s == NOT_FOUND ? OK : s;
}

/* Whoever acts, and whatever they see: it is asked of the claim, and they are told nothing else. */
Status party_check_stands(Ctx *ctx, const Claim *claim)
{
    const Person *who = ctx->who;
    int64_t asks;
    ctx->who = NULL;
    Status s = ticket_customer(ctx, claim->ticket_id, &asks);
    if (!s) s = party_check(ctx, claim, asks);
    ctx->who = who;
    if (s != INVALID) return s;
    problem_clear(ctx);
    s = fail(ctx, CONFLICT, "the customer of claim %s has nothing to do with its parcels",
             claim->no);
    problem_hint(ctx, "put its customer right first, or take it away");
    return s;
}

Status party_change(Ctx *ctx, const char *code, Claim *claim)
{
    int64_t id = 0, asks;
    if (!code) return OK;
    Status s = *code ? claim_store_customer(ctx, code, &id) : OK;
    if (s) return s;
    if (*code && !id) return fail_field(ctx, "customer", "there is no customer %.64s", code);
    claim->customer_id = id;
    claim->customer = id ? code : NULL;
    s = ticket_customer(ctx, claim->ticket_id, &asks);
    return s ? s : party_check(ctx, claim, asks);
}
