/* follow.h -- who follows a ticket: told what happens to it until they have seen it.
 *
 * What is news (TicketFilter, unread) is what others said, who has the ticket and how it stands,
 * and what the follower is called for. Who follows a ticket that was merged follows the one that
 * goes on in its place, and again that ticket alone once the merge is taken back. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef struct Follower {
    int64_t account_id;
    const char *login;
} Follower;
extern const Shape follower_shape;

/* In the transaction of ctx: its person follows the ticket, or follows neither it nor those merged
 * into it any longer. What others write from then on is news to them. NOT_FOUND for a ticket out of
 * scope; FORBIDDEN to machines, here and below. */
Status ticket_follow(Ctx *ctx, int64_t ticket_id, bool follows);

/* In the transaction of ctx: its person, if they follow the ticket, has seen what stands there up
 * to that entry: what came behind it is still news. INVALID, naming `entry_id`, where that is none
 * of the ticket's. */
Status ticket_seen(Ctx *ctx, int64_t ticket_id, int64_t entry_id);

/* Who follows it (Follower); at most 200. */
Status ticket_followers(Ctx *ctx, int64_t ticket_id, List *out);
