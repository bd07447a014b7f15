/* merge_store.h -- the rows behind merges. For merge.c only. */
#pragma once

#include "customer/merge.h"

/* A merge that stands. CONFLICT when the merged one is merged already. */
Status merge_store_insert(Ctx *ctx, const Merge *merge);

/* Everybody who counts as `customer_id` or as itself below it by merges that stand, counts as
 * `root_id`; `customer_id` itself too, unless it is the root. Their versions rise. */
Status merge_store_point(Ctx *ctx, int64_t customer_id, int64_t root_id);

/* Raises a customer's version. */
Status merge_store_touch(Ctx *ctx, int64_t customer_id);

/* Writes that it was undone; `*written` is false where it was already. */
Status merge_store_undo(Ctx *ctx, const Merge *merge, bool *written);

typedef struct MergePage {
    int64_t customer_id, id, before_id, limit;
} MergePage;

/* Up to `limit` merges with a smaller id in which the customer (0: any) took part and both are in
 * scope; `id` not 0: that one only. */
Status merge_store_page(Ctx *ctx, const MergePage *page, List *out);
