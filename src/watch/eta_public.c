#include "watch/eta_public.h"

#include "base/instant.h"
#include "watch/watch.h"

Status eta_public(Ctx *ctx, const WaybillFacts *facts, int64_t *out)
{
    WaybillEta eta;
    Status s = waybill_eta(ctx, facts, &eta);
    bool known = !s && eta.p50_at != NONE;
    *out = known ? (eta.p50_at + HOUR_MS - 1) / HOUR_MS * HOUR_MS : NONE;
    return s;
}
