#include "access/listing.h"
#include "access/person.h"
#include "access/right.h"
#include "complaint/complaint_jobs.h"
#include "complaint/complaint_slice.h"
#include "complaint/handoff.h"

/* Who is asked reads the question whole, also where names and phones are not theirs to see: without
 * it nobody could answer. Who may only look at handoffs sees contact details in it masked. */
static Status reply_handoff(Ctx *ctx, Request *req, const Handoff *handoff)
{
    bool asked = ctx_may(ctx, HANDOFF_WRITE);
    return reply(ctx, req, handoff, asked ? &handoff_asked_shape : &handoff_shape);
}

static Status api_give(Ctx *ctx, Request *req)
{
    int64_t id;
    Handoff handoff;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = handoff_give(ctx, id, request_input(req), &handoff);
    return s ? s : reply_handoff(ctx, req, &handoff);
}

static Status page(Ctx *ctx, const void *filter, List *out, const char **next)
{
    return handoff_list_waiting(ctx, filter, out, next);
}

static const Listing handoffs = {.name = "handoffs",
                                 .action = "handoff.export",
                                 .subject_kind = "handoff",
                                 .shape = &handoff_row_shape,
                                 .clear_shape = &handoff_asked_row_shape,
                                 .clear_right = HANDOFF_WRITE,
                                 .page = page};

static Status api_of_ticket(Ctx *ctx, Request *req)
{
    int64_t id;
    List list;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = handoff_list_ticket(ctx, id, &list);
    return s ? s : reply_list(ctx, req, &list, listing_shape(ctx, &handoffs), NULL);
}

static Status api_get(Ctx *ctx, Request *req)
{
    int64_t id;
    Handoff handoff;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = handoff_find(ctx, id, &handoff);
    return s ? s : reply_handoff(ctx, req, &handoff);
}

static Status api_move(Ctx *ctx, Request *req)
{
    int64_t id;
    Handoff handoff;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = handoff_move(ctx, id, request_version(req), request_input(req), &handoff);
    return s ? s : reply_handoff(ctx, req, &handoff);
}

static Status api_count(Ctx *ctx, Request *req)
{
    HandoffCount count;
    Status s = handoff_count_waiting(ctx, &count);
    return s ? s : reply(ctx, req, &count, &handoff_count_shape);
}

static const Route routes[] = {
    {POST, "/api/v1/tickets/{id}/handoffs", .right = HANDOFF_WRITE, .staff = true, .writes = true,
     .creates = true, .in = &handoff_input_shape, .out = &handoff_shape, .run = api_give,
     .doc = "Hand a piece of a ticket to another outlet or team"},
    {GET, "/api/v1/tickets/{id}/handoffs", .right = HANDOFF_READ, .out = &handoff_row_shape,
     .is_list = true, .run = api_of_ticket, .doc = "What of a ticket was handed over"},
    {GET, "/api/v1/handoffs", .right = HANDOFF_READ, .staff = true, .query = &handoff_filter_shape,
     .out = &handoff_row_shape, .is_list = true, .run = listing_page, .of = &handoffs,
     .doc = "What was handed to your outlets and teams and waits, by deadline"},
    {GET, "/api/v1/handoffs/count", .right = HANDOFF_READ, .staff = true,
     .out = &handoff_count_shape, .run = api_count, .doc = "How many of them wait, and are late"},
    {GET, "/api/v1/handoff-export", .right = HANDOFF_READ, .staff = true,
     .query = &handoff_export_shape, .media = "text/csv", .run = listing_export, .of = &handoffs,
     .doc = "The same as CSV or XLSX, from after a cursor where one is given"},
    {GET, "/api/v1/handoffs/{id}", .right = HANDOFF_READ, .out = &handoff_shape, .run = api_get,
     .doc = "One handoff with its parcels and clock"},
    {POST, "/api/v1/handoffs/{id}/moves", .right = HANDOFF_WRITE, .staff = true, .writes = true,
     .if_match = true, .in = &handoff_move_shape, .out = &handoff_shape, .run = api_move,
     .doc = "Accept, answer or decline; close, return or withdraw"},
    ROUTE_END};

const Slice handoff_slice = {.name = "handoff",
                             .doc = "Pieces of tickets that other outlets and teams are asked for",
                             .routes = routes,
                             .jobs = complaint_jobs};
