/* promised_cause_store.h -- open parcels that a mass cause may cover. For the files of waybill/
 * only. */
#pragma once

#include "promise/cause.h"

/* An open parcel. */
typedef struct OpenParcel {
    int64_t waybill_id;
    CauseParcel key;
} OpenParcel;

/* Up to `limit` with a greater id, by id. */
Status open_parcels_page(Ctx *ctx, int64_t after_id, size_t limit, OpenParcel *out, size_t *count);

/* Ids of up to `limit` parcels of a cause that ctx's person sees, after an id. */
Status cause_parcels_page(Ctx *ctx, int64_t cause_id, int64_t after_id, size_t limit, int64_t *ids,
                          size_t *count);

/* Ids of up to `limit` that are at one of the cause's sites now, were promised for its beginning or
 * later, and are not its parcels yet. */
Status open_parcels_at_sites(Ctx *ctx, const Cause *cause, size_t limit, int64_t *ids,
                             size_t *count);
