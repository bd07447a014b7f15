/* watch_store.h -- the one ticket that the watch has for a parcel. For the joins of desk/ only. */
#pragma once

#include "base/ctx.h"

/* The parcel's ticket, which may be given another: *ticket_id is 0 while there is none. Others who
 * take the same parcel's wait here until this transaction is over. */
Status watch_store_take(Ctx *ctx, int64_t waybill_id, int64_t *ticket_id);

/* The parcel's ticket from now on. It was taken. */
Status watch_store_set(Ctx *ctx, int64_t waybill_id, int64_t ticket_id);

/* The parcel's ticket, to be written into; 0: the watch has none. */
Status watch_store_find(Ctx *ctx, int64_t waybill_id, int64_t *ticket_id);

/* How many entries people wrote on a ticket since the program opened it, or moved it, by itself. */
Status watch_store_touched(Ctx *ctx, int64_t ticket_id, int64_t *entries);
