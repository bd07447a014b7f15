/* steps_keep.h -- what the steps of a claim share. For the files of src/claim only. */
#pragma once

#include "claim/claim_keep.h"
#include "claim/steps.h"

/* An item of the checklist that is satisfied by a file or an entry: a waiver proves nothing. */
Status claim_evidence_shown(Ctx *ctx, const Claim *claim, const char *item, bool *out);

/* CONFLICT, naming the first, while a required item is neither there nor waived. */
Status claim_evidence_complete(Ctx *ctx, const Claim *claim, const RuleBook *book);

/* Whether the item EVIDENCE_OF_PARCEL is waived. */
Status claim_evidence_waived(Ctx *ctx, const Claim *claim, bool *out);

/* How many of its parcels are bound to none. */
size_t claim_unknown_parcels(const Claim *claim);

/* Binds those that ctx's person sees now; what their orders say is then what they are insured for.
 */
Status claim_bind(Ctx *ctx, Claim *claim);

/* CONFLICT while one is bound to none, unless the item EVIDENCE_OF_PARCEL is waived. */
Status claim_check_known(Ctx *ctx, const Claim *claim);

/* FORBIDDEN without the right of the highest level of approval. */
Status claim_may_waive_parcel(Ctx *ctx, const Claim *claim);

/* Lets the rules judge the claim, keeps what they said, and sets claim->assessed. */
Status claim_judge(Ctx *ctx, Claim *claim, const RuleBook *book);

/* Everything that is not paid goes from these accounts to another. */
Status claim_move_open(Ctx *ctx, Claim *claim, LedgerStep what, LedgerAccount to, const char *why);

/* Publishes one of the claim's events, before it is saved; `amount` is the event's, or NONE. */
Status claim_publish(Ctx *ctx, const Claim *claim, const char *event, int64_t amount);

/* Writes the claim, tells of it, and reads it as it is then. */
Status claim_finish(Ctx *ctx, Claim *claim, const char *action, const ClaimNews *news);
