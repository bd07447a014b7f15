/* overview_store.h -- what overviews count. For overview.c only. */
#pragma once

#include "customer/overview.h"

/* Parts by kind, and proposals of duplicates. */
Status overview_store_counts(Ctx *ctx, int64_t customer_id, Overview *out);

/* Open and troubled parcels among the latest of each of these customers, in scope. */
Status overview_store_parcels(Ctx *ctx, const int64_t *customers, size_t count, Overview *out);
