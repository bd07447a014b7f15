#include <string.h>

#include "access/right.h"
#include "promise/promise_api.h"
#include "promise/reason.h"

static Status api_reasons(Ctx *ctx, Request *req)
{
    List list;
    Status s = reason_list(ctx, &list);
    return s ? s : reply_list(ctx, req, &list, &promise_reason_shape, NULL);
}

static Status api_reason(Ctx *ctx, Request *req)
{
    PromiseReason reason;
    Status s = reason_by_code(ctx, path_text(req, "code"), &reason);
    return s ? s : reply(ctx, req, &reason, &promise_reason_shape);
}

static Status api_reason_create(Ctx *ctx, Request *req)
{
    PromiseReason reason = *(const PromiseReason *)request_input(req);
    Status s = reason_put(ctx, &reason, NONE);
    return s ? s : reply(ctx, req, &reason, &promise_reason_shape);
}

static Status api_reason_change(Ctx *ctx, Request *req)
{
    PromiseReason reason = *(const PromiseReason *)request_input(req);
    if (strcmp(reason.code, path_text(req, "code")) != 0)
        return fail_field(ctx, "code", "the code of a reason does not change");
    Status s = reason_put(ctx, &reason, request_version(req));
    return s ? s : reply(ctx, req, &reason, &promise_reason_shape);
}

static const Route routes[] = {
    {GET, "/api/v1/promise-reasons", .right = PROMISE_READ, .out = &promise_reason_shape,
     .is_list = true, .run = api_reasons, .doc = "Reasons for which promises may be changed"},
    {POST, "/api/v1/promise-reasons", .right = PROMISE_WRITE, .writes = true, .creates = true,
     .in = &promise_reason_shape, .out = &promise_reason_shape, .run = api_reason_create,
     .doc = "Enter a reason"},
    {GET, "/api/v1/promise-reasons/{code}", .right = PROMISE_READ, .out = &promise_reason_shape,
     .run = api_reason, .doc = "One reason"},
    {PUT, "/api/v1/promise-reasons/{code}", .right = PROMISE_WRITE, .writes = true,
     .if_match = true, .in = &promise_reason_shape, .out = &promise_reason_shape,
     .run = api_reason_change, .doc = "Change what a reason does from now on"},
    ROUTE_END};

const Slice reason_slice = {
    .name = "reason", .doc = "Why promises may be changed", .routes = routes, .seed = reason_seed};
