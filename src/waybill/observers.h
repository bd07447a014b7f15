/* observers.h -- telling all observers of facts (slices.c) of what changed, as one. */
#pragma once

#include "waybill/facts.h"

typedef struct Observers Observers;

/* For one writing thread, or one transaction. */
Status observers_open(Ctx *ctx, Observers **out);
void observers_close(Observers *observers); /* NULL is allowed */

Status observers_changed(Ctx *ctx, Observers *observers, const WaybillFacts *before,
                         const WaybillFacts *after);
Status observers_flush(Ctx *ctx, Observers *observers);
void observers_forget(Observers *observers);
