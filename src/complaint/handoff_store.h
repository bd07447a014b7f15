/* handoff_store.h -- handoffs as they are stored. For the files of complaint/ only. */
#pragma once

#include "complaint/handoff.h"

/* In the scope of ctx's person: the ticket's, or those asked. NOT_FOUND, without words. */
Status handoff_store_find(Ctx *ctx, int64_t id, Handoff *out);

/* Writes a new handoff; the caller has given id and version. */
Status handoff_store_insert(Ctx *ctx, const Handoff *handoff);
/* Over the version before; *written is false where somebody was faster. */
Status handoff_store_update(Ctx *ctx, const Handoff *handoff, bool *written);

/* The oldest 200 of a ticket. */
Status handoff_store_ticket(Ctx *ctx, int64_t ticket_id, List *out);

/* How many of a ticket wait, but for one. */
Status handoff_store_waiting(Ctx *ctx, int64_t ticket_id, int64_t but_id, int64_t *count);

/* Whether it was handed to ctx's person: their outlet's subtree, or a team of theirs. */
Status handoff_store_asked(Ctx *ctx, const Handoff *handoff, bool *out);

/* The outlets of a team's members, up to `room`; *count is one more where there are more. */
Status handoff_store_team_outlets(Ctx *ctx, int64_t team_id, int64_t *out, size_t room,
                                  size_t *count);

typedef struct HandoffSearch {
    int64_t outlet_id, after_due, after_id, due_until, limit;
} HandoffSearch;

/* Those that wait, after a deadline and id, due until an instant. outlet_id 0: any in scope. */
Status handoff_store_search(Ctx *ctx, const HandoffSearch *search, List *out);

/* Of those in scope that wait, at most HANDOFF_COUNTED: how many, and how many are past due. */
Status handoff_store_count_waiting(Ctx *ctx, HandoffCount *out);

#define HANDOFF_NO_DUE (INT64_C(1) << 47)
