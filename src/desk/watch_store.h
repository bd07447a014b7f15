/* watch_store.h -- the one ticket that the watch has for a parcel. For watch_join.c only. */
#pragma once

#include "base/ctx.h"

/* One finding more. *ticket_id is 0 while there is no ticket. Others who find something on the same
 * parcel wait here until this transaction is over. */
Status watch_store_add(Ctx *ctx, int64_t waybill_id, int64_t *ticket_id);

/* The parcel's ticket from now on; how many findings stand stays as it was counted. */
Status watch_store_set(Ctx *ctx, int64_t waybill_id, int64_t ticket_id);

/* One finding less: *left still stand. *ticket_id is 0 where the watch has no ticket. */
Status watch_store_take(Ctx *ctx, int64_t waybill_id, int64_t *ticket_id, int64_t *left);
