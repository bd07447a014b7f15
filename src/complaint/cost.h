/* cost.h -- what a complaint costs. For what pays because of one: it needs to know no more of it.
 */
#pragma once

#include "base/ctx.h"

/* In the transaction of ctx: the complaint of a ticket has cost so much more (less), fen. Counted
 * in whatever scope ctx's person has. Nothing where the ticket has no complaint. */
Status complaint_add_cost(Ctx *ctx, int64_t ticket_id, int64_t fen);
