/* Parcels that a claim names and nobody knew. */
#include "access/person.h"
#include "claim/claim_store.h"
#include "claim/steps_keep.h"
#include "claim/worth.h"

size_t claim_unknown_parcels(const Claim *claim)
{
    const ClaimWaybill *parcels = claim->waybills.items;
    size_t count = 0;
    for (size_t i = 0; i < claim->waybills.count; i++)
        count += !parcels[i].waybill_id;
    return count;
}

static Status bind(Ctx *ctx, const Claim *claim, ClaimWaybill *parcel)
{
    List found;
    Status s = claim_store_parcels(ctx, parcel->no, parcel->carrier, &found);
    if (s || found.count != 1) return s;
    parcel->waybill_id = ((const ClaimParcel *)found.items)->waybill_id;
    return claim_store_bind(ctx, claim->id, parcel);
}

Status claim_bind(Ctx *ctx, Claim *claim)
{
    size_t unknown = claim_unknown_parcels(claim);
    ClaimWaybill *parcels = claim->waybills.items;
    int64_t insured = NONE;
    Status s = OK;
    for (size_t i = 0; unknown && i < claim->waybills.count && !s; i++)
        if (!parcels[i].waybill_id) s = bind(ctx, claim, &parcels[i]);
    if (s || unknown == claim_unknown_parcels(claim)) return s;
    s = worth_ordered(ctx, claim, &insured);
    if (!s && insured != NONE) claim->insured = insured;
    return s;
}

Status claim_check_known(Ctx *ctx, const Claim *claim)
{
    bool waived = true;
    Status s = claim_unknown_parcels(claim) ? claim_evidence_waived(ctx, claim, &waived) : OK;
    if (s || waived) return s;
    s = fail(ctx, CONFLICT, "nobody knows a parcel of claim %s: nothing is granted for it",
             claim->no);
    problem_hint(ctx, "assess it anew when the parcel is there, or have its evidence %s waived",
                 EVIDENCE_OF_PARCEL);
    return s;
}

Status claim_may_waive_parcel(Ctx *ctx, const Claim *claim)
{
    RuleBook book;
    Status s = rules_book(ctx, claim->rules, &book);
    if (s) return s;
    int right = rules_level(&book, INT64_MAX)->right;
    return ctx_may(ctx, right) ? OK
                               : fail(ctx, FORBIDDEN, "this needs the right %s", right_name(right));
}
