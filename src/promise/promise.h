/* promise.h -- the instants by which a parcel was promised: by service product, lane, cutoff and
 * calendar.
 *
 * A product (same-day, next-day, standard …) has a cutoff and, optionally, a calendar of working
 * days; each of its lanes (origin region → destination region) says on which day and by what time
 * the parcel is in the destination city and delivered. Regions are codes of at most 16 characters;
 * "*" stands for any. Minutes count from midnight in the company's zone; instants are UTC
 * milliseconds, NONE where nothing is promised. */
#pragma once

#include "base/calendar.h"
#include "base/ctx.h"
#include "base/field.h"

typedef struct Product {
    int64_t id, version;
    const char *code; /* "standard" */
    const char *name;
    const char *calendar;   /* code; NULL: every day counts */
    int64_t cutoff_minute;  /* an order from this minute on counts from the next day */
    int64_t collect_minute; /* collected by, on the day that counts; before the cutoff's day ends */
    bool closed;            /* takes no new parcels */
} Product;

typedef struct ProductLane {
    int64_t id, version;
    const char *product, *origin, *destination;
    int64_t city_days, city_minute; /* in the destination city; NONE: not promised */
    int64_t delivery_days, delivery_minute;
} ProductLane;

extern const Shape product_shape, product_lane_shape;

/* What is promised for one parcel, and by which rule. */
typedef struct Promise {
    int64_t collect_by, city_by, deliver_by;
    int64_t lane_id, lane_version;
} Promise;

extern const Shape promise_shape;

/* The rule itself: a parcel accepted at `accepted_ms` on `lane`. The day that counts is the local
 * date of acceptance, or the next one from the cutoff on; then the first working day from there
 * where the product has a calendar (NULL where it has none). Days of the lane are added as working
 * days where there is a calendar, else as days. */
Status promise_compute(Ctx *ctx, const Product *product, const ProductLane *lane,
                       const Calendar *calendar, const char *zone, int64_t accepted_ms,
                       Promise *out);

/* All open products, their lanes and calendars, read once for a batch of parcels; lives in ctx's
 * arena. */
typedef struct PromiseBook PromiseBook;
Status promise_book_read(Ctx *ctx, PromiseBook **out);

/* The promise for a parcel of `product` from region to region, accepted at an instant, by the best
 * fitting lane. NOT_FOUND, with words, when there is no such open product or none of its lanes
 * fits. */
Status promise_find(Ctx *ctx, const PromiseBook *book, const char *product, const char *origin,
                    const char *destination, int64_t accepted_ms, Promise *out);

/* --- keeping them; all audited, in the transaction of ctx --- */

/* CONFLICT when the code is taken; INVALID when there is no such calendar. Fills in id and version.
 */
Status product_create(Ctx *ctx, Product *product);
/* NOT_FOUND, STALE or INVALID. */
Status product_change(Ctx *ctx, const char *code, int64_t version, const Product *change,
                      Product *out);
/* One product, open or closed. NOT_FOUND. */
Status product_by_code(Ctx *ctx, const char *code, Product *out);
/* All of them, by code; at most 1,000. */
Status product_list(Ctx *ctx, List *out);

/* CONFLICT when the product has that lane; INVALID when there is no such product. */
Status product_lane_create(Ctx *ctx, ProductLane *lane);
/* NOT_FOUND or STALE. */
Status product_lane_change(Ctx *ctx, int64_t id, int64_t version, const ProductLane *change,
                           ProductLane *out);
/* NOT_FOUND or STALE; parcels keep what they were promised. */
Status product_lane_delete(Ctx *ctx, int64_t id, int64_t version);
/* NOT_FOUND. */
Status product_lane_by_id(Ctx *ctx, int64_t id, ProductLane *out);

/* A page of the lanes, of one product (NULL: of all), by id; `next` is NULL at the end. */
Status product_lane_list(Ctx *ctx, const char *product, int64_t limit, const char *cursor,
                         List *out, const char **next);

/* A calendar as it is kept: the document of docs/calendars.md, which calendar_read understands. */
typedef struct CalendarRow {
    int64_t id, version;
    const char *code;
    const char *document; /* JSON */
} CalendarRow;
extern const Shape calendar_row_shape;

/* All calendars, by code; at most 1,000. */
Status calendar_list(Ctx *ctx, List *out);
/* One calendar with its document. NOT_FOUND. */
Status calendar_by_code(Ctx *ctx, const char *code, CalendarRow *out);

/* Keeps a calendar under the code that its document names: a new one when `version` is NONE
 * (CONFLICT when it is taken), else over that version (STALE). INVALID when the document is wrong.
 */
Status calendar_put(Ctx *ctx, const char *document, size_t length, int64_t version,
                    CalendarRow *out);

/* Puts in the shipped calendars where there are none. */
Status promise_seed(Ctx *ctx);
