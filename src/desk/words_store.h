/* words_store.h -- what was said on tickets, read in the order of tickets and entries. For words.c
 * and found.c only. */
#pragma once

#include "desk/entry.h"
#include "search/search.h"

/* An entry with its text, and whose its ticket is. */
typedef struct SaidEntry {
    Entry entry; /* ticket_id, id, at, kind, visibility, text, origin_id */
    int64_t outlet_id, customer_id;
} SaidEntry;

typedef struct SaidPlace {
    int64_t ticket_id, entry_id;
} SaidPlace;

typedef struct SaidRange {
    SaidPlace after; /* from after this place on */
    int64_t last_ticket_id, last_entry_id;
    int64_t limit;
} SaidRange;

/* The entries (SaidEntry) of a range, also those without words. */
Status words_store_page(Ctx *ctx, const SaidRange *range, List *out);

/* What is not yet in the index of what was there before it: without a limit. NOT_FOUND without
 * words: nothing. */
Status words_store_left(Ctx *ctx, SaidRange *out);

/* It has been put in up to a place; or all of it has. */
Status words_store_came_to(Ctx *ctx, SaidPlace place);
Status words_store_done(Ctx *ctx);

/* For each hit of the index the ticket that it is shown as: its own, or the last of those it was
 * merged into one after another that ctx's person sees; 0 where they may not see the entry. */
Status words_store_shown(Ctx *ctx, const SearchHit *hits, size_t count, int64_t *shown);
