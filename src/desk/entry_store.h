/* entry_store.h -- the rows behind a ticket's log, and who follows it. For the files of desk/ only.
 */
#pragma once

#include "db/db.h"
#include "desk/entry.h"

/* What texts of entries are sealed for (access/keys.h). */
#define ENTRY_TEXT_PURPOSE "ticket_entry.text"

/* From a visibility on. Who may read what is public alone reads no calls: colleagues write those
 * down, of whoever was on the line. */
#define ENTRY_SHOWN(least)                                                                         \
    " AND e.visibility >= " least " AND (e.kind <> 14 OR CAST(" least " AS BIGINT) = 0)"
_Static_assert(ENTRY_CALL == 14 && ENTRY_INTERNAL == 0, "ENTRY_SHOWN names them by number");

/* A new entry, whole. */
Status entry_store_insert(Ctx *ctx, const Entry *entry);

typedef struct EntryPage {
    int64_t ticket_id, after;
    bool newest_first, public_only;
    int64_t limit;
} EntryPage;

/* Of the ticket and those merged into it that ctx's person sees: from after `after` (exclusive) in
 * the direction asked. */
Status entry_store_page(Ctx *ctx, const EntryPage *page, List *out);

/* NOT_FOUND without words. */
Status entry_store_find(Ctx *ctx, int64_t ticket_id, int64_t id, bool public_only, Entry *out);

/* Everything that was written on this ticket alone, without texts: what its clocks are told. */
Status entry_store_each(Ctx *ctx, int64_t ticket_id, EntryEach *each, void *user);

/* Writes the entry's detail over what stands there: for erasing alone. */
Status entry_store_detail(Ctx *ctx, const Entry *entry);

/* The first entry, which holds the description. NOT_FOUND without words. */
Status entry_store_first(Ctx *ctx, int64_t ticket_id, Entry *out);

/* The text of the first entry: the description. NULL when it has none. */
Status entry_store_description(Ctx *ctx, int64_t ticket_id, const char **out);

/* Copies an entry to another ticket, under a new id: `copy` is what stands there. */
Status entry_store_copy(Ctx *ctx, const Entry *entry, int64_t to_ticket_id, Entry *copy);

/* An entry of one of the tickets that were asked for. */
typedef struct EntryOf {
    size_t number; /* of the ticket among them */
    int64_t entry_id;
} EntryOf;

typedef struct EntriesSince {
    const int64_t *tickets, *below;
    size_t count;
    int64_t at, id;
} EntriesSince;

/* Of each ticket and what was merged into it, what ctx's person may read (EntryOf) that has words
 * and was written at an instant or later; of that instant the ids from `id` on. Of each the last
 * ENTRIES_SINCE_MAX with ids below `below`, one for each ticket; in the order of the tickets, then
 * from the greatest id on. */
Status entry_store_since(Ctx *ctx, const EntriesSince *since, List *out);
enum { ENTRIES_SINCE_MAX = 200 };

/* Kinds of entries that are news to who follows: what was said, who has it and how it stands; not
 * what clocks and forms leave behind. */
#define ENTRY_NEWS "(2, 3, 4, 5, 9, 12, 13, 14)"
_Static_assert(ENTRY_MESSAGE == 2 && ENTRY_NOTE == 3 && ENTRY_STATE == 4 && ENTRY_ASSIGNED == 5 &&
                   ENTRY_HANDOFF == 9 && ENTRY_MERGED == 12 && ENTRY_SPLIT == 13 &&
                   ENTRY_CALL == 14,
               "ENTRY_NEWS names them by number");

/* The account follows the ticket from now on: nothing that stands there is new to it. Nothing
 * happens where it follows already. */
Status follower_store_put(Ctx *ctx, int64_t ticket_id, int64_t account_id);

/* It follows, and that entry is new to it, whatever its kind, with what comes after it. */
Status follower_store_call(Ctx *ctx, int64_t ticket_id, int64_t account_id, int64_t entry_id);

/* It has seen what stands there up to that entry, on the ticket and on those merged into it.
 * Nothing happens where it follows none of them, or has seen more. */
Status follower_store_seen(Ctx *ctx, int64_t ticket_id, int64_t account_id, int64_t entry_id);

/* It follows neither the ticket nor those merged into it. */
Status follower_store_remove(Ctx *ctx, int64_t ticket_id, int64_t account_id);

/* Who follows it, or one merged into it: Follower by login; at most 200. */
Status follower_store_list(Ctx *ctx, int64_t ticket_id, List *out);
