/* replay.h -- the clocks of a ticket computed again from its log, and compared with those stored.
 */
#pragma once

#include "desk/entry.h"

/* What an entry tells the clocks of its ticket: a ClockEventKind, 0 for nothing. Only of what was
 * said; what was done to the ticket says it in its detail. */
int64_t entry_clock_event(const Entry *entry);

/* All rounds (Clock) as the ticket's own entries make them, as they stand at an instant. */
Status ticket_replay(Ctx *ctx, int64_t ticket_id, int64_t now_ms, List *out);

/* What of two clocks differs, but for what was told; NULL when nothing does. */
const char *clock_difference(const Clock *a, const Clock *b);

/* The same for the clocks that other slices keep of a ticket's parts: rows of clocks_verifiers,
 * which slices.c puts together. Sets `*why`, which is NULL, where one differs. */
typedef Status ClocksVerify(Ctx *ctx, int64_t ticket_id, const char **why);
extern ClocksVerify *const clocks_verifiers[]; /* ends with NULL */

/* Whether what is stored is what the log says; `*why` then is NULL, else says which clock differs
 * in what. */
Status ticket_clocks_verify(Ctx *ctx, int64_t ticket_id, const char **why);
