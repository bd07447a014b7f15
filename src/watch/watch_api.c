#include "access/right.h"
#include "watch/watch_slice.h"
#include "waybill/waybill.h"

static Status api_eta(Ctx *ctx, Request *req)
{
    Waybill waybill;
    WaybillEta eta;
    Status s = waybill_find(ctx, path_text(req, "carrier"), path_text(req, "no"), &waybill);
    if (!s) s = waybill_eta(ctx, &waybill.facts, &eta);
    return s ? s : reply(ctx, req, &eta, &waybill_eta_shape);
}

const Route watch_routes[] = {
    {GET, "/api/v1/waybills/{carrier}/{no}/eta", .right = WAYBILL_READ, .out = &waybill_eta_shape,
     .run = api_eta, .doc = "When a parcel is expected, whether late, and from what evidence"},
    ROUTE_END};
