/* promise_store.h -- the rows behind products, lanes and calendars. For the promise slice only.
 * NOT_FOUND comes without words. Whatever is written is kept as a version too, with ctx's person
 * and clock, which the struct is given. */
#pragma once

#include "promise/promise.h"

/* A new product. CONFLICT when its code is taken. */
Status product_store_insert(Ctx *ctx, Product *product);
/* Writes over `version`; *written is false where that is no longer what stands there. */
Status product_store_update(Ctx *ctx, Product *product, int64_t version, bool *written);
/* One product, open or closed. */
Status product_store_by_code(Ctx *ctx, const char *code, Product *out);
/* All of them, by code; at most 1,000. */
Status product_store_list(Ctx *ctx, List *out);
/* Its versions, the newest first, at most 200; and one of them. */
Status product_store_versions(Ctx *ctx, const char *code, List *out);
Status product_store_version(Ctx *ctx, const char *code, int64_t version, Product *out);

/* The order of ProductLanes by product, origin and destination, as qsort asks for it. */
int lane_order(const void *a, const void *b);
/* A new lane. CONFLICT when the product has it already. */
Status lane_store_insert(Ctx *ctx, ProductLane *lane);
/* As product_store_update. */
Status lane_store_update(Ctx *ctx, ProductLane *lane, int64_t version, bool *written);
/* Takes the lane away if it stands at the version before; its own is the last. */
Status lane_store_delete(Ctx *ctx, ProductLane *lane, bool *written);
/* One lane; by its key, with product, origin and destination in `out`. */
Status lane_store_by_id(Ctx *ctx, int64_t id, ProductLane *out);
Status lane_store_by_key(Ctx *ctx, const ProductLane *key, ProductLane *out);
/* Up to `limit` lanes with a greater id, of one product (NULL: of all). */
Status lane_store_page(Ctx *ctx, const char *product, int64_t after_id, int64_t limit, List *out);
/* Those of open products, in no order. */
Status lane_store_open(Ctx *ctx, List *out);
/* How many lanes of a product promise something on the day that counts before this minute. */
Status lane_store_before(Ctx *ctx, const char *product, int64_t minute, int64_t *out);
/* As the product's. */
Status lane_store_versions(Ctx *ctx, int64_t id, List *out);
Status lane_store_version(Ctx *ctx, int64_t id, int64_t version, ProductLane *out);
/* How many outlets are in a region. */
Status region_store_outlets(Ctx *ctx, const char *region, int64_t *out);

/* All calendars, by code; at most 1,000. */
Status calendar_store_list(Ctx *ctx, List *out);
/* One calendar with its document. */
Status calendar_store_by_code(Ctx *ctx, const char *code, CalendarRow *out);
/* Of its versions before `before` the newest `limit`. */
Status calendar_store_versions(Ctx *ctx, const char *code, int64_t before, int64_t limit,
                               List *out);
/* A new calendar. CONFLICT when its code is taken. */
Status calendar_store_insert(Ctx *ctx, CalendarRow *calendar);
/* As product_store_update. */
Status calendar_store_update(Ctx *ctx, CalendarRow *calendar, int64_t version, bool *written);
/* As the product's. */
Status calendar_store_version(Ctx *ctx, const char *code, int64_t version, CalendarRow *out);
