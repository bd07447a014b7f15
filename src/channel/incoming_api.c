#include "access/page.h"
#include "access/right.h"
#include "channel/channel_slice.h"
#include "channel/incoming.h"
#include "channel/incoming_jobs.h"
#include "channel/short_message.h"

static Status api_take(Ctx *ctx, Request *req)
{
    IncomingRow row;
    Status s = incoming_take(ctx, request_input(req), &row);
    return s ? s : reply(ctx, req, &row, &incoming_row_shape);
}

static const Field query_fields[] = {
    FIELD_ENUM(IncomingFilter, outcome, incoming_outcomes, .doc = "Only those"),
    FIELD_ID(IncomingFilter, ticket_id, .doc = "Only those on this ticket"),
    PAGE_FIELDS(IncomingFilter), FIELD_END};
static const Shape query_shape = SHAPE(IncomingFilter, query_fields, "Which messages");

static Status api_list(Ctx *ctx, Request *req)
{
    IncomingFilter filter = *(const IncomingFilter *)request_query(req);
    List list;
    const char *next;
    filter.limit = page_limit(filter.limit);
    Status s = incoming_list(ctx, &filter, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &incoming_row_shape, next);
}

static Status api_find(Ctx *ctx, Request *req)
{
    int64_t id;
    IncomingRow row;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = incoming_find(ctx, id, &row);
    return s ? s : reply(ctx, req, &row, &incoming_row_shape);
}

static Status api_open(Ctx *ctx, Request *req)
{
    int64_t id;
    IncomingRow row;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = incoming_open(ctx, id, &row);
    return s ? s : reply(ctx, req, &row, &incoming_row_shape);
}

#define SMS_PATH "/api/v1/desk/incoming/sms"

static const Route routes[] = {
    {POST, "/api/v1/desk/incoming", .right = INCOMING_WRITE, .staff = true, .writes = true,
     .in = &incoming_shape, .out = &incoming_row_shape, .run = api_take,
     .doc = "Hand over a message that came in; handed over again it is answered the same"},
    {GET, "/api/v1/desk/incoming", .right = TICKET_WRITE, .staff = true, .query = &query_shape,
     .out = &incoming_row_shape, .is_list = true, .run = api_list,
     .doc = "Messages that came in, the newest first"},
    {GET, SMS_PATH, .right = RIGHT_PUBLIC, .query = &short_message_shape,
     .media = SHORT_MESSAGE_ANSWER, .run = short_message_get,
     .doc = "Where a gateway hands over a short message that came in (Kannel's get-url)"},
    {POST, SMS_PATH, .right = RIGHT_PUBLIC, .writes = true, .body = BODY_RAW,
     .query = &short_message_shape, .media = SHORT_MESSAGE_ANSWER, .run = short_message_post,
     .doc = "The same with its text as the body (Kannel's post-url)"},
    {GET, "/api/v1/desk/incoming/{id}", .right = TICKET_WRITE, .staff = true,
     .out = &incoming_row_shape, .run = api_find, .doc = "One message that came in"},
    {POST, "/api/v1/desk/incoming/{id}/ticket", .right = TICKET_WRITE, .staff = true,
     .writes = true, .out = &incoming_row_shape, .run = api_open,
     .doc = "Make a ticket of what was set aside"},
    ROUTE_END};

const Slice channel_slice = {.name = "channel",
                             .doc = "Messages that come in, and the answers to them",
                             .routes = routes,
                             .jobs = incoming_jobs};
