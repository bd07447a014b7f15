/* steps_store.h -- rows of what is done with claims. For src/claim only. */
#pragma once

#include "claim/steps.h"

/* What satisfies items; put in place of what did. */
Status evidence_store_list(Ctx *ctx, int64_t claim_id, List *out);
Status evidence_store_put(Ctx *ctx, int64_t claim_id, const ClaimEvidence *evidence);

/* What rules said, as it was said. */
typedef struct StoredAssessment {
    int64_t number, rules, amount, at;
    const char *result, *who;
} StoredAssessment;

/* Those of a claim, the newest first (StoredAssessment); and a further one, numbered behind them.
 */
Status assessment_store_list(Ctx *ctx, int64_t claim_id, List *out);
Status assessment_store_insert(Ctx *ctx, int64_t claim_id, const StoredAssessment *assessment);

/* Who agreed; `*added` false: this one had. `*count`: how many have. */
Status approval_store_add(Ctx *ctx, int64_t claim_id, bool *added, int64_t *count);
Status approval_store_list(Ctx *ctx, int64_t claim_id, List *out);
Status approval_store_clear(Ctx *ctx, int64_t claim_id);

typedef struct ClaimPayment {
    const char *reference;
    int64_t claim_id, entry_no, amount, reversed_at;
} ClaimPayment;

/* By reference; NOT_FOUND. `*added` false: it is used. */
Status payment_store_find(Ctx *ctx, const char *reference, ClaimPayment *out);
Status payment_store_insert(Ctx *ctx, const ClaimPayment *payment, bool *added);
Status payment_store_reverse(Ctx *ctx, const char *reference);

/* Who bears it. */
Status share_store_list(Ctx *ctx, int64_t claim_id, List *out);
Status share_store_insert(Ctx *ctx, int64_t claim_id, const ClaimShare *share);
Status share_store_recovered(Ctx *ctx, int64_t claim_id, int64_t number, int64_t recovered);
Status share_store_clear(Ctx *ctx, int64_t claim_id);
