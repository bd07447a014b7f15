#include "watch/book.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"

typedef struct BookCell {
    EtaDay *days;
    size_t count, room;
    double duration_days; /* sum */
    int64_t n;
} BookCell;

/* Which cell each parcel has in each scope; NO_CELL where it has none. */
typedef struct Place {
    size_t cells[ETA_SCOPES];
} Place;

/* Deliveries of weeks by bins, in rising order. */
typedef struct Weeks {
    EtaWeek *items;
    size_t count, room;
} Weeks;

struct Book {
    const EtaParcel *parcels;
    const EtaTuning *tuning;
    Place *places;
    BookCell *cells;
    Weeks measures, scores;
    EtaFlow *flows; /* in rising order of days */
    size_t flow_count, flow_room;
    double shift; /* as of shift_day */
    int64_t shift_day;
};

#define NO_CELL SIZE_MAX

typedef struct Named {
    const char *name;
    size_t parcel;
    EtaScope scope;
} Named;

static int by_name(const void *left, const void *right)
{
    const Named *a = left, *b = right;
    if (a->scope != b->scope) return a->scope < b->scope ? -1 : 1;
    return strcmp(a->name, b->name);
}

static Status names_make(Ctx *ctx, Book *book, size_t count, Named *names, size_t *named)
{
    char room[ETA_NAME_ROOM];
    for (size_t i = 0; i < count; i++)
        for (EtaScope scope = ETA_ALL; scope < ETA_SCOPES; scope++) {
            book->places[i].cells[scope] = NO_CELL;
            const char *name = eta_cell_name(&book->parcels[i], scope, room);
            if (name == NULL) continue;
            name = name[0] == '\0' ? "" : arena_text(ctx->arena, name);
            if (name == NULL) return no_memory(ctx);
            names[(*named)++] = (Named){name, i, scope};
        }
    return OK;
}

/* Gives each name a number. */
static size_t names_number(Book *book, Named *names, size_t named)
{
    size_t cells = 0;
    qsort(names, named, sizeof *names, by_name);
    for (size_t i = 0; i < named; i++) {
        if (i == 0 || by_name(&names[i - 1], &names[i]) != 0) cells++;
        book->places[names[i].parcel].cells[names[i].scope] = cells - 1;
    }
    return cells;
}

Status book_new(Ctx *ctx, const EtaParcel *parcels, size_t count, const EtaTuning *tuning,
                Book **out)
{
    Book *book = ARENA_NEW(ctx->arena, Book);
    Named *names = ARENA_ARRAY(ctx->arena, count * ETA_SCOPES, Named);
    if (book == NULL || names == NULL) return no_memory(ctx);
    book->parcels = parcels;
    book->tuning = tuning;
    book->shift_day = NONE;
    book->places = ARENA_ARRAY(ctx->arena, count, Place);
    if (book->places == NULL) return no_memory(ctx);
    size_t named = 0;
    Status s = names_make(ctx, book, count, names, &named);
    if (s) return s;
    book->cells = ARENA_ARRAY(ctx->arena, names_number(book, names, named), BookCell);
    if (book->cells == NULL) return no_memory(ctx);
    *out = book;
    return OK;
}

static EtaDay *cell_day(Ctx *ctx, BookCell *cell, int64_t day)
{
    if (cell->count > 0 && cell->days[cell->count - 1].day == day)
        return &cell->days[cell->count - 1];
    if (cell->count == cell->room) {
        const size_t room = cell->room == 0 ? 16 : 2 * cell->room;
        EtaDay *wider =
            arena_grow(ctx->arena, cell->days, cell->room * sizeof(EtaDay), room * sizeof(EtaDay));
        if (wider == NULL) return NULL;
        cell->days = wider;
        cell->room = room;
    }
    cell->days[cell->count] = (EtaDay){.day = day};
    return &cell->days[cell->count++];
}

static Status cell_learn(Ctx *ctx, BookCell *cell, int64_t day, int64_t measure, double days)
{
    EtaDay *row = cell_day(ctx, cell, day);
    if (row == NULL) return no_memory(ctx);
    row->n++;
    row->sum += measure;
    row->squares += measure * measure;
    cell->n++;
    cell->duration_days += days;
    return OK;
}

static Status week_learn(Ctx *ctx, Weeks *weeks, int64_t day, int bin)
{
    const int64_t week = eta_week(day);
    if (weeks->count == 0 || weeks->items[weeks->count - 1].day != week) {
        if (weeks->count == weeks->room) {
            const size_t room = weeks->room == 0 ? 64 : 2 * weeks->room;
            EtaWeek *wider = arena_grow(ctx->arena, weeks->items, weeks->room * sizeof(EtaWeek),
                                        room * sizeof(EtaWeek));
            if (wider == NULL) return no_memory(ctx);
            weeks->items = wider;
            weeks->room = room;
        }
        weeks->items[weeks->count++] = (EtaWeek){.day = week};
    }
    weeks->items[weeks->count - 1].bins[bin]++;
    return OK;
}

/* That of a day, made where it is not there: near the end, as time goes. */
static EtaFlow *book_flow(Ctx *ctx, Book *book, int64_t day)
{
    size_t place = book->flow_count;
    while (place > 0 && book->flows[place - 1].day > day)
        place--;
    if (place > 0 && book->flows[place - 1].day == day) return &book->flows[place - 1];
    if (book->flow_count == book->flow_room) {
        const size_t room = book->flow_room == 0 ? 64 : 2 * book->flow_room;
        EtaFlow *wider = arena_grow(ctx->arena, book->flows, book->flow_room * sizeof(EtaFlow),
                                    room * sizeof(EtaFlow));
        if (wider == NULL) return NULL;
        book->flows = wider;
        book->flow_room = room;
    }
    memmove(book->flows + place + 1, book->flows + place,
            (book->flow_count - place) * sizeof(EtaFlow));
    book->flow_count++;
    book->flows[place] = (EtaFlow){.day = day};
    return &book->flows[place];
}

Status book_start(Ctx *ctx, Book *book, size_t parcel)
{
    const EtaParcel *p = &book->parcels[parcel];
    if (p->delivered_ms != NONE && p->delivered_ms < p->start_ms) return OK;
    EtaFlow *flow = book_flow(ctx, book, eta_day(p->start_ms));
    if (flow == NULL) return no_memory(ctx);
    flow->started++;
    return OK;
}

static Status delivery_learn(Ctx *ctx, Book *book, const EtaParcel *p, int64_t day)
{
    const int64_t age = day - eta_day(p->start_ms);
    if (age >= ETA_AGES) return OK;
    EtaFlow *flow = book_flow(ctx, book, day);
    if (flow == NULL) return no_memory(ctx);
    flow->delivered[age]++;
    return OK;
}

Status book_learn(Ctx *ctx, Book *book, size_t parcel, const Foretold *foretold)
{
    const EtaParcel *p = &book->parcels[parcel];
    int64_t day, measure;
    if (!eta_lesson(p, &day, &measure)) return OK;
    const double days = (double)(p->delivered_ms - p->start_ms) / (double)DAY_MS;
    book->shift_day = NONE;
    Status s = delivery_learn(ctx, book, p, day);
    for (size_t scope = 0; !s && scope < ETA_SCOPES; scope++) {
        const size_t cell = book->places[parcel].cells[scope];
        const int64_t under = eta_cell_day((EtaScope)scope, day);
        if (cell != NO_CELL) s = cell_learn(ctx, &book->cells[cell], under, measure, days);
    }
    if (!s) s = week_learn(ctx, &book->measures, day, eta_bin(measure));
    if (s || !(foretold->width > 0)) return s;
    return week_learn(ctx, &book->scores, day,
                      eta_score(foretold->centre, foretold->width, measure));
}

void book_evidence(Book *book, size_t parcel, int64_t today, EtaEvidence *out)
{
    const bool step = book->parcels[parcel].beginning >= ETA_FROM_STAGE;
    if (step) book->shift = NAN;
    if (!step && book->shift_day != today) {
        book->shift = eta_shift(book->flows, book->flow_count, today, book->tuning);
        book->shift_day = today;
    }
    *out = (EtaEvidence){.today = today,
                         .weeks = book->measures.items,
                         .week_count = book->measures.count,
                         .shift = book->shift,
                         .scores = book->scores.items,
                         .score_count = book->scores.count,
                         .tuning = book->tuning};
    for (size_t scope = 0; scope < ETA_SCOPES; scope++) {
        const size_t cell = book->places[parcel].cells[scope];
        if (cell == NO_CELL) continue;
        out->cells[scope] = (EtaCell){book->cells[cell].days, book->cells[cell].count};
    }
}

double book_lane_mean(const Book *book, size_t parcel)
{
    const Place *place = &book->places[parcel];
    const BookCell *cell = &book->cells[place->cells[ETA_ALL]];
    const size_t lane = place->cells[ETA_LANE];
    if (lane != NO_CELL && book->cells[lane].n > 0) cell = &book->cells[lane];
    return cell->n > 0 ? cell->duration_days / (double)cell->n : NAN;
}
