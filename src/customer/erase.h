/* erase.h -- deletion of what is personal of a customer, with its proof. */
#pragma once

#include "customer/contributor.h"

typedef struct EraseInput {
    const char *reason; /* 1–300 characters: who asked for it, and how */
} EraseInput;
extern const Shape erase_input_shape;

typedef struct Erasure {
    int64_t id;
    int64_t customer_id;
    int64_t at;
    int64_t who; /* account; 0: the system */
    const char *reason;
    List tables;      /* of ErasureRow */
    int64_t searches; /* for names, phones, addresses that were there, made afterwards */
    int64_t found;    /* rows and search results in which the customer was still found: 0 */
} Erasure;
extern const Shape erasure_shape;

/* In the transaction of ctx: deletes what is personal of the customer, which must be at `version`,
 * and of those merged into it, in every slice; proves it, and keeps the proof. Audited. NOT_FOUND,
 * STALE, CONFLICT (it was erased, or counts as another: erase that one), INTERNAL when something is
 * still found: then nothing was deleted. */
Status customer_erase(Ctx *ctx, int64_t customer_id, int64_t version, const EraseInput *in,
                      Erasure *out);

/* The proofs of a customer, the newest first. NOT_FOUND. */
Status erasure_list(Ctx *ctx, int64_t customer_id, List *out);
