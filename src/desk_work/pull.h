/* pull.h -- what waits goes to whoever can take it: the specialist's own, then the green channel,
 * then the most urgent clock. One hands out at a time, so that no two get the same. */
#pragma once

#include "desk_work/assign.h"

/* In the transaction of ctx: gives ctx's person the next ticket they can take; `*found` is false
 * where nothing waits for them. FORBIDDEN to a token; CONFLICT when they hold all they may. */
Status ticket_next(Ctx *ctx, Ticket *out, bool *found);

/* In the transaction of ctx: fills an agent up with what waits, as long as they are available and
 * have room; at most 50. Nothing happens where the setting route_push says so. */
Status pull_for(Ctx *ctx, int64_t account_id);

/* The same soon, by a job. */
Status pull_soon(Ctx *ctx, int64_t account_id);

/* How many were handed on, and how many of these have an owner again. */
typedef struct HandedOn {
    int64_t released, given;
} HandedOn;

/* In the transaction of ctx: takes all that an agent has (those resolved stay) and routes it anew.
 * At most 500 at once: ask again while `released` is that. Audited. NOT_FOUND. */
Status agent_hand_on(Ctx *ctx, const char *login, HandedOn *out);

/* In the transaction of ctx: the same of an account that was closed, a hundred at once; `*more`: it
 * has more. */
Status left_hand_on(Ctx *ctx, int64_t account_id, bool *more);

/* In the transaction of ctx: the same of one ticket, where who has it was closed: it may have been
 * resolved then, and be open again. NOT_FOUND. */
Status left_hand_on_ticket(Ctx *ctx, int64_t ticket_id);
