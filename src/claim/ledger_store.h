/* ledger_store.h -- rows of a claim's ledger. For src/claim only. */
#pragma once

#include "claim/ledger.h"

/* Adds a row. */
Status ledger_store_insert(Ctx *ctx, int64_t claim_id, const LedgerEntry *entry);

/* One row; NOT_FOUND. */
Status ledger_store_find(Ctx *ctx, int64_t claim_id, int64_t no, LedgerEntry *out);

/* How many rows take that row back: 0 or 1. */
Status ledger_store_reversals(Ctx *ctx, int64_t claim_id, int64_t no, int64_t *out);

/* Rows after one. */
Status ledger_store_list(Ctx *ctx, int64_t claim_id, int64_t after, int64_t limit, List *out);
