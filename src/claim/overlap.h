/* overlap.h -- one loss is paid once: what stands for the same parcel already. For the files of
 * src/claim only.
 *
 * Two claims overlap when they name the same parcel and are about the same: loss, shortage and
 * damage are one thing there, delay another. One stands until it is rejected or withdrawn. Whoever
 * registers a second one says so, by naming the first (the ledger's first row keeps which). A
 * number that is bound to no parcel, typed by somebody who does not see the parcel, stands in
 * nobody's way who does. */
#pragma once

#include "claim/claim.h"

/* After a claim was written: CONFLICT, naming the newest in scope that stands, unless it is
 * `despite`. INVALID where `despite` is not NULL and none stands. */
Status overlap_check_new(Ctx *ctx, const Claim *claim, const char *despite);

/* Before a claim is granted, whatever the scope: CONFLICT where one that it overlaps was granted or
 * paid, and whoever registered the later of the two did not say so. */
Status overlap_check_grant(Ctx *ctx, const Claim *claim);

/* Whether what was granted for the same parcels by other claims, and `amount` with it, is more than
 * they are worth: what their orders say they are insured for; else the least that this or a granted
 * claim says (insured, else declared, else full value); where nothing is known, as soon as anything
 * was granted. */
Status overlap_is_beyond(Ctx *ctx, const Claim *claim, int64_t amount, bool *out);

/* Keeps others from granting until the transaction of ctx is over. */
Status overlap_wait(Ctx *ctx);

/* The same before money is paid: CONFLICT only where some was paid for the other. */
Status overlap_check_pay(Ctx *ctx, const Claim *claim);
