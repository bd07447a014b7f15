/* sketch.h -- how long deliveries took, by what figures are broken down by: histograms that add up,
 * so that quantiles of any range and breakdown cost the same however many parcels there are.
 *
 * A delivery is written once, as an arrival with its two bins (histogram.h) and all its values,
 * which is cheap; many of them are folded together into the sketches of every dimension, day and
 * month. What is asked is answered from the sketches and the arrivals that are in none yet. */
#pragma once

#include "insight/booking.h"
#include "insight/histogram.h"

/* Stands for the bin of a duration that nobody knows. */
#define BIN_UNKNOWN INT64_C(1000000)

/* Arrivals are folded when a process has written so many: what they become takes 40 MB at most. */
enum { ARRIVALS_MAX = 20000 };

#define ARRIVAL_ROOM 512
/* The key of the arrival of a delivered parcel; its value is in `room`. */
CellKey arrival_key(const WaybillFacts *facts, int64_t day, char room[ARRIVAL_ROOM]);

/* Which time of which dimension (CARRIER to OUTLET) a sketch is of. Stored as a number. */
int64_t sketch_series(Dimension dimension, Time time);

/* An arrival as its cell holds it. */
typedef struct Arrival {
    int64_t day;
    int64_t bins[2];    /* of TIME_FULL, of TIME_TRANSIT */
    WaybillFacts facts; /* of these only what dimensions are made of */
    char room[ARRIVAL_ROOM];
} Arrival;

/* Reads it back; texts of `facts` lie in `room`. */
void arrival_read(const RollupCell *cell, Arrival *out);
/* Of one of its times; BIN_UNKNOWN. */
int64_t arrival_bin(const Arrival *arrival, Time time);

typedef Status BinEach(void *user, const CellKey *key, const Bin *bin);
/* Calls `each` with what the cell of an arrival is in the sketches of its day by a dimension: the
 * key of each sketch, valid during the call, its last number 0, and the bin. */
Status arrival_each(const RollupCell *cell, Dimension dimension, BinEach *each, void *user);

/* All bins of a sketch as bytes, and back: INTERNAL when they are none. Bins without parcels are
 * left out. */
Status bins_pack(Ctx *ctx, const Bin *bins, size_t count, Buf *out);
Status bins_unpack(Ctx *ctx, const void *bytes, size_t length, List *out);

/* The sum of two lists of Bin in rising order, in ctx's arena. */
Status bins_add(Ctx *ctx, const List *a, const List *b, List *out);

/* What a bin adds to the proof of its sketch: sketches are verified by sums of these. */
int64_t bin_proof(const Bin *bin);

/* In the transaction of ctx: puts all arrivals into sketches. */
Status sketch_fold(Ctx *ctx);
