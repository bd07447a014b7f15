/* steps_keep.h -- what the steps of a claim share. For the files of src/claim only. */
#pragma once

#include "claim/claim_keep.h"
#include "claim/steps.h"

/* An item of the checklist that is satisfied by a file or an entry: a waiver proves nothing. */
Status claim_evidence_shown(Ctx *ctx, const Claim *claim, const char *item, bool *out);

/* CONFLICT, naming the first, while a required item is neither there nor waived. */
Status claim_evidence_complete(Ctx *ctx, const Claim *claim, const RuleBook *book);

/* Lets the rules judge the claim, keeps what they said, and sets claim->assessed. */
Status claim_judge(Ctx *ctx, Claim *claim, const RuleBook *book);

/* Everything that is not paid goes from these accounts to another. */
Status claim_move_open(Ctx *ctx, Claim *claim, LedgerStep what, LedgerAccount to, const char *why);

/* Publishes CLAIM_CLOSED_EVENT. */
Status claim_publish(Ctx *ctx, const Claim *claim);

/* Writes the claim, tells of it, and reads it as it is then. */
Status claim_finish(Ctx *ctx, Claim *claim, const char *action, const ClaimNews *news);
