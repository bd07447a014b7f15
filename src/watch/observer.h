/* observer.h -- what deliveries teach is learned with the writes: what slices.c lists as a waybill
 * observer. Gathered in memory, written once before each commit, or earlier when it is much. */
#pragma once

#include "waybill/facts.h"

extern const WaybillObserver watch_observer;

/* In the transaction of ctx: forgets all that was learned and learns it anew from the parcels. */
Status watch_rebuild(Ctx *ctx);
