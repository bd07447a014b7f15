/* found_text.h -- where on a ticket the words stand that somebody searched, as they may read it.
 * For found.c only.
 *
 * The index knows whole texts, and so tells of a phone number that is masked to who searches. What
 * they do not see finds nothing for them: `*reads` says whether all words stand in what they see.
 * The name of who asks is searched by its exact words by everybody, though some see it masked. */
#pragma once

#include "desk/entry.h"

/* Why nothing was found: INVALID, naming `q`, where it has contact details and ctx's person sees
 * those masked. */
Status found_nothing(Ctx *ctx, const char *q);

/* In what a ticket (with its parcels and tags) was opened with; `*out` is NULL where no word stands
 * there. `out`, here and below, is NULL where only `*reads` is asked. */
Status found_opened(Ctx *ctx, const char *q, const Ticket *ticket, bool *reads, TicketFound **out);

typedef struct FoundEntry {
    int64_t ticket_id; /* the ticket, or one that it was merged into */
    int64_t entry_id;
} FoundEntry;

/* In an entry; `*out` is NULL where ctx's person may not see that. */
Status found_entry(Ctx *ctx, const char *q, const FoundEntry *at, bool *reads, TicketFound **out);
