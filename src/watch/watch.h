/* watch.h -- trouble found before the customer calls: when a parcel will come, and whether late. */
#pragma once

#include "slices.h"
#include "watch/evidence.h"

extern const Slice watch_slice;

/* When one parcel is expected, and why that is thought. */
typedef struct WaybillEta {
    int64_t beginning;              /* EtaStart; NONE where nothing can be said */
    int64_t p10_at, p50_at, p90_at; /* NONE where nothing can be said */
    int64_t promised_at;
    double late;     /* P(late), 0 to 1; NAN without a promise or without evidence */
    int64_t scope;   /* the narrowest group that has evidence lately */
    int64_t samples; /* parcels of that scope delivered in the last ETA_SAMPLE_DAYS days */
    int64_t year;    /* all parcels within ETA_WINDOW_DAYS; from a stage on, half of that */
    double tempo;    /* how long it takes lately, by how long it took over the year */
    const char *explanation, *explanation_zh;
} WaybillEta;
extern const Shape waybill_eta_shape;

extern const Name eta_starts[]; /* "ordered", "collected", "hub_in" … */

/* The parcel's expectation at the instant of ctx. Where it has arrived, is on its way back, or too
 * little is known, `explanation` says so and nothing else is given: never a time without evidence.
 */
Status waybill_eta(Ctx *ctx, const WaybillFacts *facts, WaybillEta *out);
