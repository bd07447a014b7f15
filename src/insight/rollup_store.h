/* rollup_store.h -- the roll-ups as rows. */
#pragma once

#include "db/db.h"
#include "insight/figure.h"

/* Whose days the roll-ups hold. */
typedef struct FigureBook {
    const char *zone;
    int64_t revision; /* rises when everything was counted anew */
    int64_t made_ms;
} FigureBook;
extern const Shape figure_book_shape;

/* NOT_FOUND, without words, while nothing was ever counted. */
Status store_book(Ctx *ctx, FigureBook *out);

/* Sets the zone and raises the revision. */
Status store_book_write(Ctx *ctx, const char *zone);

/* Adds the cells to the rows; they are in order, so that two writers never wait for each other. */
Status store_write(Ctx *ctx, const RollupCells *cells);

/* Empties every roll-up. */
Status store_clear(Ctx *ctx);

/* Whole days or whole months, both ends included. */
typedef struct Span {
    Grain grain;
    int64_t from, to; /* days since 1970 */
} Span;

/* Rows of one set as they stand, each as a cell that is valid during the call. */
typedef Status CellEach(void *user, const RollupCell *cell);

/* Counts by a dimension, within a span. */
Status store_tallies(Ctx *ctx, Dimension dimension, const Span *span, CellEach *each, void *user);
/* Bins of a time, within a span. */
Status store_bins(Ctx *ctx, Time time, const Span *span, CellEach *each, void *user);
/* Counts by a dimension, as it stands now. */
Status store_standing(Ctx *ctx, Dimension dimension, CellEach *each, void *user);
/* Parcels on their way, by the hour of their last scan. */
Status store_hours(Ctx *ctx, CellEach *each, void *user);

/* Every row of every set; of the parcels in lists not each but their proof: for each list and day a
 * cell of CELL_PARCEL with the numbers list, day, 0, 0 that holds how many there are, and one with
 * list, day, 1, 0 that holds the sum of their parcel_proof(). */
Status store_all(Ctx *ctx, CellEach *each, void *user);
/* What one parcel adds to its day's proof. */
int64_t parcel_proof(int64_t duration_ms, int64_t waybill_id);

/* Counts of a measure by a dimension, within a span. */
Status store_services(Ctx *ctx, Dimension dimension, int64_t measure, const Span *span,
                      CellEach *each, void *user);

/* Whether service was ever counted; and that it was. */
Status store_service_is_made(Ctx *ctx, bool *out);
/* Once more changes nothing. */
Status store_service_made(Ctx *ctx);

/* Deletes what stands at nothing: hours long gone, outlets that were closed. */
Status store_tidy(Ctx *ctx);

/* The parcels of a list on the days of `from` to `to`, by day and rising duration. */
typedef struct ListedParcel {
    int64_t day, duration_ms, waybill_id;
} ListedParcel;
typedef Status ListedEach(void *user, const ListedParcel *parcel);
Status store_listed(Ctx *ctx, ParcelList list, int64_t from, int64_t to, ListedEach *each,
                    void *user);

/* The first and last day on which the list has parcels, within `from` and `to`; NONE when there are
 * none. */
Status store_listed_days(Ctx *ctx, ParcelList list, int64_t *from, int64_t *to);

/* The durations from `low` to `high`, both included, day by day from `from` to `to`: costs a look
 * for each day and what is found, whatever else the days hold. Written to `out`, at most `room`;
 * `*count` how many. */
typedef struct DurationRange {
    ParcelList list;
    int64_t from, to;
    int64_t low, high;
} DurationRange;
Status store_durations(Ctx *ctx, const DurationRange *range, int64_t *out, size_t room,
                       size_t *count);

/* As store_listed, with the parcel's facts, in no order. */
typedef Status ListedFactsEach(void *user, const ListedParcel *parcel, const WaybillFacts *facts);
Status store_listed_facts(Ctx *ctx, ParcelList list, int64_t from, int64_t to,
                          ListedFactsEach *each, void *user);

/* A page of it in its order, from after the place that `after` holds; with each parcel's number. */
typedef struct ListedPage {
    ParcelList list;
    int64_t from, to;
    ListedParcel after;
    int64_t limit;
} ListedPage;
typedef Status ListedPageEach(void *user, const ListedParcel *parcel, const WaybillFacts *facts,
                              const char *no);
Status store_listed_page(Ctx *ctx, const ListedPage *page, ListedPageEach *each, void *user);

typedef Status FactsEach(void *user, const WaybillFacts *facts);
/* Facts of every parcel, each valid during the call. */
Status store_facts(Ctx *ctx, FactsEach *each, void *user);
/* The same of those on their way. */
Status store_active_facts(Ctx *ctx, FactsEach *each, void *user);
