#include "desk/found.h"

#include <string.h>

#include "access/page.h"
#include "access/person.h"
#include "access/right.h"
#include "desk/entry_store.h"
#include "desk/ticket_store.h"
#include "desk/words.h"
#include "desk/words_store.h"
#include "search/search.h"

enum { STAGE_TICKETS = 1, STAGE_ENTRIES };
enum { KEY_STAGE, KEY_WEIGHT, KEY_AT, KEY_ID, KEYS };

/* So many entries are looked through for a page of tickets, if need be, and so many at once. */
enum { ENTRIES_LOOKED_AT = 200, ENTRIES_AT_ONCE = 60 };

/* Before everything that could be found. */
static const SearchHit beginning = {INT64_MAX, INT64_MAX, INT64_MAX, 0};

typedef struct Finding {
    Ctx *ctx;
    const TicketFilter *filter;
    const QueueSearch *search;
    int64_t *ids;     /* of the tickets found, in order */
    int64_t *entries; /* where the words stand in each; 0: in what it was opened with */
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
    if (!f->ids || !f->entries) return no_memory(f->ctx);
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

/* --- what they were opened with --- */

static Status find_tickets(Finding *f)
{
    List hits;
    Status s = find(f, SEARCH_TICKET, f->filter->limit, &hits);
    if (s) return s;
    const SearchHit *items = hits.items;
    for (size_t i = 0; i < hits.count; i++) {
        f->ids[i] = items[i].id;
        f->entries[i] = 0;
        f->after = items[i];
    }
    f->count = hits.count;
    s = queue_store_fitting(f->ctx, f->search, f->ids, &f->count);
    if (f->more) return s;
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

/* Those that stood on the pages before because of something that was said later still. */
static Status drop_shown(Finding *f, int64_t *ids, size_t *count)
{
    List list;
    const EntriesSince since = {ids, *count, f->after.at, f->after.id};
    Status s = entry_store_since(f->ctx, &since, &list);
    if (s) return s;
    const EntryOf *earlier = list.items;
    size_t having = list.count, dropped = 0;
    int64_t *entries = ARENA_ARRAY(f->ctx->arena, having, int64_t);
    int64_t *shown = ARENA_ARRAY(f->ctx->arena, having, int64_t);
    if (!entries || !shown) return no_memory(f->ctx);
    for (size_t i = 0; i < list.count; i++)
        entries[i] = earlier[i].entry_id;
    s = search_among(f->ctx, SEARCH_ENTRY, f->filter->q, entries, &having);
    for (size_t i = 0; i < list.count && dropped < having; i++)
        if (earlier[i].entry_id == entries[dropped]) {
            shown[dropped] = ids[earlier[i].number];
            dropped++;
        }
    if (!s) ids_without(ids, count, shown, dropped);
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
    if (s) return s;
    ids_without(ids, count, opened, found);
    return f->after.id == beginning.id || !*count ? OK : drop_shown(f, ids, count);
}

/* Goes through the hits until the page is full. */
static void take(Finding *f, const SearchHit *hits, size_t count, const int64_t *shown,
                 const int64_t *fit, size_t fitting)
{
    size_t i = 0;
    for (; i < count && f->count < (size_t)f->filter->limit; i++) {
        f->after = hits[i];
        if (!has_id(fit, fitting, shown[i]) || has_id(f->ids, f->count, shown[i])) continue;
        f->ids[f->count] = shown[i];
        f->entries[f->count++] = hits[i].id;
    }
    f->more |= i < count;
}

/* Of a few hits those that fit. */
static Status take_some(Finding *f, const SearchHit *hits, size_t count)
{
    size_t fitting = 0;
    int64_t *shown = ARENA_ARRAY(f->ctx->arena, count, int64_t);
    int64_t *fit = ARENA_ARRAY(f->ctx->arena, count, int64_t);
    if (!shown || !fit) return no_memory(f->ctx);
    Status s = words_store_shown(f->ctx, hits, count, shown);
    for (size_t i = 0; !s && i < count; i++)
        if (shown[i] && !has_id(fit, fitting, shown[i])) fit[fitting++] = shown[i];
    if (!s) s = keep_new(f, fit, &fitting);
    if (!s) take(f, hits, count, shown, fit, fitting);
    return s;
}

static Status find_entries(Finding *f)
{
    List list;
    size_t from = 0;
    Status s = find(f, SEARCH_ENTRY, ENTRIES_LOOKED_AT, &list);
    const SearchHit *hits = list.items;
    while (!s && from < list.count && f->count < (size_t)f->filter->limit) {
        size_t left = list.count - from, count = left < ENTRIES_AT_ONCE ? left : ENTRIES_AT_ONCE;
        s = take_some(f, hits + from, count);
        from += count;
    }
    f->more |= !s && from < list.count;
    return s;
}

/* --- where the words stand --- */

/* As the entry is read: masked for who may not read what is personal, then cut. */
static Status excerpt(Ctx *ctx, const char *q, const char *text, bool *stands, const char **out)
{
    Buf masked;
    buf_init(&masked, ctx->arena);
    buf_text(&masked, "");
    if (ctx_may(ctx, PERSONAL_READ))
        buf_text(&masked, text);
    else
        mask_text(&masked, PERSONAL_WORDS, text);
    Status s = buf_check(ctx, &masked);
    return s ? s : search_excerpt(ctx, q, masked.data ? masked.data : "", stands, out);
}

static Status read_entry(Ctx *ctx, int64_t ticket_id, int64_t entry_id, Entry *out)
{
    Status s = entry_id ? entry_store_find(ctx, ticket_id, entry_id, scope_customer(ctx), out)
                        : entry_store_first(ctx, ticket_id, out);
    if (s == NOT_FOUND) out->text = NULL;
    return s == NOT_FOUND ? OK : s;
}

static Status tell(const Finding *f, Ticket *ticket, int64_t entry_id)
{
    Entry entry;
    bool stands = false;
    const char *cut = NULL;
    Status s = read_entry(f->ctx, ticket->id, entry_id, &entry);
    if (!s && entry.text) s = excerpt(f->ctx, f->filter->q, entry.text, &stands, &cut);
    if (s || !entry.text || (!stands && !entry_id)) return s;
    ticket->found = ARENA_NEW(f->ctx->arena, TicketFound);
    if (!ticket->found) return no_memory(f->ctx);
    *ticket->found = (TicketFound){.entry_id = entry.id,
                                   .ticket_id = entry.ticket_id,
                                   .kind = entry.kind,
                                   .at = entry.at,
                                   .author = entry.author,
                                   .excerpt = cut};
    return OK;
}

static Status tell_all(const Finding *f, const List *tickets)
{
    Ticket *items = tickets->items;
    Status s = OK;
    for (size_t i = 0, at = 0; !s && i < tickets->count; i++) {
        while (at < f->count && f->ids[at] != items[i].id)
            at++;
        if (at < f->count) s = tell(f, &items[i], f->entries[at]);
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
    if (!s) s = ticket_store_by_ids(ctx, f.ids, f.count, out);
    if (!s) s = tell_all(&f, out);
    return s ? s : end(&f, next);
}
