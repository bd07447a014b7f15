/* claim_keep.h -- how a claim is read, moved, written and told of. For the files of src/claim only.
 */
#pragma once

#include "claim/claim.h"

/* What may be done with a claim: the events of its state machine. */
typedef enum ClaimAct {
    ACT_AMEND = 1, /* of what no assessment rests on */
    ACT_CHANGE,
    ACT_COLLECT,
    ACT_WAIVE,
    ACT_ASSESS,
    ACT_PROPOSE,
    ACT_AGREE, /* one of several approvals: the state stays */
    ACT_APPROVE,
    ACT_RETURN,
    ACT_FAST,
    ACT_ACCEPT,
    ACT_DECLINE,
    ACT_REJECT,
    ACT_WITHDRAW,
    ACT_REOPEN,
    ACT_PAY_PART,
    ACT_PAY,
    ACT_REVERSE,
    ACT_APPORTION,
    ACT_RECOVER,
    ACT_CLOSE,
} ClaimAct;

/* Moves the claim, in memory. FORBIDDEN without the right, CONFLICT where the state does not allow
 * it. */
Status claim_step(Ctx *ctx, Claim *claim, ClaimAct act);

/* The right that an act needs. */
int claim_act_right(ClaimAct act);

/* Reads it to be changed. NOT_FOUND; STALE when its version is not `version`; CONFLICT where its
 * money is not the company's any more. */
Status claim_open(Ctx *ctx, int64_t id, int64_t version, Claim *out);

/* Writes it with the next version; audited as `action`. STALE. */
Status claim_save(Ctx *ctx, Claim *claim, const char *action);

/* What happened, for the customer's timeline (kind: of TIMELINE_KINDS, or NULL) and the ticket's
 * log (what: a word, "paid"). */
typedef struct ClaimNews {
    const char *kind, *what;
    int64_t amount;     /* NONE: none */
    const char *fields; /* names of those that changed: "account_no,bank"; NULL: not told */
} ClaimNews;

/* In the transaction of ctx: writes both. */
Status claim_tell(Ctx *ctx, const Claim *claim, const ClaimNews *news);

/* Colleagues who see its outlet hear that it changed ("claim.changed"), after the commit. */
Status claim_tell_feed(Ctx *ctx, const Claim *claim);

/* Fills in what a new claim names. */
Status claim_refs(Ctx *ctx, const ClaimInput *input, Claim *claim);

/* INVALID where the operator is to answer and none is named. */
Status claim_check_answerable(Ctx *ctx, const Claim *claim);

/* INVALID where a claimant's name is blank or their phone is none; NULL is nobody. */
Status claim_check_claimant(Ctx *ctx, const Claimant *claimant);

/* The account of that login; "" is nobody. INVALID. */
Status claim_owner(Ctx *ctx, const char *login, Claim *claim);

/* An amount as people read it: "123.45 CNY". NULL if there is no memory. */
const char *claim_money(Ctx *ctx, int64_t amount);

/* Who acts, as rows name them. */
const char *claim_who(const Ctx *ctx);
