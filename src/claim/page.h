/* page.h -- a claim on paper and claims in a table. For the files of src/claim only. */
#pragma once

#include "claim/steps.h"
#include "http/route.h"

enum { RECORD_ROWS = 200 };

/* A claim with all that explains it. */
/* A change of who demands, or of where the money goes. */
typedef struct ClaimantChange {
    int64_t at;
    const char *who;    /* login */
    const char *fields; /* names of what changed, parted by commas; what they say is personal */
} ClaimantChange;
extern const Shape claimant_change_shape;

/* ClaimantChange of a claim that ctx's person sees, the newest first; at most 50. */
Status claimant_changes(Ctx *ctx, int64_t claim_id, List *out);

typedef struct ClaimRecord {
    Claim *claim;
    List evidence, assessments, approvals, shares, ledger, changes;
    int64_t people; /* who must agree to what is proposed; NONE */
    const char *right;
} ClaimRecord;

/* Reads it, in scope; at most RECORD_ROWS rows of its ledger. NOT_FOUND. */
Status claim_record(Ctx *ctx, int64_t id, ClaimRecord *out);

/* Appends the settlement as a page of HTML that prints on A4. */
void settlement_page(Ctx *ctx, Buf *buf, const ClaimRecord *record, bool chinese, const View *view);
