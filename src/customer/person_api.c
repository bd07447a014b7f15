#include "access/right.h"
#include "customer/contributor.h"
#include "customer/customer_api.h"
#include "customer/erase.h"
#include "customer/overview.h"

static Status api_everything(Ctx *ctx, Request *req)
{
    int64_t id;
    Buf text;
    buf_init(&text, ctx->arena);
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = customer_everything(ctx, id, &text);
    if (s) return s;
    Buf *out = reply_with(req, 200, "application/json");
    buf_add(out, text.data, text.length);
    return OK;
}

static Status api_erase(Ctx *ctx, Request *req)
{
    int64_t id;
    Erasure erasure;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = customer_erase(ctx, id, request_version(req), request_input(req), &erasure);
    return s ? s : reply(ctx, req, &erasure, &erasure_shape);
}

static Status api_erasures(Ctx *ctx, Request *req)
{
    int64_t id;
    List list;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = erasure_list(ctx, id, &list);
    return s ? s : reply_list(ctx, req, &list, &erasure_shape, NULL);
}

static Status api_overview(Ctx *ctx, Request *req)
{
    int64_t id;
    Overview overview;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = customer_overview(ctx, id, &overview);
    return s ? s : reply(ctx, req, &overview, &overview_shape);
}

static const Route routes[] = {
    {GET, "/api/v1/customers/{id}/overview", .right = CUSTOMER_READ, .out = &overview_shape,
     .run = api_overview, .doc = "A customer at a glance"},
    {GET, "/api/v1/customers/{id}/everything", .right = CUSTOMER_EXPORT, .run = api_everything,
     .media = "application/json",
     .doc = "All that is known of a customer, in clear; needs personal.read too"},
    {POST, "/api/v1/customers/{id}/erase", .right = CUSTOMER_ERASE, .writes = true,
     .if_match = true, .in = &erase_input_shape, .out = &erasure_shape, .run = api_erase,
     .doc = "Delete what is personal of a customer, with proof"},
    {GET, "/api/v1/customers/{id}/erasures", .right = CUSTOMER_READ, .out = &erasure_shape,
     .is_list = true, .run = api_erasures, .doc = "The proofs that a customer was erased"},
    ROUTE_END};

const Slice customer_person_slice = {
    .name = "customer_person", .doc = "All about one customer, and its deletion", .routes = routes};
