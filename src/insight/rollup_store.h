/* rollup_store.h -- the roll-ups as rows. */
#pragma once

#include "db/db.h"
#include "insight/figure.h"

/* Whose days the roll-ups hold. */
typedef struct FigureBook {
    const char *zone;
    int64_t revision; /* rises when everything was counted anew */
    int64_t made_ms;
    bool sketched; /* the sketches and arrivals are all there is */
} FigureBook;
extern const Shape figure_book_shape;

/* NOT_FOUND, without words, while nothing was ever counted. */
Status store_book(Ctx *ctx, FigureBook *out);

/* Sets the zone and raises the revision; from now on everything is sketched. */
Status store_book_write(Ctx *ctx, const char *zone);

/* Adds the cells to the rows; they are in order, so that two writers never wait for each other. */
Status store_write(Ctx *ctx, const RollupCells *cells);

/* Empties every roll-up. */
Status store_clear(Ctx *ctx);

/* No parcel is booked before or after. */
#define DAY_FIRST INT64_C(-30000)
#define DAY_LAST INT64_C(3000000)

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

/* Every row of every set but arrivals and sketches; of the parcels in lists not each but their
 * proof: for each list and day a cell of CELL_PARCEL with the numbers list, day, 0, 0 that holds
 * how many there are, and one with list, day, 1, 0 that holds the sum of their parcel_proof(). */
Status store_all(Ctx *ctx, CellEach *each, void *user);
/* What one parcel adds to its day's proof. */
int64_t parcel_proof(int64_t duration_ms, int64_t waybill_id);

/* Counts of a measure by a dimension, within a span. */
Status store_services(Ctx *ctx, Dimension dimension, int64_t measure, const Span *span,
                      CellEach *each, void *user);

/* Arrivals on the days of `from` to `to`, which are in no sketch yet. */
Status store_arrivals(Ctx *ctx, int64_t from, int64_t to, CellEach *each, void *user);
/* Deletes them all. */
Status store_arrivals_clear(Ctx *ctx);

/* A row of figure_sketch: key CELL_SKETCH with grain, series, day and value, bins (of Bin) in
 * rising order. */
typedef struct Sketch {
    CellKey key;
    List bins;
} Sketch;
/* Adds to each what is stored of it, and writes that. */
Status store_sketches_add(Ctx *ctx, const List *sketches);
typedef Status SketchEach(void *user, const Sketch *sketch);
/* Those of a series within a span, each valid during the call; all of them. */
Status store_sketches(Ctx *ctx, int64_t series, const Span *span, SketchEach *each, void *user);
Status store_sketches_all(Ctx *ctx, SketchEach *each, void *user);

/* Whether service was ever counted; and that it was. */
Status store_service_is_made(Ctx *ctx, bool *out);
/* Once more changes nothing. */
Status store_service_made(Ctx *ctx);

/* Deletes what stands at nothing: hours long gone, outlets that were closed. */
Status store_tidy(Ctx *ctx);

typedef struct ListedParcel {
    int64_t day, duration_ms, waybill_id;
} ListedParcel;
typedef Status ListedEach(void *user, const ListedParcel *parcel);

/* The parcels of a list on the days of `from` to `to`, by day and rising duration. */
Status store_listed(Ctx *ctx, ParcelList list, int64_t from, int64_t to, ListedEach *each,
                    void *user);

/* The first and last day on which the list has parcels, within `from` and `to`; NONE when there are
 * none. */
Status store_listed_days(Ctx *ctx, ParcelList list, int64_t *from, int64_t *to);

typedef struct DurationRange {
    ParcelList list;
    int64_t from, to;
    int64_t low, high;
} DurationRange;

/* The durations from `low` to `high`, both included, day by day from `from` to `to`: costs a look
 * for each day and what is found, whatever else the days hold. Written to `out`, at most `room`;
 * `*count` how many. */
Status store_durations(Ctx *ctx, const DurationRange *range, int64_t *out, size_t room,
                       size_t *count);

typedef Status ListedFactsEach(void *user, const ListedParcel *parcel, const WaybillFacts *facts);
/* As store_listed, with the parcel's facts, in no order. */
Status store_listed_facts(Ctx *ctx, ParcelList list, int64_t from, int64_t to,
                          ListedFactsEach *each, void *user);

typedef struct ListedPage {
    ParcelList list;
    int64_t from, to;
    ListedParcel after;
    int64_t limit;
} ListedPage;
typedef Status ListedPageEach(void *user, const ListedParcel *parcel, const WaybillFacts *facts,
                              const char *no);

/* A page of it in its order, from after the place that `after` holds; with each parcel's number. */
Status store_listed_page(Ctx *ctx, const ListedPage *page, ListedPageEach *each, void *user);

typedef struct OwnPage {
    int64_t customer_id, before_id, limit;
} OwnPage;
typedef Status OwnPageEach(void *user, const WaybillFacts *facts, const char *no);

/* A page of a customer's parcels, the newest first, from before the one that `before_id` names. */
Status store_own_page(Ctx *ctx, const OwnPage *page, OwnPageEach *each, void *user);

typedef Status FactsEach(void *user, const WaybillFacts *facts);
/* Facts of every parcel, each valid during the call. */
Status store_facts(Ctx *ctx, FactsEach *each, void *user);
typedef struct CustomerFacts {
    int64_t customer_id, most;
} CustomerFacts;

/* Facts of a customer's parcels, as they are counted in figures; CONFLICT when there are more than
 * `most`. */
Status store_customer_facts(Ctx *ctx, const CustomerFacts *of, FactsEach *each, void *user);
/* Facts of every parcel on its way. */
Status store_active_facts(Ctx *ctx, FactsEach *each, void *user);
