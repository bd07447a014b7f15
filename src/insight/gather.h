/* gather.h -- changes to roll-ups, added up in memory until they are written.
 *
 * A cell is one row of a roll-up table and what is to be added to its counts. What is added and
 * taken away again within a batch costs nothing: cells that come to zero are not written. */
#pragma once

#include "base/ctx.h"

/* What is counted of parcels for one dimension's value and one day: the columns of figure_tally, in
 * their order. Each is booked on the day of its event in the company's zone. */
#define MEASURES(X)                                                                                \
    X(COLLECTED)     /* collection day: parcels collected */                                       \
    X(WITHIN_72H)    /* collection day: of these, delivered within 72 hours */                     \
    X(RETURNED)      /* collection day: of these, on their way back or back */                     \
    X(DELIVERED)     /* delivery day: parcels delivered */                                         \
    X(PROMISED)      /* delivery day: of these, with a promise */                                  \
    X(ON_TIME)       /* delivery day: of these, delivered at or before the promised instant */     \
    X(ON_TIME_DATE)  /* delivery day: the same by date */                                          \
    X(TRIED)         /* delivery day: delivered, the attempts known */                             \
    X(FIRST_ATTEMPT) /* delivery day: of these, at the first attempt */                            \
    X(FULL_COUNT)    /* delivery day: delivered, the order's instant known */                      \
    X(FULL_MS)       /* delivery day: of these, the sum from order to delivery */                  \
    X(TRANSIT_COUNT) /* delivery day: delivered, the collection's instant known */                 \
    X(TRANSIT_MS)    /* delivery day: of these, the sum from collection to delivery */             \
    X(DUE)           /* promised day: parcels promised and not cancelled */                        \
    X(KEPT)          /* promised day: of these, delivered at or before the promised instant */

typedef enum Measure {
#define MEASURE_CONSTANT_(constant) MEASURE_##constant,
    MEASURES(MEASURE_CONSTANT_)
#undef MEASURE_CONSTANT_
        MEASURE_COUNT
} Measure;

typedef enum Grain { GRAIN_DAY = 1, GRAIN_MONTH = 2 } Grain;

/* One per table. The key's numbers and text are the table's primary key, in its order. */
typedef enum CellSet {
    CELL_TALLY,    /* grain, dimension, day; value → every Measure */
    CELL_BIN,      /* grain, time, day, bin → parcels */
    CELL_STANDING, /* dimension, item; value → parcels */
    CELL_HOUR,     /* hour of the last scan → parcels on their way */
    CELL_PARCEL,   /* list, day, duration, waybill → 1 in, −1 out */
    CELL_SERVICE,  /* grain, dimension, day, measure; value → counts */
    CELL_ARRIVAL,  /* day, two bins, outlet; the other values → parcels (sketch.h) */
    CELL_SKETCH,   /* in memory only: grain, series, day, bin; value → parcels */
    CELL_ANSWER,   /* in memory only: day; value → numerator, denominator */
    CELL_SET_COUNT
} CellSet;

#define CELL_NUMBERS 4

typedef struct CellKey {
    CellSet set;
    int64_t number[CELL_NUMBERS]; /* those the set does not use are 0 */
    const char *value;            /* "" where the set has none */
} CellKey;

typedef struct RollupCell {
    CellKey key;
    uint64_t hash;
    int64_t n[]; /* cell_width() of them */
} RollupCell;

typedef struct Gather {
    Arena *arena; /* its own */
    RollupCell **slots;
    size_t room, count;
} Gather;

/* The first day of the month that a day is in. */
int64_t month_first(int64_t days);

/* How many counts a cell of the set has. */
size_t cell_width(CellSet set);

/* Before, at or after: by set, numbers, value. */
int cell_key_order(const CellKey *a, const CellKey *b);

/* Empty and ready. */
Status gather_init(Ctx *ctx, Gather *gather);
/* Gives its memory back. */
void gather_release(Gather *gather);
/* Empty again, keeping its memory. */
void gather_clear(Gather *gather);

/* Adds sign × n, count by count, to the cell; the value is copied. NO_MEMORY leaves the cell as it
 * was. */
Status gather_add(Ctx *ctx, Gather *gather, const CellKey *key, const int64_t *n, int64_t sign);

/* Adds to the month's cells what the day's hold; once, before gather_sorted. */
Status gather_months(Ctx *ctx, Gather *gather);

/* The cell of that key, all 0 where nothing was added yet; it stays where it is until the gather is
 * cleared. */
Status gather_cell(Ctx *ctx, Gather *gather, const CellKey *key, RollupCell **out);

typedef struct RollupCells {
    RollupCell **items;
    size_t count;
} RollupCells;

/* The cells that change something, in order, in ctx's arena. */
Status gather_sorted(Ctx *ctx, const Gather *gather, RollupCells *out);
