/* booking.h -- what one parcel adds to the roll-ups: the one place where figures are counted from
 * facts.
 *
 * The same function serves the writes (what a parcel added before is taken away, what it adds after
 * is added), the rebuilding and the verifying. Pure but for the gather it adds to. */
#pragma once

#include "insight/gather.h"
#include "waybill/facts.h"

/* What figures are broken down by. Stored as numbers: append only. DAY and MONTH are not stored:
 * they are the days of ALL. EXCEPTION has only what stands open; HUB and COURIER are of service
 * alone. */
#define DIMENSIONS(X)                                                                              \
    X(ALL, "all", 1)                                                                               \
    X(CARRIER, "carrier", 2)                                                                       \
    X(PRODUCT, "product", 3)                                                                       \
    X(ORIGIN, "origin", 4)                                                                         \
    X(DESTINATION, "destination", 5)                                                               \
    X(LANE, "lane", 6)                                                                             \
    X(OUTLET, "outlet", 7)                                                                         \
    X(EXCEPTION, "exception", 8)                                                                   \
    X(DAY, "day", 9)                                                                               \
    X(MONTH, "month", 10)                                                                          \
    X(HUB, "hub", 11)                                                                              \
    X(COURIER, "courier", 12)

typedef enum Dimension {
    DIMENSION_NONE,
#define DIMENSION_CONSTANT_(constant, name, value) DIMENSION_##constant = value,
    DIMENSIONS(DIMENSION_CONSTANT_)
#undef DIMENSION_CONSTANT_
} Dimension;

extern const Name dimension_names[];

/* What the parcel's place means to a figure: a delivery belongs to the outlet that should deliver
 * (or, when that is unknown, has delivered), a collection to the one that collected, what stands
 * open to the one where the parcel was last seen. */
typedef enum Place { PLACE_COLLECTION, PLACE_DELIVERY, PLACE_NOW } Place;

/* The outlet of that place; 0 when unknown. */
int64_t place_outlet(const WaybillFacts *facts, Place place);

#define DIMENSION_ROOM 160
/* The parcel's value in a dimension of ALL to OUTLET; "" when unknown. A lane is
 * "origin>destination", with "?" for the end that is unknown; an outlet is its id in digits. The
 * text is the facts' own or in `room`. */
const char *dimension_value(const WaybillFacts *facts, Dimension dimension, Place place,
                            char room[DIMENSION_ROOM]);

/* Durations of which quantiles are kept. Stored as numbers. */
typedef enum Time { TIME_FULL = 1, TIME_TRANSIT = 2 } Time;

/* Lists of the parcels behind the figures, by day; the first two are the durations. Stored as
 * numbers. */
typedef enum ParcelList {
    LIST_FULL = TIME_FULL,
    LIST_TRANSIT = TIME_TRANSIT,
    LIST_DELIVERED =
        3, /* only those that are not in LIST_FULL, because nobody knows of their order */
    LIST_COLLECTED = 4,
    LIST_DUE = 5,
} ParcelList;

/* What of a parcel stands now. Stored as numbers. */
typedef enum StandingItem {
    STANDING_ACTIVE =
        1, /* on its way; only of ALL: by anything else it would change with every scan */
    STANDING_EXCEPTED = 2, /* with an open exception: any, or in the EXCEPTION dimension that one */
} StandingItem;

/* On which day a parcel counts, in the company's zone. */
typedef enum Booked {
    BOOKED_DELIVERED = 1,
    BOOKED_COLLECTED,
    BOOKED_DUE,     /* only days that are over */
    BOOKED_NOW,     /* what stands at this moment: has no days */
    BOOKED_SERVICE, /* counts of service.h, on the day each of them names */
} Booked;

/* What the parcel adds on one of its three days (none is BOOKED_NOW): the day in `zone`, and for
 * every Measure of that booking a count or a sum of milliseconds. False, and nothing written, when
 * it has no such day. */
bool booking_tally(const WaybillFacts *facts, Booked booked, const char *zone, int64_t *day,
                   int64_t tally[MEASURE_COUNT]);

/* Where it belongs on that day. */
Place booking_place(Booked booked);

/* On its way: collected, and not yet delivered, returned, cancelled or terminated. */
bool parcel_is_active(const WaybillFacts *facts);

/* The hour that holds an instant: whole hours since 1970. */
int64_t hour_of(int64_t at_ms);

/* Adds to `gather` what changes when a parcel's facts change; days are dates of `zone`. `before`
 * NULL: a new parcel; `after` NULL: the parcel is taken out. Sections that did not change are
 * passed over. */
Status booking_change(Ctx *ctx, Gather *gather, const char *zone, const WaybillFacts *before,
                      const WaybillFacts *after);
