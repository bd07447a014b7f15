/* entry_store.h -- the rows behind a ticket's log, and who follows it. For the files of desk/ only.
 */
#pragma once

#include "db/db.h"
#include "desk/entry.h"

/* A new entry, whole. */
Status entry_store_insert(Ctx *ctx, const Entry *entry);

/* Of the ticket and those merged into it that ctx's person sees: from after `after` (exclusive) in
 * the direction asked. */
typedef struct EntryPage {
    int64_t ticket_id, after;
    bool newest_first, public_only;
    int64_t limit;
} EntryPage;
Status entry_store_page(Ctx *ctx, const EntryPage *page, List *out);

/* NOT_FOUND without words. */
Status entry_store_find(Ctx *ctx, int64_t ticket_id, int64_t id, bool public_only, Entry *out);

/* Everything that was written on this ticket alone, without texts: what its clocks are told. */
typedef Status EntryEach(Ctx *ctx, void *user, const Entry *entry);
Status entry_store_each(Ctx *ctx, int64_t ticket_id, EntryEach *each, void *user);

/* Writes the entry's detail over what stands there: for erasing alone. */
Status entry_store_detail(Ctx *ctx, const Entry *entry);

/* The text of the first entry: the description. NULL when it has none. */
Status entry_store_description(Ctx *ctx, int64_t ticket_id, const char **out);

/* Copies an entry of a ticket to another, under a new id. */
Status entry_store_copy(Ctx *ctx, int64_t ticket_id, int64_t id, int64_t to_ticket_id);

/* Nothing happens where the account follows already, or does not. */
Status follower_store_put(Ctx *ctx, int64_t ticket_id, int64_t account_id);
/* The other way round. */
Status follower_store_remove(Ctx *ctx, int64_t ticket_id, int64_t account_id);
