/* demo.h -- a believable courier company, made by chance that follows from a seed: for trying
 * Parceldesk.
 *
 * Everything goes in by the same functions as real data. The last parcels are ordered a moment
 * before now. */
#pragma once

#include "slices.h"

extern const Slice demo_slice;

typedef struct DemoPlan {
    int64_t parcels; /* 1 to 10,000,000 */
    int64_t days;    /* they were ordered in the last so many; 1 to 365 */
    uint64_t seed;
} DemoPlan;

/* A parcel to look at: one that is on its way, or just arrived. */
typedef struct DemoParcel {
    char carrier[17], no[33];
    char tail[5]; /* of the receiver's telephone */
} DemoParcel;

/* Fills the empty database of ctx's house, in several transactions. CONFLICT when there are outlets
 * or parcels already. `told`, if not NULL, hears how many parcels there are by now. */
Status demo_make(Ctx *ctx, const DemoPlan *plan, DemoParcel *sample,
                 void (*told)(void *user, int64_t parcels), void *user);
