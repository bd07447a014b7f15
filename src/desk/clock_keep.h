/* clock_keep.h -- clocks as they are stored, of tickets and of handoffs. */
#pragma once

#include "desk/clock.h"

/* In the transaction of ctx: writes the clock over what there was of its subject, kind and round.
 */
Status clock_put(Ctx *ctx, const Clock *clock);

/* Each kind's last round of a subject (Clock). */
Status clock_latest(Ctx *ctx, int64_t subject_kind, int64_t subject_id, List *out);

/* All rounds, by clock and round; at most 10,000. */
Status clock_rounds(Ctx *ctx, int64_t subject_kind, int64_t subject_id, List *out);
