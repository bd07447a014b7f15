/* worth_store.h -- the orders of a claim's parcels. For src/claim only. */
#pragma once

#include "base/ctx.h"
#include "waybill/facts.h"

typedef struct WorthRow {
    int64_t parcels; /* that the claim names */
    int64_t known;   /* of them, those that are bound */
    int64_t ordered; /* of them, those whose order the house has */
    int64_t valued;  /* of them, those whose order says a value */
    int64_t insured; /* all of it; 0 where none does */
} WorthRow;

/* Of the parcels that a claim names. */
Status worth_store_row(Ctx *ctx, int64_t claim_id, WorthRow *out);

/* In the transaction of ctx: claims that named the parcel by its number before anybody knew it name
 * that parcel from now on, where those who registered them see it. */
Status worth_store_bind(Ctx *ctx, const WaybillValue *value);

enum { WORTH_CLAIMS = 100 };
/* Claims about the parcel, or its number, that stand before their decision (int64_t ids): at most
 * WORTH_CLAIMS. */
Status worth_store_undecided(Ctx *ctx, const WaybillValue *value, List *out);
