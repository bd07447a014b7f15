#include "desk/words.h"

#include "desk/words_store.h"
#include "search/search.h"

enum { AT_ONCE = 200 };

/* The first entry of a ticket is found with it; a copy of one stands among others. */
static bool is_found(const Entry *entry)
{
    return entry->text && *entry->text && (entry->kind != ENTRY_OPENED || entry->origin_id);
}

/* Calls are colleagues' own, as where they are read. */
static bool is_public(const Entry *entry)
{
    return entry->visibility == ENTRY_PUBLIC && entry->kind != ENTRY_CALL;
}

static Status put(Ctx *ctx, const Entry *entry, int64_t outlet_id, int64_t customer_id)
{
    const SearchText text = {entry->text, 1};
    const SearchDocument document = {.kind = SEARCH_ENTRY,
                                     .id = entry->id,
                                     .at = entry->at,
                                     .outlet_id = outlet_id,
                                     .customer_id = customer_id,
                                     .flags = is_public(entry) ? WORDS_PUBLIC : WORDS_INTERNAL,
                                     .part_of = entry->ticket_id};
    return is_found(entry) ? search_put(ctx, &document, &text, 1) : OK;
}

Status words_put(Ctx *ctx, const Entry *entry, const Ticket *ticket)
{
    return put(ctx, entry, ticket->outlet_id, ticket->customer_id);
}

static Status put_page(Ctx *ctx, const List *page)
{
    const SaidEntry *said = page->items;
    Status s = OK;
    for (size_t i = 0; !s && i < page->count; i++)
        s = put(ctx, &said[i].entry, said[i].outlet_id, said[i].customer_id);
    return s;
}

static Status erase_page(Ctx *ctx, const List *page)
{
    const SaidEntry *said = page->items;
    Status s = OK;
    for (size_t i = 0; !s && i < page->count; i++)
        if (is_found(&said[i].entry)) s = search_erase(ctx, SEARCH_ENTRY, said[i].entry.id);
    return s;
}

/* The place behind the last of a page. */
static SaidPlace place_after(const List *page)
{
    const Entry *last = &((const SaidEntry *)page->items)[page->count - 1].entry;
    return (SaidPlace){last->ticket_id, last->id};
}

static Status each_page(Ctx *ctx, int64_t ticket_id, Status (*visit)(Ctx *ctx, const List *page))
{
    SaidRange range = {{ticket_id, 0}, ticket_id, INT64_MAX, AT_ONCE};
    List page = {.count = AT_ONCE};
    Status s = OK;
    while (!s && page.count == AT_ONCE) {
        s = words_store_page(ctx, &range, &page);
        if (!s) s = visit(ctx, &page);
        if (!s && page.count) range.after = place_after(&page);
    }
    return s;
}

Status words_move(Ctx *ctx, const Ticket *ticket)
{
    return each_page(ctx, ticket->id, put_page);
}

Status words_erase(Ctx *ctx, int64_t ticket_id)
{
    return each_page(ctx, ticket_id, erase_page);
}

/* --- those from before --- */

static Status go_on(Ctx *ctx)
{
    return job_add(ctx, WORDS_JOB, "1", 0, NULL, ctx_now(ctx));
}

Status words_seed(Ctx *ctx)
{
    SaidRange left;
    Status s = words_store_left(ctx, &left);
    return s == NOT_FOUND ? OK : s ? s : go_on(ctx);
}

Status words_put_old(Ctx *ctx, const Job *job)
{
    SaidRange left;
    List page;
    (void)job;
    Status s = words_store_left(ctx, &left);
    if (s) return s == NOT_FOUND ? OK : s;
    left.limit = AT_ONCE;
    s = words_store_page(ctx, &left, &page);
    if (!s) s = put_page(ctx, &page);
    if (s) return s;
    if (page.count < AT_ONCE) return words_store_done(ctx);
    s = words_store_came_to(ctx, place_after(&page));
    return s ? s : go_on(ctx);
}
