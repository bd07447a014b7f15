/* rules_store.h -- rows of rule documents. For src/claim only. */
#pragma once

#include "claim/rules.h"

/* By number; in force at an instant; all, newest first, below a number. */
Status rules_store_find(Ctx *ctx, int64_t number, ClaimRules *out);
Status rules_store_at(Ctx *ctx, int64_t at, ClaimRules *out);
Status rules_store_list(Ctx *ctx, int64_t below, int64_t limit, List *out);

/* The highest number; 0 where there is none. */
Status rules_store_newest(Ctx *ctx, int64_t *out);

/* Keeps others from publishing until the transaction of ctx is over. */
Status rules_store_lock(Ctx *ctx);

/* The number of those in force from exactly then; 0 where none are. */
Status rules_store_from(Ctx *ctx, int64_t at, int64_t *out);

/* Adds a row; writes one that is still a draft at `version`. */
Status rules_store_insert(Ctx *ctx, const ClaimRules *rules);
Status rules_store_update(Ctx *ctx, const ClaimRules *rules, int64_t version, bool *written);
