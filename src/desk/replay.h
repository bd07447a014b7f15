/* replay.h -- the clocks of a ticket computed again from its log, and compared with those stored.
 */
#pragma once

#include "desk/entry.h"

/* What an entry tells the clocks of its ticket: a ClockEventKind, 0 for nothing. Only of what was
 * said; what was done to the ticket says it in its detail. */
int64_t entry_clock_event(const Entry *entry);

/* All rounds (Clock) as the ticket's own entries make them, as they stand at an instant. */
Status ticket_replay(Ctx *ctx, int64_t ticket_id, int64_t now_ms, List *out);

/* Whether what is stored is what the log says; `*why` then is NULL, else says which clock differs
 * in what. */
Status ticket_clocks_verify(Ctx *ctx, int64_t ticket_id, const char **why);
