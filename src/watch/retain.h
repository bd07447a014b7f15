/* retain.h -- for how long what the watch found is kept: the setting watch_keep_days. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"

/* In the transaction of ctx: deletes what ended before an instant: closed findings with what people
 * did about them, RETAIN_AT_ONCE at most; hours of the heat without an open finding; days of the
 * accuracy. Never what is open, nor findings of a parcel that is. `*more`: there may be others. */
Status watch_retain(Ctx *ctx, int64_t before_ms, bool *more);
enum { RETAIN_AT_ONCE = 1000 };
