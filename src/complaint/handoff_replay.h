/* handoff_replay.h -- the clocks of a ticket's handoffs computed again from its log. For the row of
 * slices.c only. */
#pragma once

#include "base/ctx.h"

/* A ClocksVerify (desk/replay.h): whether the clock of each handoff is what the log says of it. A
 * handoff that an older program gave, whose log names no service level, goes by the one that is
 * stored. */
Status handoff_clocks_verify(Ctx *ctx, int64_t ticket_id, const char **why);
