#include "desk/found.h"

#include <string.h>

#include "access/page.h"
#include "access/person.h"
#include "access/right.h"
#include "desk/entry_store.h"
#include "desk/found_text.h"
#include "desk/ticket_store.h"
#include "desk/words.h"
#include "desk/words_store.h"
#include "search/search.h"

enum { STAGE_TICKETS = 1, STAGE_ENTRIES };
enum { KEY_STAGE, KEY_WEIGHT, KEY_AT, KEY_ID, KEYS };

/* So many are looked through for a page, if need be, and so many of them at once. */
enum { TICKETS_LOOKED_AT = 1000, ENTRIES_LOOKED_AT = 200, LOOKED_AT_ONCE = 60 };

/* Before everything that could be found. */
static const SearchHit beginning = {INT64_MAX, INT64_MAX, INT64_MAX, 0};

typedef struct Finding {
    Ctx *ctx;
    const TicketFilter *filter;
    const QueueSearch *search;
    int64_t *ids;        /* of the tickets found, in order */
    int64_t *entries;    /* where the words stand in each; 0: in what it was opened with */
    TicketFound **where; /* the same as it is shown; NULL: not looked up yet */
    size_t count;
    int64_t stage;   /* where the next page begins */
    SearchHit after; /* of that stage */
    bool more;
} Finding;

static Status begin(Finding *f)
{
    int64_t keys[KEYS] = {STAGE_TICKETS, beginning.weight, beginning.at, beginning.id};
    size_t room = (size_t)f->filter->limit;
    f->ids = ARENA_ARRAY(f->ctx->arena, room, int64_t);
    f->entries = ARENA_ARRAY(f->ctx->arena, room, int64_t);
    f->where = ARENA_ARRAY(f->ctx->arena, room, TicketFound *);
    if (!f->ids || !f->entries || !f->where) return no_memory(f->ctx);
    Status s = f->filter->cursor ? cursor_read(f->ctx, f->filter->cursor, keys, KEYS) : OK;
    f->stage = keys[KEY_STAGE];
    f->after = (SearchHit){keys[KEY_WEIGHT], keys[KEY_AT], keys[KEY_ID], 0};
    return s;
}

static Status end(Finding *f, const char **next)
{
    const int64_t keys[KEYS] = {f->stage, f->after.weight, f->after.at, f->after.id};
    *next = f->more ? cursor_make(f->ctx, keys, KEYS) : NULL;
    return f->more && !*next ? no_memory(f->ctx) : OK;
}

static Status find(Finding *f, int kind, int64_t limit, List *hits)
{
    const char *next;
    const SearchQuery query = {
        .kind = kind,
        .text = f->filter->q,
        .flags = kind == SEARCH_ENTRY && scope_customer(f->ctx) ? WORDS_PUBLIC : 0,
        .since = NONE,
        .to = NONE,
        .limit = limit,
        .after = &f->after};
    Status s = search_find(f->ctx, &query, hits, &next);
    f->more = !s && next;
    return s;
}

/* --- what can be read --- */

/* Leaves the tickets on which the words stand, in what they were opened with, as they are read;
 * and where, if that is asked for (else NULL). */
static Status keep_read(const Finding *f, int64_t *ids, TicketFound **where, size_t *count)
{
    List list;
    size_t kept = 0;
    if (ctx_may(f->ctx, PERSONAL_READ)) return OK;
    Status s = ticket_store_by_ids(f->ctx, ids, *count, &list);
    const Ticket *tickets = list.items;
    for (size_t i = 0; !s && i < list.count; i++) {
        bool reads;
        s = found_opened(f->ctx, f->filter->q, &tickets[i], &reads, where ? &where[kept] : NULL);
        if (!s && reads) ids[kept++] = tickets[i].id;
    }
    *count = kept;
    return s;
}

static Status can_read(const Finding *f, const FoundEntry *at, bool *reads, TicketFound **where)
{
    *reads = true;
    return ctx_may(f->ctx, PERSONAL_READ) ? OK
                                          : found_entry(f->ctx, f->filter->q, at, reads, where);
}

/* Hits that are looked at together, the tickets that are shown for them, and where, if known. */
typedef struct Step {
    const SearchHit *hits;
    size_t count;
    int64_t ids[LOOKED_AT_ONCE];
    TicketFound *where[LOOKED_AT_ONCE];
} Step;

/* --- what they were opened with --- */

/* Goes through the hits until the page is full; how many that took. */
static size_t step_take(Finding *f, const Step *step, size_t kept)
{
    size_t i = 0;
    for (size_t at = 0; i < step->count && f->count < (size_t)f->filter->limit; i++) {
        f->after = step->hits[i];
        if (at == kept || step->ids[at] != step->hits[i].id) continue;
        f->ids[f->count] = step->hits[i].id;
        f->entries[f->count] = 0;
        f->where[f->count++] = step->where[at++];
    }
    return i;
}

/* Adds those of some hits that fit, as far as the page has room; `*from` goes on. */
static Status take_tickets(Finding *f, const List *hits, size_t *from)
{
    Step step = {(const SearchHit *)hits->items + *from, hits->count - *from, {0}, {NULL}};
    if (step.count > LOOKED_AT_ONCE) step.count = LOOKED_AT_ONCE;
    size_t kept = step.count;
    for (size_t i = 0; i < step.count; i++)
        step.ids[i] = step.hits[i].id;
    Status s = queue_store_fitting(f->ctx, f->search, step.ids, &kept);
    if (!s) s = keep_read(f, step.ids, step.where, &kept);
    if (!s) *from += step_take(f, &step, kept);
    return s;
}

/* Takes of so many that are found: of the first `limit`, and of more until there are some. */
static Status look_through(Finding *f, int64_t limit, size_t *looked)
{
    List hits;
    size_t from = 0, room = (size_t)f->filter->limit;
    Status s = find(f, SEARCH_TICKET, limit, &hits);
    while (!s && from < hits.count && f->count < room && (from < room || !f->count))
        s = take_tickets(f, &hits, &from);
    *looked = from;
    f->more |= !s && from < hits.count;
    return s;
}

/* Every search reads all that has the words: where the first finds nothing that fits, the second
 * looks as far as there is to look. */
static Status find_tickets(Finding *f)
{
    size_t looked;
    Status s = look_through(f, f->filter->limit, &looked);
    if (!s && f->more && !f->count && looked < TICKETS_LOOKED_AT)
        s = look_through(f, TICKETS_LOOKED_AT - (int64_t)looked, &looked);
    if (s || f->more) return s;
    f->stage = STAGE_ENTRIES;
    f->after = beginning;
    f->more = true;
    return s;
}

/* --- what was said later --- */

static bool has_id(const int64_t *ids, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id) return true;
    return false;
}

/* Takes out of `ids` what is in the other. */
static void ids_without(int64_t *ids, size_t *count, const int64_t *other, size_t others)
{
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++)
        if (!has_id(other, others, ids[i])) ids[kept++] = ids[i];
    *count = kept;
}

/* Going back through what was said on some tickets, the latest first, as far as the pages before
 * went. */
typedef struct LookingBack {
    int64_t *ids, *below; /* of each the entries below are looked at next */
    size_t count;
    List entries;   /* EntryOf: those being looked at */
    int64_t *shown; /* tickets that stood on those pages */
    size_t shown_count;
} LookingBack;

/* Notes the tickets of those entries that have the words, as they are read. */
static Status note_shown(const Finding *f, LookingBack *back)
{
    const EntryOf *entries = back->entries.items;
    size_t having = back->entries.count;
    int64_t *ids = ARENA_ARRAY(f->ctx->arena, having, int64_t);
    if (!ids) return no_memory(f->ctx);
    for (size_t i = 0; i < having; i++)
        ids[i] = entries[i].entry_id;
    Status s = search_among(f->ctx, SEARCH_ENTRY, f->filter->q, ids, &having);
    for (size_t i = 0, at = 0; !s && i < back->entries.count && at < having; i++) {
        const FoundEntry entry = {back->ids[entries[i].number], ids[at]};
        bool reads = false;
        if (entries[i].entry_id != ids[at]) continue;
        at++;
        if (!has_id(back->shown, back->shown_count, entry.ticket_id))
            s = can_read(f, &entry, &reads, NULL);
        if (reads) back->shown[back->shown_count++] = entry.ticket_id;
    }
    return s;
}

/* Leaves the tickets of which there is more to look at. */
static void go_back(LookingBack *back)
{
    const EntryOf *entries = back->entries.items;
    size_t kept = 0, at = 0;
    for (size_t i = 0; i < back->count; i++) {
        size_t from = at;
        while (at < back->entries.count && entries[at].number == i)
            at++;
        bool more = at - from == ENTRIES_SINCE_MAX;
        if (!more || has_id(back->shown, back->shown_count, back->ids[i])) continue;
        back->below[kept] = entries[at - 1].entry_id;
        back->ids[kept++] = back->ids[i];
    }
    back->count = kept;
}

/* Takes out those that stood on the pages before because of something that was said later still. */
static Status drop_shown(Finding *f, int64_t *ids, size_t *count)
{
    LookingBack back = {.ids = ARENA_ARRAY(f->ctx->arena, *count, int64_t),
                        .below = ARENA_ARRAY(f->ctx->arena, *count, int64_t),
                        .shown = ARENA_ARRAY(f->ctx->arena, *count, int64_t),
                        .count = *count};
    Status s = OK;
    if (!back.ids || !back.below || !back.shown) return no_memory(f->ctx);
    memcpy(back.ids, ids, *count * sizeof *ids);
    for (size_t i = 0; i < *count; i++)
        back.below[i] = INT64_MAX;
    while (!s && back.count) {
        const EntriesSince since = {back.ids, back.below, back.count, f->after.at, f->after.id};
        s = entry_store_since(f->ctx, &since, &back.entries);
        if (!s) s = note_shown(f, &back);
        if (!s) go_back(&back);
    }
    if (!s) ids_without(ids, count, back.shown, back.shown_count);
    return s;
}

/* Leaves the tickets that fit and stand on no page before. */
static Status keep_new(Finding *f, int64_t *ids, size_t *count)
{
    Status s = queue_store_fitting(f->ctx, f->search, ids, count);
    int64_t *opened = ARENA_ARRAY(f->ctx->arena, *count, int64_t);
    size_t found = *count;
    if (s) return s;
    if (!opened) return no_memory(f->ctx);
    memcpy(opened, ids, found * sizeof *ids);
    s = search_among(f->ctx, SEARCH_TICKET, f->filter->q, opened, &found);
    if (!s) s = keep_read(f, opened, NULL, &found);
    if (s) return s;
    ids_without(ids, count, opened, found);
    return f->after.id == beginning.id || !*count ? OK : drop_shown(f, ids, count);
}

/* Goes through the hits until the page is full. */
static void take(Finding *f, const Step *step, const int64_t *fit, size_t fitting)
{
    size_t i = 0;
    for (; i < step->count && f->count < (size_t)f->filter->limit; i++) {
        int64_t id = step->ids[i];
        f->after = step->hits[i];
        if (!has_id(fit, fitting, id) || has_id(f->ids, f->count, id)) continue;
        f->ids[f->count] = id;
        f->entries[f->count] = step->hits[i].id;
        f->where[f->count++] = step->where[i];
    }
    f->more |= i < step->count;
}

/* Of a few hits those that fit. */
static Status take_some(Finding *f, const SearchHit *hits, size_t count)
{
    Step step = {hits, count, {0}, {NULL}};
    int64_t fit[LOOKED_AT_ONCE];
    size_t fitting = 0;
    Status s = words_store_shown(f->ctx, hits, count, step.ids);
    for (size_t i = 0; !s && i < count; i++) {
        const FoundEntry at = {step.ids[i], hits[i].id};
        bool reads = false;
        if (step.ids[i]) s = can_read(f, &at, &reads, &step.where[i]);
        if (!reads) step.ids[i] = 0;
        if (reads && !has_id(fit, fitting, at.ticket_id)) fit[fitting++] = at.ticket_id;
    }
    if (!s) s = keep_new(f, fit, &fitting);
    if (!s) take(f, &step, fit, fitting);
    return s;
}

static Status find_entries(Finding *f)
{
    List list;
    size_t from = 0;
    Status s = find(f, SEARCH_ENTRY, ENTRIES_LOOKED_AT, &list);
    const SearchHit *hits = list.items;
    while (!s && from < list.count && f->count < (size_t)f->filter->limit) {
        size_t left = list.count - from, count = left < LOOKED_AT_ONCE ? left : LOOKED_AT_ONCE;
        s = take_some(f, hits + from, count);
        from += count;
    }
    f->more |= !s && from < list.count;
    return s;
}

/* --- where the words stand --- */

static Status tell(const Finding *f, Ticket *ticket, int64_t entry_id)
{
    bool reads;
    const FoundEntry at = {ticket->id, entry_id};
    return entry_id ? found_entry(f->ctx, f->filter->q, &at, &reads, &ticket->found)
                    : found_opened(f->ctx, f->filter->q, ticket, &reads, &ticket->found);
}

static Status tell_all(const Finding *f, const List *tickets)
{
    Ticket *items = tickets->items;
    Status s = OK;
    for (size_t i = 0, at = 0; !s && i < tickets->count; i++) {
        while (at < f->count && f->ids[at] != items[i].id)
            at++;
        if (at == f->count) break;
        items[i].found = f->where[at];
        if (!items[i].found) s = tell(f, &items[i], f->entries[at]);
    }
    return s;
}

Status found_list(Ctx *ctx, const TicketFilter *filter, const QueueSearch *search, List *out,
                  const char **next)
{
    Finding f = {.ctx = ctx, .filter = filter, .search = search};
    Status s = begin(&f);
    if (!s && f.stage == STAGE_TICKETS) s = find_tickets(&f);
    if (!s && f.stage == STAGE_ENTRIES && f.count < (size_t)filter->limit) s = find_entries(&f);
    if (!s && !f.count && !f.more && !filter->cursor) s = found_nothing(ctx, filter->q);
    if (!s) s = ticket_store_by_ids(ctx, f.ids, f.count, out);
    if (!s) s = tell_all(&f, out);
    return s ? s : end(&f, next);
}
