/* changes.h -- telling those who listen (http/feed.h) of parcels that changed, once that is
 * committed: the event "waybill.changed". Its data holds nothing personal. It is heard by those who
 * may see the parcel as it is now. For the files of waybill/ only. */
#pragma once

#include "waybill/state_store.h"

/* Of so many in one batch each is told, as many as the feed keeps. Of a larger batch none is: all
 * who listen fetch everything again. */
enum { CHANGES_TOLD = 10000 };

/* A parcel that changed; `before` is NULL for a new one. */
typedef struct ParcelChange {
    const WaybillFacts *before;
    const State *after;
} ParcelChange;

/* One of the caller's parcels, by its place. */
typedef ParcelChange ParcelChangeAt(const void *parcels, size_t place);

/* In the transaction of ctx. Where nobody listens it costs no memory. NO_MEMORY. */
Status changes_tell(Ctx *ctx, ParcelChangeAt *at, const void *parcels, size_t count);
