/* timeline_store.h -- the rows behind timelines, and what parcels say. For timeline.c only. */
#pragma once

#include "customer/timeline.h"

/* An entry, and its place among those of the same instant and id: the greater is the later. */
typedef struct TimelineItem {
    TimelineEntry entry;
    int64_t order;
} TimelineItem;

/* Items as they are gathered; `items` has room for `room`. */
typedef struct TimelineItems {
    TimelineItem *items;
    size_t count, room;
} TimelineItems;

/* A place for one more item, cleared; NULL if there is no memory. */
TimelineItem *timeline_item(Ctx *ctx, TimelineItems *items);

/* Writes the entry, unless its customer has the fact already. */
Status timeline_store_insert(Ctx *ctx, const TimelineEntry *entry);

/* What is read: of these customers, of these kinds (none: all), before an instant and id. */
typedef struct TimelinePage {
    const int64_t *customers;
    size_t customer_count;
    const Texts *kinds;
    int64_t before_at, before_id;
    int64_t limit;
} TimelinePage;

/* Adds, for each customer and kind, up to `limit` entries, the newest first. */
Status timeline_store_page(Ctx *ctx, const TimelinePage *page, TimelineItems *out);

/* Adds what the latest TIMELINE_PARCELS parcels of each of the customers went through, in no
 * order. */
Status timeline_store_parcels(Ctx *ctx, const TimelinePage *page, TimelineItems *out);
