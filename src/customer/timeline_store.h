/* timeline_store.h -- the rows behind timelines. For timeline.c only. */
#pragma once

#include "customer/timeline_source.h"

/* Writes the entry, unless its customer has the fact already. */
Status timeline_store_insert(Ctx *ctx, const TimelineEntry *entry);

/* Adds, for each customer and kind, up to `limit` entries, the newest first. */
Status timeline_store_page(Ctx *ctx, const TimelinePage *page, TimelineItems *out);
