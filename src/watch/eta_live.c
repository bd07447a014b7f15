#include "watch/eta_live.h"

#include "watch/watch.h"

Status watch_late_chance(Ctx *ctx, const WaybillFacts *facts, double *late)
{
    WaybillEta eta;
    Status s = waybill_eta(ctx, facts, &eta);
    if (!s) *late = eta.late;
    return s;
}

/* Gaps between scans are not learned yet: never enough of them. */
Status watch_silence_limit(Ctx *ctx, const WaybillFacts *facts, int64_t *limit_ms, int64_t *samples)
{
    (void)ctx;
    (void)facts;
    *limit_ms = NONE;
    *samples = 0;
    return OK;
}
