#include "promise/promise_api.h"

#include <string.h>

#include "access/page.h"
#include "access/right.h"
#include "promise/promise.h"

static Status api_products(Ctx *ctx, Request *req)
{
    List list;
    Status s = product_list(ctx, &list);
    return s ? s : reply_list(ctx, req, &list, &product_shape, NULL);
}

static Status api_product(Ctx *ctx, Request *req)
{
    Product product;
    Status s = product_by_code(ctx, path_text(req, "code"), &product);
    return s ? s : reply(ctx, req, &product, &product_shape);
}

static Status api_product_create(Ctx *ctx, Request *req)
{
    Product product = *(const Product *)request_input(req);
    Status s = product_create(ctx, &product);
    return s ? s : reply(ctx, req, &product, &product_shape);
}

static Status api_product_change(Ctx *ctx, Request *req)
{
    const Product *change = request_input(req);
    const char *code = path_text(req, "code");
    Product product;
    if (strcmp(change->code, code) != 0)
        return fail_field(ctx, "code", "the code of a product does not change");
    Status s = product_change(ctx, code, request_version(req), change, &product);
    return s ? s : reply(ctx, req, &product, &product_shape);
}

typedef struct LaneQuery {
    const char *product, *cursor;
    int64_t limit;
} LaneQuery;

static const Field lane_query_fields[] = {
    FIELD_TEXT(LaneQuery, product, .max = 32, .doc = "Only lanes of this product"),
    PAGE_FIELDS(LaneQuery), FIELD_END};
static const Shape lane_query_shape = SHAPE(LaneQuery, lane_query_fields, "Which lanes");

static Status api_lanes(Ctx *ctx, Request *req)
{
    const LaneQuery *query = request_query(req);
    List list;
    const char *next;
    Status s = product_lane_list(ctx, query->product, page_limit(query->limit), query->cursor,
                                 &list, &next);
    return s ? s : reply_list(ctx, req, &list, &product_lane_shape, next);
}

static Status api_lane(Ctx *ctx, Request *req)
{
    int64_t id;
    ProductLane lane;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = product_lane_by_id(ctx, id, &lane);
    return s ? s : reply(ctx, req, &lane, &product_lane_shape);
}

static Status api_lane_create(Ctx *ctx, Request *req)
{
    ProductLane lane = *(const ProductLane *)request_input(req);
    Status s = product_lane_create(ctx, &lane);
    return s ? s : reply(ctx, req, &lane, &product_lane_shape);
}

static Status same_lane(Ctx *ctx, const ProductLane *change, const ProductLane *lane)
{
    if (strcmp(change->product, lane->product) != 0)
        return fail_field(ctx, "product", "the product of a lane does not change");
    if (strcmp(change->origin, lane->origin) != 0)
        return fail_field(ctx, "origin", "the regions of a lane do not change");
    if (strcmp(change->destination, lane->destination) != 0)
        return fail_field(ctx, "destination", "the regions of a lane do not change");
    return OK;
}

static Status api_lane_change(Ctx *ctx, Request *req)
{
    int64_t id;
    ProductLane lane;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = product_lane_by_id(ctx, id, &lane);
    if (!s) s = same_lane(ctx, request_input(req), &lane);
    if (!s) s = product_lane_change(ctx, id, request_version(req), request_input(req), &lane);
    return s ? s : reply(ctx, req, &lane, &product_lane_shape);
}

static Status api_lane_delete(Ctx *ctx, Request *req)
{
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = product_lane_delete(ctx, id, request_version(req));
    return s ? s : reply_empty(req, 204);
}

static Status api_calendars(Ctx *ctx, Request *req)
{
    List list;
    Status s = calendar_list(ctx, &list);
    return s ? s : reply_list(ctx, req, &list, &calendar_row_shape, NULL);
}

static Status api_calendar(Ctx *ctx, Request *req)
{
    CalendarRow row;
    Status s = calendar_by_code(ctx, path_text(req, "code"), &row);
    return s ? s : reply(ctx, req, &row, &calendar_row_shape);
}

static Status api_calendar_create(Ctx *ctx, Request *req)
{
    size_t length;
    CalendarRow row;
    const char *document = request_body(req, &length);
    Status s = calendar_put(ctx, document, length, NONE, &row);
    return s ? s : reply(ctx, req, &row, &calendar_row_shape);
}

static Status api_calendar_change(Ctx *ctx, Request *req)
{
    size_t length;
    CalendarRow row;
    const char *document = request_body(req, &length);
    Status s = calendar_put(ctx, document, length, request_version(req), &row);
    if (!s && strcmp(row.code, path_text(req, "code")) != 0)
        s = fail_field(ctx, "code", "the document is of calendar %s", row.code);
    return s ? s : reply(ctx, req, &row, &calendar_row_shape);
}

typedef struct PromiseQuery {
    const char *product, *origin, *destination;
    int64_t accepted_at;
} PromiseQuery;

static const Field promise_query_fields[] = {
    FIELD_TEXT(PromiseQuery, product, .required = true, .max = 32, .doc = "Code of the product"),
    FIELD_TEXT(PromiseQuery, origin, .required = true, .max = 16, .doc = "Region code"),
    FIELD_TEXT(PromiseQuery, destination, .required = true, .max = 16, .doc = "Region code"),
    FIELD_TIME(PromiseQuery, accepted_at, .doc = "When the parcel is accepted (now)"), FIELD_END};
static const Shape promise_query_shape =
    SHAPE(PromiseQuery, promise_query_fields, "A parcel to be promised");

static Status api_promise(Ctx *ctx, Request *req)
{
    const PromiseQuery *query = request_query(req);
    PromiseBook *book;
    Promise promise;
    Status s = promise_book_read(ctx, &book);
    if (!s) s = promise_region_check(ctx, book, "origin", query->origin);
    if (!s) s = promise_region_check(ctx, book, "destination", query->destination);
    if (!s)
        s = promise_find(ctx, book, query->product, query->origin, query->destination,
                         query->accepted_at == NONE ? ctx_now(ctx) : query->accepted_at, &promise);
    return s ? s : reply(ctx, req, &promise, &promise_shape);
}

static const Route routes[] = {
    {GET, "/api/v1/products", .right = PROMISE_READ, .out = &product_shape, .is_list = true,
     .run = api_products, .doc = "All service products"},
    {POST, "/api/v1/products", .right = PROMISE_WRITE, .writes = true, .creates = true,
     .in = &product_shape, .out = &product_shape, .run = api_product_create,
     .doc = "Enter a service product"},
    {GET, "/api/v1/products/{code}", .right = PROMISE_READ, .out = &product_shape,
     .run = api_product, .doc = "One service product"},
    {PUT, "/api/v1/products/{code}", .right = PROMISE_WRITE, .writes = true, .if_match = true,
     .in = &product_shape, .out = &product_shape, .run = api_product_change,
     .doc = "Change a service product"},
    {GET, "/api/v1/lanes", .right = PROMISE_READ, .query = &lane_query_shape,
     .out = &product_lane_shape, .is_list = true, .run = api_lanes,
     .doc = "What products promise on which lanes"},
    {POST, "/api/v1/lanes", .right = PROMISE_WRITE, .writes = true, .creates = true,
     .in = &product_lane_shape, .out = &product_lane_shape, .run = api_lane_create,
     .doc = "Enter a lane of a product"},
    {GET, "/api/v1/lanes/{id}", .right = PROMISE_READ, .out = &product_lane_shape, .run = api_lane,
     .doc = "One lane"},
    {PUT, "/api/v1/lanes/{id}", .right = PROMISE_WRITE, .writes = true, .if_match = true,
     .in = &product_lane_shape, .out = &product_lane_shape, .run = api_lane_change,
     .doc = "Change what a lane promises"},
    {DELETE, "/api/v1/lanes/{id}", .right = PROMISE_WRITE, .writes = true, .if_match = true,
     .run = api_lane_delete, .doc = "Take a lane away; parcels keep what they were promised"},
    {GET, "/api/v1/calendars", .right = PROMISE_READ, .out = &calendar_row_shape, .is_list = true,
     .run = api_calendars, .doc = "All calendars of working days"},
    {POST, "/api/v1/calendars", .right = PROMISE_WRITE, .writes = true, .creates = true,
     .body = BODY_RAW, .out = &calendar_row_shape, .run = api_calendar_create,
     .doc = "Enter a calendar document"},
    {GET, "/api/v1/calendars/{code}", .right = PROMISE_READ, .out = &calendar_row_shape,
     .run = api_calendar, .doc = "One calendar with its document"},
    {PUT, "/api/v1/calendars/{code}", .right = PROMISE_WRITE, .writes = true, .if_match = true,
     .body = BODY_RAW, .out = &calendar_row_shape, .run = api_calendar_change,
     .doc = "Put a new document in a calendar's place"},
    {GET, "/api/v1/promises", .right = PROMISE_READ, .query = &promise_query_shape,
     .out = &promise_shape, .run = api_promise, .doc = "What would be promised for a parcel"},
    ROUTE_END};

const Slice promise_slice = {.name = "promise",
                             .doc = "Service products, lanes, calendars and promised instants",
                             .routes = routes,
                             .seed = promise_seed};
