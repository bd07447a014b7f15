/* overlap_store.h -- claims for the same parcels as another. For src/claim only.
 *
 * `no` is NULL where there is none. */
#pragma once

#include "claim/claim.h"

/* The kinds from `first` to `last` overlap. */
typedef struct OverlapKinds {
    int64_t first, last;
} OverlapKinds;

/* Waits for whoever registers, grants or pays a claim, and keeps others waiting until the
 * transaction is over: two that overlap never pass each other. */
Status overlap_store_lock(Ctx *ctx);

/* The newest that stands, in the scope of ctx's person: what they do not see tells nothing. */
Status overlap_store_standing(Ctx *ctx, int64_t claim_id, OverlapKinds kinds, const char **no);

/* One that was granted or paid, and was not declared; whatever the scope, as money is paid once
 * whoever sees it. */
Status overlap_store_granted(Ctx *ctx, int64_t claim_id, OverlapKinds kinds, const char **no);

typedef struct OverlapSum {
    int64_t granted;
    int64_t worth; /* the least that any of them says of the parcels' worth; NONE: none does */
} OverlapSum;

/* What was granted and paid by all others that stand, declared or not, whatever the scope. */
Status overlap_store_sum(Ctx *ctx, int64_t claim_id, OverlapKinds kinds, OverlapSum *out);

/* One of which money was paid, and that was not declared; likewise. */
Status overlap_store_paid(Ctx *ctx, int64_t claim_id, OverlapKinds kinds, const char **no);
