#include "access/right.h"
#include "desk_work/bulk.h"
#include "desk_work/bulk_jobs.h"
#include "desk_work/desk_work_slice.h"

static Status api_start(Ctx *ctx, Request *req)
{
    Bulk bulk;
    Status s = bulk_start(ctx, request_input(req), &bulk);
    return s ? s : reply(ctx, req, &bulk, &bulk_shape);
}

static Status api_find(Ctx *ctx, Request *req)
{
    int64_t id;
    Bulk bulk;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = bulk_find(ctx, id, &bulk);
    return s ? s : reply(ctx, req, &bulk, &bulk_shape);
}

static Status api_items(Ctx *ctx, Request *req)
{
    const PageQuery *page = request_query(req);
    int64_t id;
    List list;
    const char *next;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = bulk_items(ctx, id, NONE, page, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &bulk_item_shape, next);
}

static Status api_cancel(Ctx *ctx, Request *req)
{
    int64_t id;
    Bulk bulk;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = bulk_cancel(ctx, id, &bulk);
    return s ? s : reply(ctx, req, &bulk, &bulk_shape);
}

static Status api_undo(Ctx *ctx, Request *req)
{
    int64_t id;
    Bulk bulk;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = bulk_undo(ctx, id, &bulk);
    return s ? s : reply(ctx, req, &bulk, &bulk_shape);
}

static const Route routes[] = {
    {POST, "/api/v1/desk/bulks", .right = TICKET_BULK, .staff = true, .writes = true,
     .creates = true, .in = &bulk_input_shape, .out = &bulk_shape, .run = api_start,
     .doc = "Do one thing to many tickets: a selection, or what is in a saved filter"},
    {GET, "/api/v1/desk/bulks/{id}", .right = TICKET_BULK, .staff = true, .out = &bulk_shape,
     .run = api_find, .doc = "How far it is"},
    {GET, "/api/v1/desk/bulks/{id}/items", .right = TICKET_BULK, .staff = true,
     .query = &page_query_shape, .out = &bulk_item_shape, .is_list = true, .run = api_items,
     .doc = "What became of each ticket"},
    {POST, "/api/v1/desk/bulks/{id}/cancel", .right = TICKET_BULK, .staff = true, .writes = true,
     .out = &bulk_shape, .run = api_cancel, .doc = "Stop it on the way"},
    {POST, "/api/v1/desk/bulks/{id}/undo", .right = TICKET_BULK, .staff = true, .writes = true,
     .out = &bulk_shape, .run = api_undo, .doc = "Take it back, but for what was changed since"},
    ROUTE_END};

const Slice desk_bulk_slice = {.name = "desk-bulk",
                               .doc = "One thing done to many tickets, and taken back",
                               .routes = routes,
                               .jobs = bulk_jobs};
