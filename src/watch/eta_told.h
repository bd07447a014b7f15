/* eta_told.h -- what was announced of parcels, and how right it was: the replay's figures on live
 * data.
 *
 * A parcel collected within the last two days is noted with the write. Within minutes the clock
 * computes what is expected of it and keeps that as it was said; when the parcel has ended, it is
 * judged by it, added to the day of its delivery, and forgotten. A promise that is changed later is
 * not the one it is judged by. */
#pragma once

#include "watch/replay.h"
#include "waybill/facts.h"

/* Notes that a rule warned of the parcels now; only the first time counts. Nothing for a parcel of
 * which nothing was announced. */
Status watch_warned(Ctx *ctx, const int64_t *waybill_ids, size_t count);

/* In the transaction of ctx: computes what is to be announced, of at most so many parcels; tells
 * how many. */
Status watch_tell(Ctx *ctx, int64_t limit, int64_t *count);
/* Judges what has ended, in the same way. */
Status watch_judge(Ctx *ctx, int64_t limit, int64_t *count);

/* How right was what was announced of parcels that were delivered from one day to another (since
 * 1970 in UTC, both included): as a replay has it, without the lane's mean and the parts of the
 * leads. */
Status watch_accuracy(Ctx *ctx, EtaStart start, int64_t from_day, int64_t to_day, Replay *out);
