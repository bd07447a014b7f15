/* factor_store.h -- the statements of second factors. */
#pragma once

#include "base/ctx.h"

typedef struct StoredFactor {
    const char *secret; /* its raw bytes as hexadecimal digits; NULL: there is none */
    int64_t confirmed_ms, last_step;
    int64_t recovery_left;
} StoredFactor;

/* All NONE and 0 where there is none. */
Status factor_store_find(Ctx *ctx, int64_t account_id, StoredFactor *out);

/* A new secret that is not confirmed, instead of another that was not. */
Status factor_store_put(Ctx *ctx, int64_t account_id, const char *secret);

/* It holds from now on; *done: a code of this very secret was taken before, and it did not hold
 * already. */
Status factor_store_confirm(Ctx *ctx, int64_t account_id, bool *done);

/* A code of `step` was taken; *taken: no code of it or a later one was taken before. */
Status factor_store_take(Ctx *ctx, int64_t account_id, int64_t step, bool *taken);

/* Takes it away, and its recovery codes; *removed tells whether there was one. */
Status factor_store_remove(Ctx *ctx, int64_t account_id, bool *removed);

/* These hashes (SECRET_HASH_BYTES each) and no others. */
Status recovery_store_put(Ctx *ctx, int64_t account_id, const unsigned char *hashes, size_t count);

/* Takes one away; *taken tells whether it was there. */
Status recovery_store_take(Ctx *ctx, int64_t account_id, const unsigned char *hash, bool *taken);
