#include "access/page.h"
#include "access/right.h"
#include "promise/promise.h"
#include "promise/promise_api.h"

/* Rules as they were and are: what a parcel's promise names can always be looked up. */

static Status path_version(Ctx *ctx, const Request *req, int64_t *out)
{
    return path_id(ctx, req, "version", out);
}

static Status api_product_versions(Ctx *ctx, Request *req)
{
    List list;
    Status s = product_versions(ctx, path_text(req, "code"), &list);
    return s ? s : reply_list(ctx, req, &list, &product_shape, NULL);
}

static Status api_product_version(Ctx *ctx, Request *req)
{
    int64_t version;
    Product product;
    Status s = path_version(ctx, req, &version);
    if (!s) s = product_at_version(ctx, path_text(req, "code"), version, &product);
    return s ? s : reply(ctx, req, &product, &product_shape);
}

static Status api_lane_versions(Ctx *ctx, Request *req)
{
    int64_t id;
    List list;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = product_lane_versions(ctx, id, &list);
    return s ? s : reply_list(ctx, req, &list, &product_lane_shape, NULL);
}

static Status api_lane_version(Ctx *ctx, Request *req)
{
    int64_t id, version;
    ProductLane lane;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = path_version(ctx, req, &version);
    if (!s) s = product_lane_at_version(ctx, id, version, &lane);
    return s ? s : reply(ctx, req, &lane, &product_lane_shape);
}

static Status api_calendar_versions(Ctx *ctx, Request *req)
{
    const PageQuery *query = request_query(req);
    List list;
    const char *next;
    Status s = calendar_versions(ctx, path_text(req, "code"), page_limit(query->limit),
                                 query->cursor, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &calendar_version_shape, next);
}

static Status api_calendar_version(Ctx *ctx, Request *req)
{
    int64_t version;
    CalendarRow row;
    Status s = path_version(ctx, req, &version);
    if (!s) s = calendar_at_version(ctx, path_text(req, "code"), version, &row);
    return s ? s : reply(ctx, req, &row, &calendar_row_shape);
}

static const Route routes[] = {
    {GET, "/api/v1/products/{code}/versions", .right = PROMISE_READ, .out = &product_shape,
     .is_list = true, .run = api_product_versions,
     .doc = "A service product as it was and is, the newest first"},
    {GET, "/api/v1/products/{code}/versions/{version}", .right = PROMISE_READ,
     .out = &product_shape, .run = api_product_version, .doc = "A service product as it was"},
    {GET, "/api/v1/lanes/{id}/versions", .right = PROMISE_READ, .out = &product_lane_shape,
     .is_list = true, .run = api_lane_versions,
     .doc = "A lane as it was and is, the newest first; also one that was taken away"},
    {GET, "/api/v1/lanes/{id}/versions/{version}", .right = PROMISE_READ,
     .out = &product_lane_shape, .run = api_lane_version, .doc = "A lane as it was"},
    {GET, "/api/v1/calendars/{code}/versions", .right = PROMISE_READ, .query = &page_query_shape,
     .out = &calendar_version_shape, .is_list = true, .run = api_calendar_versions,
     .doc = "When a calendar was changed and by whom, the newest first"},
    {GET, "/api/v1/calendars/{code}/versions/{version}", .right = PROMISE_READ,
     .out = &calendar_row_shape, .run = api_calendar_version, .doc = "A calendar as it was"},
    ROUTE_END};

const Slice version_slice = {
    .name = "version", .doc = "Rules of promises as they were", .routes = routes};
