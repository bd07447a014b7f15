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
