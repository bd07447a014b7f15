/* hand_on.h -- what somebody has who is not there goes on to others. */
#pragma once

#include "base/ctx.h"

/* How many were handed on, and how many of these have an owner again. */
typedef struct HandedOn {
    int64_t released, given;
    bool more; /* there is more: ask again */
} HandedOn;

/* In the transaction of ctx: takes what an agent has (what is resolved stays) and routes it anew,
 * fifty at once. Audited. NOT_FOUND; CONFLICT where they are available. */
Status agent_hand_on(Ctx *ctx, const char *login, HandedOn *out);

/* In the transaction of ctx: the same of an account that is closed; nothing happens to one that is
 * open again. What cannot be handed on stops none of the others. `*more`: ask again. The Status of
 * what cannot be, where nothing else is left. */
Status left_hand_on(Ctx *ctx, int64_t account_id, bool *more);

/* In the transaction of ctx: the same of one ticket, where who has it was closed: it may have been
 * resolved then, and be open again. NOT_FOUND. */
Status left_hand_on_ticket(Ctx *ctx, int64_t ticket_id);

/* In the transaction of ctx: left_hand_on() by a job. */
Status left_soon(Ctx *ctx, int64_t account_id);

/* The same of all who are closed and have something: at each start, for those who were closed when
 * nothing was handed on yet. */
Status left_seed(Ctx *ctx);
