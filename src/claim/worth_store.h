/* worth_store.h -- the orders of a claim's parcels. For src/claim only. */
#pragma once

#include "base/ctx.h"

typedef struct WorthRow {
    int64_t parcels; /* that the claim names */
    int64_t ordered; /* of them, those whose order the house has */
    int64_t valued;  /* of them, those whose order says a value */
    int64_t insured; /* all of it; 0 where none does */
} WorthRow;
Status worth_store_row(Ctx *ctx, int64_t claim_id, WorthRow *out);
