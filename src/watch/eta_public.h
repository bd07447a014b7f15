/* eta_public.h -- when visitors of a parcel's public page may expect it. */
#pragma once

#include "waybill/track_advice.h"

/* A TrackExpect: the median of waybill_eta(), in whole hours; NONE where that says nothing. */
Status eta_public(Ctx *ctx, const WaybillFacts *facts, int64_t *out);
