/* worth.h -- what parcels are insured for, by their orders. For the files of src/claim only.
 *
 * An order that the house has says what its parcel is insured for, and nobody's typing says
 * otherwise; of parcels that are all known, by their scans alone, what the company's own people say
 * stands; one that nobody knows is not insured, nor is a claim without a parcel: what the claimant
 * says of it is its declared value. */
#pragma once

#include "claim/claim.h"
#include "waybill/facts.h"

/* Of a claim that is written. INVALID, naming `insured`, where it says another value than the order
 * of its one parcel, or more than the orders of several together, or any where nothing bears it
 * out.
 */
Status worth_check_insured(Ctx *ctx, const Claim *claim);

/* What it says of insurance where that counts; NONE else. */
Status worth_insured(Ctx *ctx, const Claim *claim, int64_t *out);

/* In the transaction of ctx: an order came after the claims that are about its parcel. Those that
 * are not decided yet are told, by a job for each. */
Status claim_valued(Ctx *ctx, const WaybillValue *value);

/* In the transaction of ctx: where nothing was decided yet, a claim says what the orders of its
 * parcels say; one that was proposed is given back to be assessed anew. On the ticket's log and in
 * the audit log. Nothing happens where it says that already. */
Status worth_follow_order(Ctx *ctx, int64_t claim_id);

/* What all its parcels are insured for, where the order of each says; NONE else. */
Status worth_ordered(Ctx *ctx, const Claim *claim, int64_t *out);
