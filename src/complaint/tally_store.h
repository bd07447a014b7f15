/* tally_store.h -- sums of complaints as they are stored. For the files of complaint/ only. */
#pragma once

#include "complaint/tally.h"

typedef struct TallyDelta {
    int64_t dimension, month, outlet_id; /* 0: none */
    const char *value;
    int64_t complaints, founded, severity, cost;
} TallyDelta;

/* Adds to the sums, in the order given. */
Status tally_store_add(Ctx *ctx, const TallyDelta *deltas, size_t count);

typedef struct TallySearch {
    int64_t dimension, from, to, order, limit; /* months */
} TallySearch;

/* Sums of a dimension over months, in scope, those that weigh most; `*total` is the sum of what
 * they are ordered by over all rows. */
Status tally_store_list(Ctx *ctx, const TallySearch *search, List *out, int64_t *total);
/* The same by month, in order. */
Status tally_store_months(Ctx *ctx, const TallySearch *search, List *out, int64_t *total);
