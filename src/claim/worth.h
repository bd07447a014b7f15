/* worth.h -- what parcels are insured for, by their orders. For the files of src/claim only.
 *
 * An order that the house has says what its parcel is insured for, and nobody's typing says
 * otherwise; of a parcel that nobody knows, or only by its scans, what a claim says stands. */
#pragma once

#include "claim/claim.h"

/* Of a claim that is written. INVALID, naming `insured`, where it says another value than the order
 * of its one parcel, or more than the orders of several together. */
Status worth_check_insured(Ctx *ctx, const Claim *claim);

/* What all its parcels are insured for, where the order of each says; NONE else. */
Status worth_ordered(Ctx *ctx, const Claim *claim, int64_t *out);
