/* observers.h -- telling all observers of facts (slices.c) of what changed, as one. */
#pragma once

#include "waybill/facts.h"

typedef struct Observers Observers;

/* For one writing thread, or one transaction. */
Status observers_open(Ctx *ctx, Observers **out);
/* NULL is allowed. */
void observers_close(Observers *observers);

/* A parcel's facts before (NULL: it is new) and after; they may gather what they make of it. */
Status observers_changed(Ctx *ctx, Observers *observers, const WaybillFacts *before,
                         const WaybillFacts *after);
/* They write what they gathered, in the transaction of ctx. */
Status observers_flush(Ctx *ctx, Observers *observers);
/* The transaction was undone: what they gathered for it never happened. */
void observers_forget(Observers *observers);
