#include "access/page.h"
#include "access/right.h"
#include "http/route.h"
#include "waybill/promised.h"
#include "waybill/promised_cause.h"
#include "waybill/waybill_api.h"
#include "waybill/waybill_view.h"

static Status api_promise(Ctx *ctx, Request *req)
{
    PromiseView view;
    Status s = waybill_own_writes(ctx);
    if (!s) s = waybill_promise(ctx, path_text(req, "carrier"), path_text(req, "no"), &view);
    return s ? s : reply(ctx, req, &view, &promise_view_shape);
}

static Status api_promise_change(Ctx *ctx, Request *req)
{
    Waybill waybill;
    PromiseView view;
    const char *carrier = path_text(req, "carrier"), *no = path_text(req, "no");
    Status s = waybill_find(ctx, carrier, no, &waybill);
    if (!s) s = waybill_promise_change(ctx, &waybill, request_version(req), request_input(req));
    if (!s) s = waybill_promise(ctx, carrier, no, &view);
    return s ? s : reply(ctx, req, &view, &promise_view_shape);
}

static Status api_cause_parcels(Ctx *ctx, Request *req)
{
    const PageQuery *query = request_query(req);
    int64_t id;
    List list;
    const char *next;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = cause_parcels(ctx, id, page_limit(query->limit), query->cursor, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &waybill_shape, next);
}

static const Route routes[] = {
    {GET, "/api/v1/waybills/{carrier}/{no}/promise", .right = WAYBILL_READ,
     .out = &promise_view_shape, .run = api_promise,
     .doc = "What a parcel was promised, by which rule, and what became of it"},
    {POST, "/api/v1/waybills/{carrier}/{no}/promise", .right = PROMISE_CHANGE, .writes = true,
     .lane = LANE_LONG, .if_match = true, .in = &promise_input_shape, .out = &promise_view_shape,
     .run = api_promise_change, .doc = "Change what a parcel was promised, for a reason"},
    {GET, "/api/v1/causes/{id}/parcels", .right = WAYBILL_READ, .query = &page_query_shape,
     .out = &waybill_shape, .is_list = true, .run = api_cause_parcels,
     .doc = "Parcels whose promise a mass cause changed"},
    ROUTE_END};

const Slice promised_slice = {.name = "promised",
                              .doc = "What parcels were promised, and how that changed",
                              .routes = routes,
                              .jobs = promised_jobs};
