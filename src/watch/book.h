/* book.h -- what was learned, in memory: the replay's counterpart of the rows in eta_store.h. */
#pragma once

#include "watch/evidence.h"

typedef struct Book Book;

/* A book with an empty cell for every one of the parcels' cells; in ctx's arena. NO_MEMORY. */
Status book_new(Ctx *ctx, const EtaParcel *parcels, size_t count, Book **out);

/* Learns what a parcel (by its place in `parcels`) teaches: in order of their deliveries. */
Status book_learn(Ctx *ctx, Book *book, size_t parcel);

/* What is known of the parcel's cells; valid until the next book_learn. */
void book_evidence(const Book *book, size_t parcel, int64_t today, EtaEvidence *out);

/* The mean duration, in days, of what was learned on the parcel's lane; of everything where nothing
 * was; NAN where nothing at all was. */
double book_lane_mean(const Book *book, size_t parcel);
