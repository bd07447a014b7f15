/* timeline_store.h -- the rows behind timelines. For timeline.c only. */
#pragma once

#include "customer/timeline_source.h"

/* Writes the entries, but those whose customer has the fact already. */
Status timeline_store_insert(Ctx *ctx, const TimelineEntry *entries, size_t count);

/* Adds, for each customer and kind, up to `limit` entries, the newest first. */
Status timeline_store_page(Ctx *ctx, const TimelinePage *page, TimelineItems *out);
