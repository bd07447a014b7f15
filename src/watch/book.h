/* book.h -- what was learned, in memory: the replay's counterpart of the rows in eta_store.h. */
#pragma once

#include "watch/evidence.h"

typedef struct Book Book;

/* A book with an empty cell for every one of the parcels' cells; in ctx's arena. NO_MEMORY. */
Status book_new(Ctx *ctx, const EtaParcel *parcels, size_t count, const EtaTuning *tuning,
                Book **out);

/* What was foretold of a parcel at its start: of y. */
typedef struct Foretold {
    double centre, width; /* 0: nothing was */
} Foretold;

/* A parcel (by its place in `parcels`) has started. */
Status book_start(Ctx *ctx, Book *book, size_t parcel);

/* Learns what a parcel teaches: in order of their deliveries. */
Status book_learn(Ctx *ctx, Book *book, size_t parcel, const Foretold *foretold);

/* What is known of the parcel's cells on a day; valid until the book learns more. */
void book_evidence(Book *book, size_t parcel, int64_t today, EtaEvidence *out);

/* The mean duration, in days, of what was learned on the parcel's lane; of everything where nothing
 * was; NAN where nothing at all was. */
double book_lane_mean(const Book *book, size_t parcel);
