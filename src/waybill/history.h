/* history.h -- parcels with all their events, one after another: for what looks back. */
#pragma once

#include "waybill/status.h"

/* What was promised until an instant. */
typedef struct PromiseWas {
    int64_t until_ms, promised_ms; /* promised_ms NONE: nothing */
} PromiseWas;

typedef struct History {
    WaybillFacts facts; /* as they are now */
    const char *no;
    int64_t insured;      /* fen; NONE */
    JourneyEvent *events; /* in no order; without what the watch raised */
    size_t count;
    PromiseWas *promises; /* before the present one, the oldest first */
    size_t promise_count;
} History;

/* Valid during the call; may sort the events. */
typedef Status HistoryEach(void *user, History *history);

/* Every parcel in the scope of ctx's person that was known before `to_ms` and is open, or was last
 * heard of at or after `from_ms`; the newest first, `most` of them at most. `*more`: there are
 * others. Takes no more memory for many than for a thousand. */
Status history_each(Ctx *ctx, int64_t from_ms, int64_t to_ms, int64_t most, HistoryEach *each,
                    void *user, bool *more);
