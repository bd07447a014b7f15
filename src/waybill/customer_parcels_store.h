/* customer_parcels_store.h -- the rows behind customer_parcels.h. For customer_parcels.c only. */
#pragma once

#include "customer/timeline_source.h"

/* Adds what the latest TIMELINE_PARCELS parcels of each of the customers went through, in no
 * order. */
Status customer_parcels_facts(Ctx *ctx, const TimelinePage *page, TimelineItems *out);

/* A parcel in the file about a person. */
typedef struct ParcelRow {
    int64_t waybill_id;
    const char *carrier, *no;
    int64_t stage;
    const char *origin, *destination;
    int64_t ordered_at, collected_at, delivered_at;
} ParcelRow;
extern const Shape parcel_row_shape;

/* Up to `limit` parcels of the customer's family with a smaller id, the newest first. */
Status customer_parcels_page(Ctx *ctx, int64_t customer_id, int64_t before_id, int64_t limit,
                             List *out);
