/* promise_store.h -- the rows behind products, lanes and calendars. For the promise slice only.
 * NOT_FOUND comes without words. */
#pragma once

#include "promise/promise.h"

Status product_store_insert(Ctx *ctx, const Product *product); /* CONFLICT */
Status product_store_update(Ctx *ctx, const Product *product, int64_t version, bool *written);
Status product_store_by_code(Ctx *ctx, const char *code, Product *out);
Status product_store_list(Ctx *ctx, List *out);

Status lane_store_insert(Ctx *ctx, const ProductLane *lane); /* CONFLICT */
Status lane_store_update(Ctx *ctx, const ProductLane *lane, int64_t version, bool *written);
Status lane_store_delete(Ctx *ctx, int64_t id, int64_t version, bool *written);
Status lane_store_by_id(Ctx *ctx, int64_t id, ProductLane *out);
Status lane_store_page(Ctx *ctx, const char *product, int64_t after_id, int64_t limit, List *out);
/* Those of open products, in no order. */
Status lane_store_open(Ctx *ctx, List *out);

Status calendar_store_list(Ctx *ctx, List *out);
Status calendar_store_by_code(Ctx *ctx, const char *code, CalendarRow *out);
Status calendar_store_insert(Ctx *ctx, const CalendarRow *calendar); /* CONFLICT */
Status calendar_store_update(Ctx *ctx, const CalendarRow *calendar, int64_t version, bool *written);
