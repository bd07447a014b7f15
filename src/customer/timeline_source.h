/* timeline_source.h -- what other slices know of a customer without writing timeline entries.
 *
 * A slice whose facts are too many to be copied offers a TimelineSource: they are read when a
 * timeline is, and merged into it. slices.c, the only place that knows them all, lists them. */
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

/* What is read: of these customers, of these kinds (none: all), before an instant and id. */
typedef struct TimelinePage {
    const int64_t *customers;
    size_t customer_count;
    const Texts *kinds;
    int64_t before_at, before_id;
    int64_t limit;
} TimelinePage;

typedef struct TimelineSource {
    const char *kinds; /* what the names of its kinds begin with: "waybill." */
    int right;         /* read for who holds it; others see nothing of it */
    /* Adds the facts that ctx's person may see, in no order; more than the page asks for do no
     * harm. */
    Status (*read)(Ctx *ctx, const TimelinePage *page, TimelineItems *out);
} TimelineSource;

/* Ends with NULL. */
extern const TimelineSource *const timeline_sources[];
