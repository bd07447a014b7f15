/* quarantine_store.h -- the rows of events kept aside. For the files of waybill/ only. */
#pragma once

#include "base/upsert.h"
#include "waybill/scan.h"

/* An event to keep aside. */
typedef struct Quarantined {
    UpsertRow *row; /* of ScanInput */
    int reason;
} Quarantined;

/* Keeps them, each once however often it comes, and sets their outcome to QUARANTINED. `ingest_id`
 * is for those that have none. */
Status quarantine_store_add(Ctx *ctx, const Quarantined *items, size_t count, int64_t ingest_id);

/* Events after `after_id` whose code has a mapping by now, or that do not lie beyond `latest_ms`:
 * rows of QuarantinedScan with the event. */
Status quarantine_store_ready(Ctx *ctx, int64_t after_id, int64_t latest_ms, int64_t limit,
                              List *out);

/* Up to filter->limit rows of QuarantinedScan, by id, without the events. */
Status quarantine_store_list(Ctx *ctx, const QuarantineFilter *filter, List *out);
/* One with its event. NOT_FOUND, without words. */
Status quarantine_store_find(Ctx *ctx, int64_t id, QuarantinedScan *out);
/* Forgets the oldest of those that were kept aside before an instant; *count says how many. */
Status quarantine_store_forget(Ctx *ctx, int64_t before_ms, int64_t limit, int64_t *count);

/* Forgets those that were applied. */
Status quarantine_store_remove(Ctx *ctx, const int64_t *ids, size_t count);
