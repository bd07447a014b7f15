/* valued_store.h -- the orders of a complaint's parcels. For src/complaint only. */
#pragma once

#include "base/ctx.h"
#include "waybill/facts.h"

enum { VALUED_COMPLAINTS = 100 };
/* Tickets (int64_t ids) of complaints about the parcel that are not closed: at most
 * VALUED_COMPLAINTS. */
Status valued_store_open(Ctx *ctx, const WaybillValue *value, List *out);

/* What the first of its parcels whose order says so is insured for; NONE where no order does. */
Status valued_store_ordered(Ctx *ctx, int64_t ticket_id, int64_t *out);
