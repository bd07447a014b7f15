/* class_store.h -- the rows behind classifications. For src/customer only. */
#pragma once

#include "customer/class.h"

/* A classification as it is stored. */
typedef struct ClassRow {
    int64_t customer_id, kind, value, since, who;
    const char *why;
} ClassRow;

/* Closes what stands of each row's customer and kind, and opens the row; two round trips. */
Status class_store_put(Ctx *ctx, const ClassRow *rows, size_t count);

/* When the one that stands began; NONE where none does. */
Status class_store_since(Ctx *ctx, int64_t customer_id, int64_t kind, int64_t *out);

/* Up to `limit` rows of the customer and those merged into it with a smaller id. `value` of each is
 * its name. */
Status class_store_page(Ctx *ctx, int64_t customer_id, int64_t before_id, int64_t limit, List *out);

/* The names of a kind's values. */
const Name *class_names(int64_t kind);
