#include "desk/ticket_timeline.h"

#include <stdlib.h>

#include "access/page.h"
#include "access/person.h"
#include "desk/entry_store.h"
#include "desk/ticket_store.h"
#include "waybill/waybill.h"

static const Field moment_fields[] = {
    FIELD_TIME(TicketMoment, at, .doc = "When"),
    FIELD_OBJECT(TicketMoment, entry, &entry_shape, .doc = "An entry of the log"),
    FIELD_OBJECT(TicketMoment, scan, &scan_shape, .doc = "Or an event of a parcel"),
    FIELD_TEXT(TicketMoment, carrier, .doc = "The parcel's carrier"),
    FIELD_TEXT(TicketMoment, no, .doc = "Its number"),
    FIELD_END};
const Shape ticket_moment_shape =
    SHAPE(TicketMoment, moment_fields, "Something that happened to a ticket or its parcels");

typedef struct Telling {
    TicketMoment *items;
    size_t count, room;
    int64_t after, until; /* scans of these instants: after … until */
} Telling;

static Status add(Ctx *ctx, Telling *telling, TicketMoment moment)
{
    if (telling->count == telling->room) {
        size_t room = telling->room ? telling->room * 2 : 64;
        TicketMoment *items = arena_grow(ctx->arena, telling->items, telling->room * sizeof *items,
                                         room * sizeof *items);
        if (!items) return no_memory(ctx);
        telling->items = items;
        telling->room = room;
    }
    telling->items[telling->count++] = moment;
    return OK;
}

static Status add_scans(Ctx *ctx, const List *page, const TicketWaybill *parcel, Telling *telling)
{
    Scan *scans = page->items;
    Status s = OK;
    for (size_t i = 0; i < page->count && !s; i++) {
        if (scans[i].at <= telling->after || scans[i].at > telling->until) continue;
        s = add(ctx, telling,
                (TicketMoment){.at = scans[i].at,
                               .scan = &scans[i],
                               .carrier = parcel->carrier,
                               .no = parcel->no});
    }
    return s;
}

static Status add_journey(Ctx *ctx, const TicketWaybill *parcel, Telling *telling)
{
    Waybill seen;
    const char *cursor = NULL;
    Status s = waybill_find_id(ctx, parcel->waybill_id, &seen);
    if (s == NOT_FOUND) { /* out of the person's scope */
        problem_clear(ctx);
        return OK;
    }
    for (int64_t read = 0; !s && read < TIMELINE_SCANS; read += PAGE_MAX) {
        List page;
        s = scan_list(ctx, parcel->waybill_id, PAGE_MAX, cursor, &page, &cursor);
        if (!s) s = add_scans(ctx, &page, parcel, telling);
        if (!cursor) break;
    }
    return s;
}

static Status add_journeys(Ctx *ctx, int64_t ticket_id, Telling *telling)
{
    Ticket ticket = {.id = ticket_id};
    if (!ctx_may(ctx, WAYBILL_READ)) return OK;
    Status s = ticket_store_parts(ctx, &ticket);
    if (s) return s;
    const TicketWaybill *parcels = ticket.waybills.items;
    for (size_t i = 0; i < ticket.waybills.count && i < TIMELINE_JOURNEYS && !s; i++)
        if (parcels[i].waybill_id) s = add_journey(ctx, &parcels[i], telling);
    return s;
}

/* Of the same instant the entry comes first, and entries as they were written. */
static int by_instant(const void *a, const void *b)
{
    const TicketMoment *x = a, *y = b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    if (!x->entry || !y->entry) return !x->entry - !y->entry;
    return (x->entry->id > y->entry->id) - (x->entry->id < y->entry->id);
}

Status ticket_timeline(Ctx *ctx, int64_t ticket_id, int64_t limit, const char *cursor, List *out,
                       const char **next)
{
    int64_t keys[2] = {0, INT64_MIN};
    List entries;
    Status s = ticket_visible(ctx, ticket_id);
    if (!s && cursor) s = cursor_read(ctx, cursor, keys, 2);
    const EntryPage page = {.ticket_id = ticket_id,
                            .after = keys[0],
                            .public_only = scope_customer(ctx) != 0,
                            .limit = limit + 1};
    if (!s) s = entry_store_page(ctx, &page, &entries);
    if (s) return s;
    bool more = page_cut(&entries, limit);
    Entry *rows = entries.items;
    Telling telling = {.after = keys[1], .until = INT64_MAX};
    if (more) telling.until = rows[entries.count - 1].at;
    for (size_t i = 0; i < entries.count && !s; i++)
        s = add(ctx, &telling, (TicketMoment){.at = rows[i].at, .entry = &rows[i]});
    if (!s) s = add_journeys(ctx, ticket_id, &telling);
    if (s) return s;
    if (telling.count) qsort(telling.items, telling.count, sizeof *telling.items, by_instant);
    *out = (List){telling.items, telling.count};
    *next = NULL;
    if (!more) return OK;
    *next = cursor_make(ctx, (const int64_t[]){rows[entries.count - 1].id, telling.until}, 2);
    return *next ? OK : no_memory(ctx);
}
