/* waybill_store.h -- the wide rows of parcels and the index of their parties. For the files of
 * waybill/ only. */
#pragma once

#include "waybill/state_store.h"
#include "waybill/waybill.h"

/* Wide rows of parcels known from a scan only. */
Status waybill_store_orphans(Ctx *ctx, const int64_t *waybill_ids, size_t count);
