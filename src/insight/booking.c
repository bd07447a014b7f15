#include "insight/booking.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "insight/sketch.h"
#include "waybill/status.h"

#define WITHIN_MS (72 * HOUR_MS)

const Name dimension_names[] = {
#define DIMENSION_NAME_(constant, name, value) {name, value, NULL},
    DIMENSIONS(DIMENSION_NAME_)
#undef DIMENSION_NAME_
        {NULL, 0, NULL}};

/* One parcel being booked. */
typedef struct Booker {
    Ctx *ctx;
    Gather *gather;
    const char *zone;
    const WaybillFacts *facts;
    int64_t sign; /* 1 adds, −1 takes away */
} Booker;

static const char *known(const char *text)
{
    return text == NULL ? "" : text;
}

int64_t place_outlet(const WaybillFacts *facts, Place place)
{
    if (place == PLACE_COLLECTION) return facts->origin_outlet_id;
    if (place == PLACE_NOW) return facts->outlet_id;
    if (facts->destination_outlet_id != 0 || facts->delivered_ms == NONE)
        return facts->destination_outlet_id;
    return facts->outlet_id;
}

static const char *lane_value(const WaybillFacts *facts, char room[DIMENSION_ROOM])
{
    const char *from = known(facts->origin), *to = known(facts->destination);
    if (from[0] == '\0' && to[0] == '\0') return "";
    snprintf(room, DIMENSION_ROOM, "%s>%s", from[0] == '\0' ? "?" : from, to[0] == '\0' ? "?" : to);
    return room;
}

const char *dimension_value(const WaybillFacts *facts, Dimension dimension, Place place,
                            char room[DIMENSION_ROOM])
{
    switch (dimension) {
    case DIMENSION_CARRIER:
        return known(facts->carrier);
    case DIMENSION_PRODUCT:
        return known(facts->product);
    case DIMENSION_ORIGIN:
        return known(facts->origin);
    case DIMENSION_DESTINATION:
        return known(facts->destination);
    case DIMENSION_LANE:
        return lane_value(facts, room);
    case DIMENSION_OUTLET:
        if (place_outlet(facts, place) == 0) return "";
        snprintf(room, DIMENSION_ROOM, "%" PRId64, place_outlet(facts, place));
        return room;
    default:
        return "";
    }
}

bool parcel_is_active(const WaybillFacts *facts)
{
    return facts->stage >= STAGE_COLLECTED && !stage_is_terminal(facts->stage);
}

int64_t hour_of(int64_t at_ms)
{
    return at_ms / HOUR_MS - (at_ms % HOUR_MS < 0);
}

static bool parcel_is_returned(const WaybillFacts *facts)
{
    return facts->leg == LEG_RETURN || facts->stage == STAGE_RETURNING ||
           facts->stage == STAGE_RETURNED;
}

static int64_t elapsed(int64_t from_ms, int64_t to_ms)
{
    return from_ms == NONE || to_ms == NONE ? NONE : to_ms - from_ms;
}

static Status book_cell(const Booker *b, CellKey key, const int64_t *n)
{
    return gather_add(b->ctx, b->gather, &key, n, b->sign);
}

static Status book_tally(const Booker *b, int64_t day, Place place, const int64_t *tally)
{
    char room[DIMENSION_ROOM];
    Status s = OK;
    for (Dimension d = DIMENSION_ALL; !s && d <= DIMENSION_OUTLET; d++)
        s = book_cell(b,
                      (CellKey){CELL_TALLY,
                                {GRAIN_DAY, (int64_t)d, day, 0},
                                dimension_value(b->facts, d, place, room)},
                      tally);
    return s;
}

static Status book_parcel(const Booker *b, ParcelList list, int64_t day, int64_t duration_ms)
{
    CellKey key = {CELL_PARCEL, {(int64_t)list, day, duration_ms, b->facts->waybill_id}, ""};
    return book_cell(b, key, (const int64_t[]){1});
}

static Status book_time(const Booker *b, Time time, int64_t day, int64_t duration_ms)
{
    if (duration_ms == NONE) return OK;
    CellKey key = {CELL_BIN, {GRAIN_DAY, (int64_t)time, day, bin_of(duration_ms)}, ""};
    Status s = book_cell(b, key, (const int64_t[]){1});
    if (s) return s;
    return book_parcel(b, (ParcelList)time, day, duration_ms);
}

static void collected_tally(const WaybillFacts *f, int64_t *tally)
{
    int64_t transit_ms = elapsed(f->collected_ms, f->delivered_ms);
    tally[MEASURE_COLLECTED] = 1;
    tally[MEASURE_WITHIN_72H] = transit_ms != NONE && transit_ms <= WITHIN_MS;
    tally[MEASURE_RETURNED] = parcel_is_returned(f);
}

static void delivered_tally(const WaybillFacts *f, const char *zone, int64_t day, int64_t *tally)
{
    int64_t full_ms = elapsed(f->ordered_ms, f->delivered_ms);
    int64_t transit_ms = elapsed(f->collected_ms, f->delivered_ms);
    bool promised = f->promised_ms != NONE && !f->excused;
    bool tried = f->attempts != NONE && f->attempts > 0;
    tally[MEASURE_DELIVERED] = 1;
    tally[MEASURE_PROMISED] = promised;
    tally[MEASURE_ON_TIME] = promised && f->delivered_ms <= f->promised_ms;
    tally[MEASURE_ON_TIME_DATE] = promised && day <= instant_date(f->promised_ms, zone);
    tally[MEASURE_TRIED] = tried;
    tally[MEASURE_FIRST_ATTEMPT] = tried && f->attempts == 1;
    tally[MEASURE_FULL_COUNT] = full_ms != NONE;
    tally[MEASURE_FULL_MS] = full_ms == NONE ? 0 : full_ms;
    tally[MEASURE_TRANSIT_COUNT] = transit_ms != NONE;
    tally[MEASURE_TRANSIT_MS] = transit_ms == NONE ? 0 : transit_ms;
}

static int64_t booked_instant(const WaybillFacts *f, Booked booked)
{
    if (booked == BOOKED_COLLECTED) return f->collected_ms;
    if (booked == BOOKED_DELIVERED) return f->delivered_ms;
    return f->stage == STAGE_CANCELLED || f->excused ? NONE : f->promised_ms;
}

bool booking_tally(const WaybillFacts *f, Booked booked, const char *zone, int64_t *day,
                   int64_t tally[MEASURE_COUNT])
{
    int64_t at_ms = booked_instant(f, booked);
    if (at_ms == NONE) return false;
    *day = instant_date(at_ms, zone);
    memset(tally, 0, MEASURE_COUNT * sizeof *tally);
    if (booked == BOOKED_COLLECTED) collected_tally(f, tally);
    if (booked == BOOKED_DELIVERED) delivered_tally(f, zone, *day, tally);
    if (booked == BOOKED_DUE) {
        tally[MEASURE_DUE] = 1;
        tally[MEASURE_KEPT] = f->delivered_ms != NONE && f->delivered_ms <= f->promised_ms;
    }
    return true;
}

Place booking_place(Booked booked)
{
    return booked == BOOKED_COLLECTED ? PLACE_COLLECTION : PLACE_DELIVERY;
}

/* `*day` stays NONE when the parcel has no such day. */
static Status book_day(const Booker *b, Booked booked, int64_t *day)
{
    int64_t tally[MEASURE_COUNT];
    *day = NONE;
    if (!booking_tally(b->facts, booked, b->zone, day, tally)) return OK;
    return book_tally(b, *day, booking_place(booked), tally);
}

static Status book_collected(const Booker *b)
{
    int64_t day;
    Status s = book_day(b, BOOKED_COLLECTED, &day);
    return s || day == NONE ? s : book_parcel(b, LIST_COLLECTED, day, 0);
}

static Status book_due(const Booker *b)
{
    int64_t day;
    Status s = book_day(b, BOOKED_DUE, &day);
    return s || day == NONE ? s : book_parcel(b, LIST_DUE, day, 0);
}

static Status book_arrival(const Booker *b, int64_t day)
{
    char room[ARRIVAL_ROOM];
    if (b->facts->ordered_ms == NONE && b->facts->collected_ms == NONE) return OK;
    return book_cell(b, arrival_key(b->facts, day, room), (const int64_t[]){1});
}

static Status book_delivered(const Booker *b)
{
    const WaybillFacts *f = b->facts;
    int64_t day;
    Status s = book_day(b, BOOKED_DELIVERED, &day);
    if (s || day == NONE) return s;
    if (f->ordered_ms == NONE) s = book_parcel(b, LIST_DELIVERED, day, 0);
    if (!s) s = book_time(b, TIME_FULL, day, elapsed(f->ordered_ms, f->delivered_ms));
    if (!s) s = book_time(b, TIME_TRANSIT, day, elapsed(f->collected_ms, f->delivered_ms));
    if (!s) s = book_arrival(b, day);
    return s;
}

static Status book_standing_in(const Booker *b, Dimension dimension, StandingItem item,
                               const char *value)
{
    CellKey key = {CELL_STANDING, {(int64_t)dimension, (int64_t)item, 0, 0}, value};
    return book_cell(b, key, (const int64_t[]){1});
}

static Status book_exceptions(const Booker *b)
{
    char room[DIMENSION_ROOM];
    Status s = OK;
    for (Dimension d = DIMENSION_ALL; !s && d <= DIMENSION_OUTLET; d++)
        s = book_standing_in(b, d, STANDING_EXCEPTED,
                             dimension_value(b->facts, d, PLACE_NOW, room));
    for (int e = 0; !s && e < EXCEPTION_COUNT; e++)
        if (b->facts->exceptions & EXCEPTION_BIT(e))
            s = book_standing_in(b, DIMENSION_EXCEPTION, STANDING_EXCEPTED,
                                 name_of(exception_names, e));
    return s;
}

static Status book_standing(const Booker *b)
{
    Status s = OK;
    if (parcel_is_active(b->facts)) s = book_standing_in(b, DIMENSION_ALL, STANDING_ACTIVE, "");
    return s || b->facts->exceptions == 0 ? s : book_exceptions(b);
}

static Status book_hour(const Booker *b)
{
    if (!parcel_is_active(b->facts) || b->facts->last_ms == NONE) return OK;
    return book_cell(b, (CellKey){CELL_HOUR, {hour_of(b->facts->last_ms), 0, 0, 0}, ""},
                     (const int64_t[]){1});
}

static bool same_dimensions(const WaybillFacts *a, const WaybillFacts *b)
{
    return a->waybill_id == b->waybill_id && strcmp(known(a->carrier), known(b->carrier)) == 0 &&
           strcmp(known(a->product), known(b->product)) == 0 &&
           strcmp(known(a->origin), known(b->origin)) == 0 &&
           strcmp(known(a->destination), known(b->destination)) == 0;
}

static bool same_collected(const WaybillFacts *a, const WaybillFacts *b)
{
    return a->collected_ms == b->collected_ms && a->delivered_ms == b->delivered_ms &&
           parcel_is_returned(a) == parcel_is_returned(b) &&
           place_outlet(a, PLACE_COLLECTION) == place_outlet(b, PLACE_COLLECTION);
}

static bool same_delivered(const WaybillFacts *a, const WaybillFacts *b)
{
    if (a->delivered_ms == NONE && b->delivered_ms == NONE) return true;
    return a->delivered_ms == b->delivered_ms && a->promised_ms == b->promised_ms &&
           a->ordered_ms == b->ordered_ms && a->collected_ms == b->collected_ms &&
           a->attempts == b->attempts && a->excused == b->excused &&
           place_outlet(a, PLACE_DELIVERY) == place_outlet(b, PLACE_DELIVERY);
}

static bool same_due(const WaybillFacts *a, const WaybillFacts *b)
{
    return a->promised_ms == b->promised_ms && a->delivered_ms == b->delivered_ms &&
           (a->stage == STAGE_CANCELLED) == (b->stage == STAGE_CANCELLED) &&
           a->excused == b->excused &&
           place_outlet(a, PLACE_DELIVERY) == place_outlet(b, PLACE_DELIVERY);
}

static bool same_standing(const WaybillFacts *a, const WaybillFacts *b)
{
    return parcel_is_active(a) == parcel_is_active(b) && a->exceptions == b->exceptions &&
           (a->exceptions == 0 || place_outlet(a, PLACE_NOW) == place_outlet(b, PLACE_NOW));
}

static bool same_hour(const WaybillFacts *a, const WaybillFacts *b)
{
    return parcel_is_active(a) == parcel_is_active(b) &&
           (a->last_ms == NONE) == (b->last_ms == NONE) &&
           (a->last_ms == NONE || hour_of(a->last_ms) == hour_of(b->last_ms));
}

/* The sections of a parcel's booking: what a section is made of, and how it is made. Most scans
 * change only the last one. */
typedef struct Section {
    bool (*same)(const WaybillFacts *a, const WaybillFacts *b);
    Status (*book)(const Booker *b);
} Section;

static const Section sections[] = {
    {same_collected, book_collected}, {same_delivered, book_delivered}, {same_due, book_due},
    {same_standing, book_standing},   {same_hour, book_hour},
};

Status booking_change(Ctx *ctx, Gather *gather, const char *zone, const WaybillFacts *before,
                      const WaybillFacts *after)
{
    bool comparable = before != NULL && after != NULL && same_dimensions(before, after);
    Status s = OK;
    for (size_t i = 0; !s && i < sizeof sections / sizeof sections[0]; i++) {
        if (comparable && sections[i].same(before, after)) continue;
        if (before != NULL) s = sections[i].book(&(Booker){ctx, gather, zone, before, -1});
        if (!s && after != NULL) s = sections[i].book(&(Booker){ctx, gather, zone, after, 1});
    }
    return s;
}
