/* trip.h -- one parcel's life as it could have been: its order and the scans up to now. */
#pragma once

#include "demo/network.h"
#include "waybill/scan.h"
#include "waybill/waybill.h"

enum { TRIP_SCANS_MAX = 40 };

/* Which parcel: everything that was decided before its journey begins. */
typedef struct TripOrder {
    const char *carrier, *no;
    double slowness; /* of the carrier: 1 is usual */
    const City *from, *to;
    int from_branch, to_branch;
    Service service;
    int64_t ordered_ms;
} TripOrder;

/* When troubles struck that harm many parcels at once. */
typedef struct Trouble {
    int hub;
    int64_t from_ms, to_ms;
    int64_t least_hours, most_hours; /* that a parcel waits */
    double share;                    /* of the parcels that pass meanwhile */
    const char *exception, *text;
} Trouble;

typedef struct TripWorld {
    int64_t now_ms;
    const char *zone;
    const Trouble *troubles;
    size_t trouble_count;
} TripWorld;

typedef struct Trip {
    ScanInput scans[TRIP_SCANS_MAX];
    size_t count;
} Trip;

/* Lives one life; scans that would lie in the future are left out. NO_MEMORY. */
Status trip_make(Ctx *ctx, const TripWorld *world, Dice *dice, const TripOrder *order, Trip *trip);
