#include "desk/found_text.h"

#include <string.h>

#include "access/person.h"
#include "access/right.h"
#include "desk/entry_store.h"
#include "search/search.h"

static Status masked(Ctx *ctx, Personal kind, const char *text, const char **out)
{
    Buf buf;
    buf_init(&buf, ctx->arena);
    buf_text(&buf, "");
    mask_text(&buf, kind, text);
    *out = buf.data ? buf.data : "";
    return buf_check(ctx, &buf);
}

/* As ctx's person reads it. */
static Status shown(Ctx *ctx, Personal kind, const char *text, const char **out)
{
    *out = text;
    return !text || ctx_may(ctx, PERSONAL_READ) ? OK : masked(ctx, kind, text, out);
}

Status found_nothing(Ctx *ctx, const char *q)
{
    const char *read;
    Status s = shown(ctx, PERSONAL_WORDS, q, &read);
    if (s || strcmp(read, q) == 0) return s;
    return fail_field(ctx, "q",
                      "looks like contact details, and those are masked to you in what was"
                      " written; nothing else has it");
}

static Status make(Ctx *ctx, const char *q, const char *text, const TicketFound *found,
                   TicketFound **out)
{
    bool stands;
    *out = ARENA_NEW(ctx->arena, TicketFound);
    if (!*out) return no_memory(ctx);
    **out = *found;
    return search_excerpt(ctx, q, text, &stands, &(*out)->excerpt);
}

static Status make_of_entry(Ctx *ctx, const char *q, const Entry *entry, const char *text,
                            TicketFound **out)
{
    return make(ctx, q, text,
                &(TicketFound){.part = FOUND_LOG,
                               .entry_id = entry->id,
                               .ticket_id = entry->ticket_id,
                               .kind = entry->kind,
                               .at = entry->at,
                               .author = entry->author},
                out);
}

/* --- what it was opened with --- */

/* The texts that a ticket is found by, and which parts of it they are: the first is the
 * description. */
typedef struct Opened {
    Entry first;
    Texts texts;
    int64_t *parts;
} Opened;

static void add(Opened *opened, FoundPart part, const char *text)
{
    opened->parts[opened->texts.count] = part;
    opened->texts.items[opened->texts.count++] = text;
}

static Status add_words(Ctx *ctx, Opened *opened, FoundPart part, const char *text)
{
    const char *read;
    Status s = shown(ctx, PERSONAL_WORDS, text, &read);
    if (!s) add(opened, part, read);
    return s;
}

static Status read_opened(Ctx *ctx, const Ticket *ticket, Opened *out)
{
    enum { SINGLE = 5 };
    const TicketWaybill *parcels = ticket->waybills.items;
    size_t room = SINGLE + ticket->waybills.count + ticket->tags.count;
    *out = (Opened){.texts.items = ARENA_ARRAY(ctx->arena, room, const char *),
                    .parts = ARENA_ARRAY(ctx->arena, room, int64_t)};
    if (!out->texts.items || !out->parts) return no_memory(ctx);
    Status s = entry_store_first(ctx, ticket->id, &out->first);
    if (s == NOT_FOUND) s = OK;
    if (!s) s = add_words(ctx, out, FOUND_LOG, out->first.text);
    if (!s) s = add_words(ctx, out, FOUND_SUBJECT, ticket->subject);
    if (!s) s = add_words(ctx, out, FOUND_CONTACT, ticket->contact_name);
    if (s) return s;
    add(out, FOUND_NUMBER, ticket->no);
    add(out, FOUND_REFERENCE, ticket->external_ref);
    for (size_t i = 0; i < ticket->waybills.count; i++)
        add(out, FOUND_PARCEL, parcels[i].no);
    for (size_t i = 0; i < ticket->tags.count; i++)
        add(out, FOUND_TAG, ticket->tags.items[i]);
    return OK;
}

static Status make_of_part(Ctx *ctx, const char *q, const Opened *opened, size_t number,
                           TicketFound **out)
{
    const char *text = opened->texts.items[number];
    FoundPart part = (FoundPart)opened->parts[number];
    if (part == FOUND_LOG) return make_of_entry(ctx, q, &opened->first, text, out);
    Status s = part == FOUND_CONTACT ? shown(ctx, PERSONAL_NAME, text, &text) : OK;
    return s ? s : make(ctx, q, text, &(TicketFound){.part = part, .kind = NONE, .at = NONE}, out);
}

Status found_opened(Ctx *ctx, const char *q, const Ticket *ticket, bool *reads, TicketFound **out)
{
    Opened opened;
    size_t i = 0;
    if (out) *out = NULL;
    Status s = read_opened(ctx, ticket, &opened);
    if (s) return s;
    bool *stand = ARENA_ARRAY(ctx->arena, opened.texts.count, bool);
    if (!stand) return no_memory(ctx);
    s = search_stands(ctx, q, &opened.texts, stand, reads);
    if (!out) return s;
    while (!s && i < opened.texts.count && !stand[i])
        i++;
    return s || i == opened.texts.count ? s : make_of_part(ctx, q, &opened, i, out);
}

/* --- what was said later --- */

Status found_entry(Ctx *ctx, const char *q, const FoundEntry *at, bool *reads, TicketFound **out)
{
    Entry entry;
    bool stands;
    const char *text;
    if (out) *out = NULL;
    *reads = false;
    Status s = entry_store_find(ctx, at->ticket_id, at->entry_id, scope_customer(ctx), &entry);
    if (s == NOT_FOUND) return OK;
    if (!s) s = shown(ctx, PERSONAL_WORDS, entry.text, &text);
    if (s || !text) return s;
    s = search_stands(ctx, q, &(Texts){&text, 1}, &stands, reads);
    return s || !out ? s : make_of_entry(ctx, q, &entry, text, out);
}
