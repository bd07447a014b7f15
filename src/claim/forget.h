/* forget.h -- what is personal in claims, when their customer is erased. For src/claim only.
 *
 * A claim that has not ended keeps who it is paid to, and its evidence, until it ends. Of one on
 * which something was paid the files are kept as the books' vouchers. */
#pragma once

#include "claim/claim_store.h"
#include "customer/contributor.h"
#include "job/job.h"

/* `whose`: a customer; or the id of a claim or ticket that is nobody's. */

/* In the transaction of ctx: empties and deletes what need not be kept, and marks the claims so
 * that the rest goes as soon as it may. */
Status claim_erase(Ctx *ctx, int64_t whose, ClaimErased *out);

/* The same of one claim that has ended, if it is marked. `*emptied`: there was something. */
Status claim_forget_ended(Ctx *ctx, int64_t id, bool *emptied);

/* A job: deletes files of marked claims that are no vouchers any more. */
Status claim_forget_vouchers(Ctx *ctx, const Job *job);

/* Adds, as CustomerContributor.unowned, claims without a customer that are not marked yet: whose
 * claimant has that phone, which is read of each. Those of a ticket go with it. */
Status claim_find_unowned(Ctx *ctx, const char *contact, List *ids);
