#include "access/right.h"
#include "notify/notify_api.h"
#include "notify/preference.h"

static Status api_find(Ctx *ctx, Request *req)
{
    int64_t id;
    NoticePreference preference;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = preference_find(ctx, id, &preference);
    return s ? s : reply(ctx, req, &preference, &notice_preference_shape);
}

static Status api_put(Ctx *ctx, Request *req)
{
    int64_t id;
    NoticePreference preference;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = preference_put(ctx, id, request_version(req), request_input(req), &preference);
    return s ? s : reply(ctx, req, &preference, &notice_preference_shape);
}

static const Route routes[] = {
    {GET, "/api/v1/customers/{id}/notice-preference", .right = CUSTOMER_READ,
     .out = &notice_preference_shape, .run = api_find, .doc = "How a customer wants to be told"},
    {PUT, "/api/v1/customers/{id}/notice-preference", .right = CUSTOMER_WRITE, .writes = true,
     .if_match = true, .in = &notice_preference_shape, .out = &notice_preference_shape,
     .run = api_put, .doc = "Set it; what is not given is as the company has it"},
    ROUTE_END};

const Slice preference_slice = {
    .name = "preference", .doc = "How customers want to be told", .routes = routes};
