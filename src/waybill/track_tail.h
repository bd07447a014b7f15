/* track_tail.h -- how often somebody may guess the phone tail of a parcel.
 *
 * Four digits are 10,000 guesses: after `tail_tries` (setting) wrong ones a parcel takes none for
 * an hour. In the transaction of ctx. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"

/* Whether a tail may be tried now. */
Status tail_may_try(Ctx *ctx, int64_t waybill_id, bool *may);

/* Counts a wrong one. */
Status tail_failed(Ctx *ctx, int64_t waybill_id);

/* Forgets tries that are over an hour old: a job by the clock. */
Status tail_forget_old(Ctx *ctx);
