/* draft.h -- what somebody has begun to write on a ticket, kept on the server; and who follows it.
 */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef struct Draft {
    int64_t version; /* 0 before the first */
    int64_t ticket_id;
    const char *text; /* personal: sealed at rest */
    int64_t changed_at;
} Draft;
extern const Shape draft_shape;

/* The draft of ctx's person; version 0 and no text where there is none. NOT_FOUND for a ticket out
 * of scope; FORBIDDEN to machines. */
Status draft_find(Ctx *ctx, int64_t ticket_id, Draft *out);

/* In the transaction of ctx: writes it over `version` (0: there is none). STALE when another window
 * of theirs wrote meanwhile: what that wrote stands. */
Status draft_put(Ctx *ctx, int64_t ticket_id, int64_t version, const char *text, Draft *out);

/* Forgets it: it was sent. */
Status draft_remove(Ctx *ctx, int64_t ticket_id);

typedef struct Follower {
    int64_t account_id;
    const char *login;
} Follower;
extern const Shape follower_shape;

/* In the transaction of ctx: its person follows the ticket, or follows it no longer. What others
 * write from then on is news to them (TicketFilter, unread). */
Status ticket_follow(Ctx *ctx, int64_t ticket_id, bool follows);

/* In the transaction of ctx: its person, if they follow the ticket, has seen what stands there. */
Status ticket_seen(Ctx *ctx, int64_t ticket_id);

/* Who follows it (Follower); at most 200. Whoever tells people of a ticket asks this. */
Status ticket_followers(Ctx *ctx, int64_t ticket_id, List *out);
