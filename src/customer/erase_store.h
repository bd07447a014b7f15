/* erase_store.h -- what is deleted of a customer in this slice's own tables. For src/customer
 * only. */
#pragma once

#include "customer/erase.h"

/* Empties and deletes, table by table. */
Status erase_store_run(Ctx *ctx, int64_t customer_id, ErasureProof *proof);

/* Rows that still hold something personal. */
Status erase_store_left(Ctx *ctx, int64_t customer_id, int64_t *rows);

/* Keeps a proof; `json` is what was done. */
Status erase_store_insert(Ctx *ctx, const Erasure *erasure, const char *json);

typedef struct StoredErasure {
    Erasure erasure;
    const char *json;
} StoredErasure;

/* Reads the proofs: Erasure with `reason` the JSON text of what was done behind it, in `json`. */
Status erase_store_list(Ctx *ctx, int64_t customer_id, List *out);
