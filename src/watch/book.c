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

struct Book {
    const EtaParcel *parcels;
    Place *places;
    BookCell *cells;
    EtaWeek *weeks;
    size_t week_count, week_room;
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

Status book_new(Ctx *ctx, const EtaParcel *parcels, size_t count, Book **out)
{
    Book *book = ARENA_NEW(ctx->arena, Book);
    Named *names = ARENA_ARRAY(ctx->arena, count * ETA_SCOPES, Named);
    if (book == NULL || names == NULL) return no_memory(ctx);
    book->parcels = parcels;
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

static Status week_learn(Ctx *ctx, Book *book, int64_t day, int bin)
{
    const int64_t week = eta_week(day);
    if (book->week_count == 0 || book->weeks[book->week_count - 1].day != week) {
        if (book->week_count == book->week_room) {
            const size_t room = book->week_room == 0 ? 64 : 2 * book->week_room;
            EtaWeek *wider = arena_grow(ctx->arena, book->weeks, book->week_room * sizeof(EtaWeek),
                                        room * sizeof(EtaWeek));
            if (wider == NULL) return no_memory(ctx);
            book->weeks = wider;
            book->week_room = room;
        }
        book->weeks[book->week_count++] = (EtaWeek){.day = week};
    }
    book->weeks[book->week_count - 1].bins[bin]++;
    return OK;
}

Status book_learn(Ctx *ctx, Book *book, size_t parcel)
{
    const EtaParcel *p = &book->parcels[parcel];
    int64_t day, measure;
    if (!eta_lesson(p, &day, &measure)) return OK;
    const double days = (double)(p->delivered_ms - p->start_ms) / (double)DAY_MS;
    Status s = OK;
    for (size_t scope = 0; !s && scope < ETA_SCOPES; scope++) {
        const size_t cell = book->places[parcel].cells[scope];
        if (cell != NO_CELL) s = cell_learn(ctx, &book->cells[cell], day, measure, days);
    }
    return s ? s : week_learn(ctx, book, day, eta_bin(measure));
}

void book_evidence(const Book *book, size_t parcel, int64_t today, EtaEvidence *out)
{
    *out = (EtaEvidence){.today = today, .weeks = book->weeks, .week_count = book->week_count};
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
