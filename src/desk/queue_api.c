#include "access/listing.h"
#include "access/page.h"
#include "access/right.h"
#include "desk/desk_slice.h"
#include "desk/queue.h"

static Status page(Ctx *ctx, const void *filter, List *out, const char **next)
{
    return ticket_list(ctx, filter, out, next);
}

static const Listing tickets = {.name = "tickets",
                                .action = "ticket.export",
                                .subject_kind = "ticket",
                                .shape = &ticket_row_shape,
                                .nested = true,
                                .page = page};

static Status api_count(Ctx *ctx, Request *req)
{
    TicketCount answer;
    Status s = ticket_count(ctx, request_query(req), &answer);
    return s ? s : reply(ctx, req, &answer, &ticket_count_shape);
}

typedef struct QueueQuery {
    bool counts;
} QueueQuery;

static const Field list_fields[] = {
    FIELD_BOOL(QueueQuery, counts, .doc = "With how many are in each, and the most urgent"),
    FIELD_END};
static const Shape list_shape = SHAPE(QueueQuery, list_fields, "What to tell of queues");

static Status api_queues(Ctx *ctx, Request *req)
{
    const QueueQuery *query = request_query(req);
    List list;
    Status s = queue_list(ctx, query->counts, &list);
    return s ? s : reply_list(ctx, req, &list, &queue_shape, NULL);
}

static Status api_queue(Ctx *ctx, Request *req)
{
    int64_t id;
    Queue queue;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = queue_find(ctx, id, &queue);
    return s ? s : reply(ctx, req, &queue, &queue_shape);
}

static Status api_queue_tickets(Ctx *ctx, Request *req)
{
    const PageQuery *page = request_query(req);
    int64_t id;
    Queue queue;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = queue_find(ctx, id, &queue);
    if (s) return s;
    List list;
    const char *next;
    TicketFilter filter = *queue.filter;
    filter.limit = page_limit(page->limit);
    filter.cursor = page->cursor;
    s = ticket_list(ctx, &filter, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &ticket_row_shape, next);
}

static Status api_queue_create(Ctx *ctx, Request *req)
{
    Queue queue = *(const Queue *)request_input(req);
    Status s = queue_create(ctx, &queue);
    return s ? s : reply(ctx, req, &queue, &queue_shape);
}

static Status api_queue_change(Ctx *ctx, Request *req)
{
    int64_t id;
    Queue queue;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = queue_change(ctx, id, request_version(req), request_input(req), &queue);
    return s ? s : reply(ctx, req, &queue, &queue_shape);
}

static Status api_queue_remove(Ctx *ctx, Request *req)
{
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = queue_remove(ctx, id, request_version(req));
    return s ? s : reply_empty(req, 204);
}

static const Route routes[] = {
    {GET, "/api/v1/ticket-export", .right = TICKET_READ, .query = &ticket_export_shape,
     .media = "text/csv", .run = listing_export, .of = &tickets,
     .doc = "Tickets as CSV or XLSX, from after a cursor where one is given"},
    {GET, "/api/v1/tickets", .right = TICKET_READ, .query = &ticket_query_shape,
     .out = &ticket_row_shape, .is_list = true, .run = listing_page, .of = &tickets,
     .doc = "Tickets that nobody closed yet, by clock, urgency or age; or found by one thing"},
    {GET, "/api/v1/desk/count", .right = TICKET_READ, .query = &ticket_filter_shape,
     .out = &ticket_count_shape, .run = api_count,
     .doc = "How many tickets a filter takes, and how urgent they are"},
    {GET, "/api/v1/desk/queues", .right = TICKET_READ, .query = &list_shape, .out = &queue_shape,
     .is_list = true, .run = api_queues, .doc = "Saved filters: everybody's and yours"},
    {POST, "/api/v1/desk/queues", .right = TICKET_READ, .writes = true, .creates = true,
     .in = &queue_shape, .out = &queue_shape, .run = api_queue_create, .doc = "Save a filter"},
    {GET, "/api/v1/desk/queues/{id}", .right = TICKET_READ, .out = &queue_shape, .run = api_queue,
     .doc = "One saved filter"},
    {GET, "/api/v1/desk/queues/{id}/tickets", .right = TICKET_READ, .query = &page_query_shape,
     .out = &ticket_row_shape, .is_list = true, .run = api_queue_tickets,
     .doc = "What is in a queue"},
    {PUT, "/api/v1/desk/queues/{id}", .right = TICKET_READ, .writes = true, .if_match = true,
     .in = &queue_shape, .out = &queue_shape, .run = api_queue_change,
     .doc = "Change a saved filter"},
    {DELETE, "/api/v1/desk/queues/{id}", .right = TICKET_READ, .writes = true, .if_match = true,
     .run = api_queue_remove, .doc = "Forget a saved filter"},
    ROUTE_END};

const Slice desk_queue_slice = {
    .name = "desk-queues", .doc = "Tickets in lists, and saved filters", .routes = routes};
