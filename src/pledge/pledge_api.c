#include "access/right.h"
#include "pledge/pledge.h"
#include "pledge/pledge_slice.h"

typedef struct PledgeAsk {
    int64_t at;
} PledgeAsk;

static const Field ask_fields[] = {
    FIELD_TIME(PledgeAsk, at, .doc = "Those in force then, as they were kept by then; now"),
    FIELD_END};
static const Shape ask_shape = SHAPE(PledgeAsk, ask_fields, "Which pledges");

static Status api_pledges(Ctx *ctx, Request *req)
{
    List list;
    const PledgeAsk *ask = request_query(req);
    Status s = pledge_list(ctx, ask->at, &list);
    return s ? s : reply_list(ctx, req, &list, &pledge_shape, NULL);
}

static Status api_pledge(Ctx *ctx, Request *req)
{
    Pledge pledge;
    Status s = pledge_find(ctx, path_text(req, "code"), &pledge);
    return s ? s : reply(ctx, req, &pledge, &pledge_shape);
}

static Status api_create(Ctx *ctx, Request *req)
{
    Pledge pledge = *(const Pledge *)request_input(req);
    Status s = pledge_create(ctx, &pledge);
    return s ? s : reply(ctx, req, &pledge, &pledge_shape);
}

static Status api_change(Ctx *ctx, Request *req)
{
    Pledge pledge;
    Status s = pledge_change(ctx, path_text(req, "code"), request_version(req), request_input(req),
                             &pledge);
    return s ? s : reply(ctx, req, &pledge, &pledge_shape);
}

static Status api_end(Ctx *ctx, Request *req)
{
    Status s = pledge_end(ctx, path_text(req, "code"), request_version(req));
    return s ? s : reply_empty(req, 204);
}

static const Route routes[] = {
    {GET, "/api/v1/pledges", .right = KNOWLEDGE_READ, .is_list = true, .query = &ask_shape,
     .out = &pledge_shape, .run = api_pledges,
     .doc = "What the service statement promises, and how each was kept"},
    {GET, "/api/v1/pledges/{code}", .right = KNOWLEDGE_READ, .out = &pledge_shape,
     .run = api_pledge, .doc = "One pledge"},
    {POST, "/api/v1/pledges", .right = KNOWLEDGE_PUBLISH, .writes = true, .whole = "pledges are",
     .creates = true, .in = &pledge_shape, .out = &pledge_shape, .run = api_create,
     .doc = "Promise something from now on"},
    {PUT, "/api/v1/pledges/{code}", .right = KNOWLEDGE_PUBLISH, .writes = true,
     .whole = "pledges are", .if_match = true, .in = &pledge_shape, .out = &pledge_shape,
     .run = api_change, .doc = "Promise something else from now on; what was promised stays known"},
    {DELETE, "/api/v1/pledges/{code}", .right = KNOWLEDGE_PUBLISH, .writes = true,
     .whole = "pledges are", .if_match = true, .run = api_end, .doc = "Promise it no longer"},
    ROUTE_END};

const Slice pledge_slice = {.name = "pledge",
                            .doc = "What the service statement promises, and how it was kept",
                            .routes = routes,
                            .seed = pledge_seed};
