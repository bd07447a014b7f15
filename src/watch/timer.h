/* timer.h -- when the watch looks at a parcel: one durable row for each open parcel at most.
 *
 * The row is written in the transaction of the scan that makes a look necessary, or earlier than
 * before; a scan that only puts it off writes nothing: the timer goes off, the parcel is looked at
 * as it then is, and the row moves on. What a look finds and the row's moving on are one
 * transaction: a crash loses none and repeats none. */
#pragma once

#include "slices.h"
#include "waybill/facts.h"

/* Keeps the rows, and closes findings whose exceptions end, with the writes: in slices.c. */
extern const WaybillObserver timer_observer;

/* In the transaction of ctx: looks at the parcels that have been due the longest, TIMERS_AT_ONCE
 * of them at most, or fewer where that takes long. `looked` gets how many. */
Status timers_fire(Ctx *ctx, size_t *looked);
enum { TIMERS_AT_ONCE = 128 };

/* In the transaction of ctx: gives each of the next TIMERS_REARMED open parcels after an id the row
 * that the rules as they are now ask for. `*after_id` gets the last one's, 0 at the end. */
Status timers_rearm(Ctx *ctx, int64_t *after_id);
enum { TIMERS_REARMED = 2000 };

extern const Slice timer_slice;
