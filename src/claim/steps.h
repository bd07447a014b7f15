/* steps.h -- what is done with a claim, step by step. The moves are one table (steps.c). */
#pragma once

#include "claim/ledger.h"
#include "claim/rules.h"

/* --- evidence --- */

/* An item of the checklist and what satisfies it. */
typedef struct ClaimEvidence {
    const char *item;
    const char *zh, *en;
    bool required, satisfied;
    int64_t file_id, entry_id; /* 0: none */
    const char *waived_why;
    int64_t at;
    const char *who;
} ClaimEvidence;
extern const Shape claim_evidence_shape;

/* The item's name of the evidence for an exclusion. */
#define EVIDENCE_OF_EXCLUSION "exclusion"

/* The item that a claim has as long as it names a parcel that nobody knows. Nothing shows it but
 * the parcel itself; it is waived with the right of the highest level of approval. */
#define EVIDENCE_OF_PARCEL "known_parcel"

/* The checklist of the claim's kind, with what there is. */
Status claim_evidence_list(Ctx *ctx, const Claim *claim, List *out);

typedef struct EvidenceInput {
    int64_t file_id, entry_id; /* one of them, or a reason */
    const char *waived_why;    /* needs CLAIM_APPROVE */
} EvidenceInput;
extern const Shape evidence_input_shape;

/* Says by what an item is satisfied: a file of the claim, an entry of its ticket, or a waiver.
 * INVALID (no such item, file or entry). */
Status claim_evidence_put(Ctx *ctx, int64_t id, int64_t version, const char *item,
                          const EvidenceInput *in, Claim *out);

/* --- judging --- */

typedef struct ClaimAssessment {
    int64_t number, rules, amount;
    ClaimResult *result;
    bool agrees; /* the same rules say the same today */
    int64_t at;
    const char *who;
} ClaimAssessment;
extern const Shape claim_assessment_shape;

/* Lets the rules judge the claim as it is; what they said is kept. */
Status claim_assess(Ctx *ctx, int64_t id, int64_t version, Claim *out);

/* All that they ever said, the newest first; each is computed again. */
Status claim_assessments(Ctx *ctx, const Claim *claim, List *out);

/* --- deciding --- */

/* Somebody who agreed to the proposal that stands. */
typedef struct ClaimApproval {
    int64_t at, who_kind, who_id; /* kind: PersonKind */
    const char *who;              /* login or name */
} ClaimApproval;
extern const Shape claim_approval_shape;

typedef struct ClaimApprovals {
    List given; /* ClaimApproval */
    int64_t people;
    const char *right;
} ClaimApprovals;

/* Who agreed so far, in that order; of what is proposed also how many must and by which right
 * (NULL of another claim). */
Status claim_approvals(Ctx *ctx, const Claim *claim, ClaimApprovals *out);

/* A step that needs words; and an amount where it is one of money (NONE: all there is). */
typedef struct StepInput {
    int64_t amount;
    const char *why;
} StepInput;

/* Proposes an amount (NONE: what the rules said), at most what is demanded. Another than what they
 * said needs a reason. CONFLICT while required evidence is missing, or its customer has nothing to
 * do with its parcels. */
Status claim_propose(Ctx *ctx, int64_t id, int64_t version, const StepInput *in, Claim *out);

/* Agrees to what is proposed; when as many as its level asks for did, it is approved. FORBIDDEN to
 * who proposed it, without the right of its level, and a second time. */
Status claim_approve(Ctx *ctx, int64_t id, int64_t version, Claim *out);

/* Takes a proposal back to who works on the claim, with a reason. */
Status claim_return(Ctx *ctx, int64_t id, int64_t version, const char *why, Claim *out);

/* Assesses, proposes and approves a registered claim in one step. CONFLICT unless the amount is
 * within the setting claim_fast_fen and the customer meets the conditions of the rules. */
Status claim_grant_fast(Ctx *ctx, int64_t id, int64_t version, Claim *out);

/* What the claimant says to the approved amount; declined, it is to be assessed anew. */
Status claim_answer(Ctx *ctx, int64_t id, int64_t version, bool accepted, const char *why,
                    Claim *out);

/* Ends it: nothing more is owed than was paid. */
Status claim_reject(Ctx *ctx, int64_t id, int64_t version, const char *why, Claim *out);
Status claim_withdraw(Ctx *ctx, int64_t id, int64_t version, const char *why, Claim *out);

/* Opens a rejected or withdrawn one again. */
Status claim_reopen(Ctx *ctx, int64_t id, int64_t version, const char *why, Claim *out);

/* --- money --- */

typedef struct PaymentInput {
    const char *reference; /* 1–64 characters: of the bank's or the cashier's books */
    int64_t amount;        /* NONE: all that is approved */
} PaymentInput;
extern const Shape payment_input_shape;

/* Notes a payment to the claimant; all paid, the claim is. The same reference and amount again
 * change nothing, whatever version is named. CONFLICT where the reference was used otherwise, the
 * offer is not accepted, or less is approved. */
Status claim_pay(Ctx *ctx, int64_t id, int64_t version, const PaymentInput *in, Claim *out);

/* Takes a payment back (it came back from the bank): the amount is approved again. CONFLICT where
 * it was taken back already, or something was recovered of it. */
Status claim_payment_reverse(Ctx *ctx, int64_t id, int64_t version, const char *reference,
                             const char *why, Claim *out);

typedef struct ClaimShare {
    int64_t number;
    int64_t party; /* ClaimParty */
    const char *outlet;
    int64_t percent;
    int64_t due, recovered;
    const char *evidence; /* what shows it; never personal */
    int64_t outlet_id;    /* not a field */
} ClaimShare;
extern const Shape claim_share_shape;

enum { CLAIM_SHARES_MAX = 20 };
typedef struct SharesInput {
    List shares; /* ClaimShare */
} SharesInput;
extern const Shape shares_input_shape;

/* Says who bears what was paid: percentages that sum to 100; nothing may have been recovered yet.
 * The parts sum to what was paid. */
Status claim_apportion(Ctx *ctx, int64_t id, int64_t version, const SharesInput *in, Claim *out);
Status claim_shares(Ctx *ctx, int64_t claim_id, List *out);

typedef struct RecoveryInput {
    int64_t share; /* number */
    int64_t amount;
    const char *reference;
} RecoveryInput;
extern const Shape recovery_input_shape;

/* Notes what a liable party gave. CONFLICT over what its share is due. */
Status claim_recover(Ctx *ctx, int64_t id, int64_t version, const RecoveryInput *in, Claim *out);

/* Takes a recovery, by the number of its row, back. */
Status claim_recovery_reverse(Ctx *ctx, int64_t id, int64_t version, int64_t entry_no,
                              const char *why, Claim *out);

/* --- the end --- */

typedef struct CloseInput {
    int64_t fault; /* ClaimFault */
    const char *cause, *cause_outlet;
    const char *why;
} CloseInput;
extern const Shape close_input_shape;

/* Closes a paid claim: what is still due is written off, what was demanded beyond is refused, and
 * the cause is told to whoever counts (CLAIM_CLOSED_EVENT). */
Status claim_close(Ctx *ctx, int64_t id, int64_t version, const CloseInput *in, Claim *out);
