/* scan_store.h -- the rows of scan, many at a time. For the files of waybill/ only. */
#pragma once

#include "waybill/mapping.h"
#include "waybill/scan.h"

/* An event on its way into the table. */
typedef struct ScanRow {
    int64_t waybill_id;
    int64_t hash, ingest_id, outlet_id;
    const ScanInput *input;
    Meaning meaning;
    bool
        detailed; /* set by scan_store_add: it says more than when, where, which stage and a text */
} ScanRow;

/* Inserts; added[i] is false where the event was there already. */
Status scan_store_add(Ctx *ctx, ScanRow *const *rows, size_t count, bool *added);

typedef Status ScanEach(void *user, size_t number, const JourneyEvent *event);
/* All events of each parcel, one parcel after another: `each` gets the parcel's place in
 * `waybill_ids`. */
Status scan_store_events(Ctx *ctx, const int64_t *waybill_ids, size_t count, ScanEach *each,
                         void *user);

/* Where a page of events ended. */
typedef struct ScanPlace {
    int64_t at_ms, hash;
} ScanPlace;

/* The first rows of Scan, up to `limit`, by time and hash. `detailed`: some event of the parcel may
 * be (see ScanRow). */
Status scan_store_first(Ctx *ctx, int64_t waybill_id, bool detailed, int64_t limit, List *out);

/* Those after a place. */
Status scan_store_page(Ctx *ctx, int64_t waybill_id, const ScanPlace *after, int64_t limit,
                       List *out);
