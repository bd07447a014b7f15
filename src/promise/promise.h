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
#include "base/upsert.h"

typedef struct Product {
    int64_t id, version;
    const char *code; /* "standard" */
    const char *name;
    const char *calendar;   /* code; NULL: every day counts */
    int64_t cutoff_minute;  /* an order from this minute on counts from the next day */
    int64_t collect_minute; /* collected by, on the day that counts; before the cutoff's day ends */
    bool closed;            /* takes no new parcels */
    int64_t changed_at;     /* when this version was made; NONE: before that was noted */
    const char *changed_by; /* by which login; NULL: the system */
} Product;

typedef struct ProductLane {
    int64_t id, version;
    const char *product, *origin, *destination;
    int64_t city_days, city_minute;       /* in the destination city; NONE: not promised */
    int64_t attempt_days, attempt_minute; /* first attempt to deliver; NONE: not promised */
    int64_t delivery_days, delivery_minute;
    bool deleted; /* this was the last version */
    int64_t changed_at;
    const char *changed_by;
} ProductLane;

extern const Shape product_shape, product_lane_shape;

/* What is promised for one parcel, and by which rule. */
typedef struct Promise {
    int64_t accepted_at; /* from when it counts */
    int64_t collect_by, city_by, attempt_by, deliver_by;
    int64_t lane_id, lane_version, product_version;
    int64_t calendar_version; /* NONE: every day counts */
} Promise;

extern const Shape promise_shape;

/* The rule itself: a parcel accepted at `accepted_ms` on `lane`. The day that counts is the local
 * date of acceptance, or the next one from the cutoff on; then the first working day from there
 * where the product has a calendar (NULL where it has none). Days of the lane are added as working
 * days where there is a calendar, else as days. An instant for which the calendar has no such day
 * is NONE. calendar_version is not filled in. */
Status promise_compute(Ctx *ctx, const Product *product, const ProductLane *lane,
                       const Calendar *calendar, const char *zone, int64_t accepted_ms,
                       Promise *out);

typedef struct PromiseBook PromiseBook;

/* All products, the lanes of open ones and the calendars, read once for a batch of parcels; lives
 * in ctx's arena. */
Status promise_book_read(Ctx *ctx, PromiseBook **out);

/* The promise for a parcel of `product` from region to region, accepted at an instant, by the best
 * fitting lane. NOT_FOUND, with words, when there is no such open product or none of its lanes
 * fits. */
Status promise_find(Ctx *ctx, const PromiseBook *book, const char *product, const char *origin,
                    const char *destination, int64_t accepted_ms, Promise *out);

/* Whether anybody knows that region: the file of regions, a lane of the book, or an outlet there.
 * INVALID names the field. */
Status promise_region_check(Ctx *ctx, const PromiseBook *book, const char *field, const char *code);

/* The calendar that a product counts by, open or closed; NULL: every day, or no such product. */
const Calendar *promise_calendar(const PromiseBook *book, const char *product);

/* --- keeping them; all audited, in the transaction of ctx ---
 *
 * Each change is a version that stays readable. All that write are FORBIDDEN to who is limited to
 * an outlet or a customer, and INVALID, naming the field, when nobody could keep such a promise. */

/* CONFLICT when the code is taken; INVALID when there is no such calendar, or an order just before
 * the cutoff could not be collected any more. Fills in id and version. */
Status product_create(Ctx *ctx, Product *product);
/* NOT_FOUND, STALE or INVALID (also when one of its lanes would be over before the collection). */
Status product_change(Ctx *ctx, const char *code, int64_t version, const Product *change,
                      Product *out);
/* One product, open or closed. NOT_FOUND. */
Status product_by_code(Ctx *ctx, const char *code, Product *out);
/* All of them, by code; at most 1,000. */
Status product_list(Ctx *ctx, List *out);
/* It as it was and is, the newest first, at most 200; and one of them. NOT_FOUND. */
Status product_versions(Ctx *ctx, const char *code, List *out);
Status product_at_version(Ctx *ctx, const char *code, int64_t version, Product *out);
/* An UpsertApply of Products: a code that stands twice among the rows is refused. */
Status product_upsert(Ctx *ctx, UpsertRow *rows, size_t count);

/* CONFLICT when the product has that lane; INVALID when there is no such product or region, or when
 * collection, city, attempt and delivery would not follow each other. */
Status product_lane_create(Ctx *ctx, ProductLane *lane);
/* NOT_FOUND, STALE or INVALID. */
Status product_lane_change(Ctx *ctx, int64_t id, int64_t version, const ProductLane *change,
                           ProductLane *out);
/* NOT_FOUND or STALE; parcels keep what they were promised, and its versions stay readable. */
Status product_lane_delete(Ctx *ctx, int64_t id, int64_t version);
/* NOT_FOUND. */
Status product_lane_by_id(Ctx *ctx, int64_t id, ProductLane *out);
/* As product_versions; also of a lane that was taken away. */
Status product_lane_versions(Ctx *ctx, int64_t id, List *out);
Status product_lane_at_version(Ctx *ctx, int64_t id, int64_t version, ProductLane *out);
/* An UpsertApply of ProductLanes, by product, origin and destination: a lane that stands twice
 * among the rows is refused. */
Status product_lane_upsert(Ctx *ctx, UpsertRow *rows, size_t count);

/* A page of the lanes, of one product (NULL: of all), by id; `next` is NULL at the end. */
Status product_lane_list(Ctx *ctx, const char *product, int64_t limit, const char *cursor,
                         List *out, const char **next);

/* A calendar as it is kept: the document of docs/calendars.md, which calendar_read understands. */
typedef struct CalendarRow {
    int64_t id, version;
    const char *code;
    const char *document; /* JSON */
    int64_t changed_at;
    const char *changed_by;
} CalendarRow;
extern const Shape calendar_row_shape;

/* When and by whom a calendar was made as it was in a version. */
typedef struct CalendarVersion {
    int64_t version, changed_at;
    const char *changed_by; /* login; NULL: shipped */
} CalendarVersion;
extern const Shape calendar_version_shape;

/* All calendars, by code; at most 1,000. */
Status calendar_list(Ctx *ctx, List *out);
/* One calendar with its document. NOT_FOUND. */
Status calendar_by_code(Ctx *ctx, const char *code, CalendarRow *out);
/* As product_at_version. */
Status calendar_at_version(Ctx *ctx, const char *code, int64_t version, CalendarRow *out);

/* Its versions, the newest first, a page of them: without their documents. NOT_FOUND. */
Status calendar_versions(Ctx *ctx, const char *code, int64_t limit, const char *cursor, List *out,
                         const char **next);

/* Keeps a calendar under the code that its document names: a new one when `version` is NONE
 * (CONFLICT when it is taken), else over that version (STALE). INVALID when the document is wrong,
 * or no day of the year to come is worked. */
Status calendar_put(Ctx *ctx, const char *document, size_t length, int64_t version,
                    CalendarRow *out);

/* Puts in the shipped calendars where there are none. */
Status promise_seed(Ctx *ctx);
