/* promise_store.h -- the rows behind products, lanes and calendars. For the promise slice only.
 * NOT_FOUND comes without words. */
#pragma once

#include "promise/promise.h"

/* A new product. CONFLICT when its code is taken. */
Status product_store_insert(Ctx *ctx, const Product *product);
/* Writes over `version`; *written is false where that is no longer what stands there. */
Status product_store_update(Ctx *ctx, const Product *product, int64_t version, bool *written);
/* One product, open or closed. */
Status product_store_by_code(Ctx *ctx, const char *code, Product *out);
/* All of them, by code; at most 1,000. */
Status product_store_list(Ctx *ctx, List *out);

/* A new lane. CONFLICT when the product has it already. */
Status lane_store_insert(Ctx *ctx, const ProductLane *lane);
/* As product_store_update. */
Status lane_store_update(Ctx *ctx, const ProductLane *lane, int64_t version, bool *written);
/* Takes the lane away if it stands at that version. */
Status lane_store_delete(Ctx *ctx, int64_t id, int64_t version, bool *written);
/* One lane. */
Status lane_store_by_id(Ctx *ctx, int64_t id, ProductLane *out);
/* Up to `limit` lanes with a greater id, of one product (NULL: of all). */
Status lane_store_page(Ctx *ctx, const char *product, int64_t after_id, int64_t limit, List *out);
/* Those of open products, in no order. */
Status lane_store_open(Ctx *ctx, List *out);

/* All calendars, by code; at most 1,000. */
Status calendar_store_list(Ctx *ctx, List *out);
/* One calendar with its document. */
Status calendar_store_by_code(Ctx *ctx, const char *code, CalendarRow *out);
/* A new calendar. CONFLICT when its code is taken. */
Status calendar_store_insert(Ctx *ctx, const CalendarRow *calendar);
/* As product_store_update. */
Status calendar_store_update(Ctx *ctx, const CalendarRow *calendar, int64_t version, bool *written);
