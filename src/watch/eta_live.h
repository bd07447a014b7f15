/* eta_live.h -- what the watch's rules ask of a moving parcel, at a timer: cheap enough for each.
 *
 * All answer for the instant of ctx, from what is known as of the day that `known` was set to; many
 * looks share one, so that each costs some 0.1 ms. */
#pragma once

#include "watch/eta_known.h"
#include "waybill/facts.h"

/* The probability, 0 to 1, that the parcel is delivered after its promise; 1 once that is past.
 * NAN where there is no promise, too little was learned, or nothing more is expected. */
Status watch_late_chance(Ctx *ctx, EtaKnown *known, const WaybillFacts *facts, double *late);

/* When a parcel's silence is abnormal where it stands. */
typedef struct SilenceLimit {
    int64_t limit_ms; /* without a scan, since facts->last_ms; NONE: too few gaps are known */
    int64_t samples;  /* gaps that it is known from */
} SilenceLimit;

/* Longer than all but one in a hundred of the gaps that followed that stage, at that site, on that
 * lane, the narrowest that has enough of them. */
Status watch_silence_limit(Ctx *ctx, EtaKnown *known, const WaybillFacts *facts, SilenceLimit *out);

/* From what a moving parcel's remaining time is foretold at the instant of ctx. */
typedef struct EtaLook {
    int64_t start_ms; /* since when the model's durations count; NONE: neither order nor collection
                         is known */
    EtaStart beginning;
    EtaModel model;
    bool known; /* there is evidence enough; else there is no model */
} EtaLook;

/* From the last scan on where enough was learned of its stage, else since the collection or the
 * order. */
Status eta_look(Ctx *ctx, EtaKnown *known, const WaybillFacts *facts, EtaLook *out);
