#include "access/page.h"
#include "access/person.h"
#include "desk_work/desk_work_slice.h"
#include "desk_work/hand_on.h"
#include "desk_work/looking.h"
#include "desk_work/pull.h"
#include "desk_work/route_jobs.h"

/* --- who is there --- */

typedef struct PresenceInput {
    int64_t status;
} PresenceInput;

static const Field presence_fields[] = {
    FIELD_ENUM(PresenceInput, status, agent_statuses, .required = true, .doc = "How you are"),
    FIELD_END};
static const Shape presence_shape = SHAPE(PresenceInput, presence_fields, "A heartbeat");

static Status api_beat(Ctx *ctx, Request *req)
{
    const PresenceInput *in = request_input(req);
    Agent agent;
    Status s = agent_beat(ctx, in->status, &agent);
    return s ? s : reply(ctx, req, &agent, &agent_shape);
}

static Status api_agents(Ctx *ctx, Request *req)
{
    const PageQuery *page = request_query(req);
    List list;
    const char *next;
    Status s = agent_list(ctx, page_limit(page->limit), page->cursor, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &agent_shape, next);
}

static Status api_agent(Ctx *ctx, Request *req)
{
    Agent agent;
    Status s = agent_find(ctx, path_text(req, "login"), &agent);
    return s ? s : reply(ctx, req, &agent, &agent_shape);
}

typedef struct CapacityInput {
    int64_t capacity, version;
} CapacityInput;

static const Field capacity_fields[] = {
    FIELD_INT(CapacityInput, capacity, .max = 1000,
              .doc = "What their open tickets may weigh; null: as the setting agent_capacity says"),
    FIELD_INT(CapacityInput, version, .required = true, .max = INT32_MAX,
              .doc = "As you read it; 0 where nothing was decided yet"),
    FIELD_END};
static const Shape capacity_shape = SHAPE(CapacityInput, capacity_fields, "What an agent may hold");

static Status api_capacity(Ctx *ctx, Request *req)
{
    const CapacityInput *in = request_input(req);
    Agent agent;
    Status s = agent_set_capacity(ctx, path_text(req, "login"), in->version, in->capacity, &agent);
    return s ? s : reply(ctx, req, &agent, &agent_shape);
}

static const Field handed_fields[] = {
    FIELD_INT(HandedOn, released, .doc = "How many were taken from them"),
    FIELD_INT(HandedOn, given, .doc = "How many of these somebody else has now"),
    FIELD_BOOL(HandedOn, more, .doc = "There is more: ask again"), FIELD_END};
static const Shape handed_shape = SHAPE(HandedOn, handed_fields, "What became of their tickets");

static Status api_hand_on(Ctx *ctx, Request *req)
{
    HandedOn handed;
    Status s = agent_hand_on(ctx, path_text(req, "login"), &handed);
    return s ? s : reply(ctx, req, &handed, &handed_shape);
}

static Status api_weights(Ctx *ctx, Request *req)
{
    List list;
    Status s = channel_weights(ctx, &list);
    return s ? s : reply_list(ctx, req, &list, &channel_weight_shape, NULL);
}

static Status api_weight(Ctx *ctx, Request *req)
{
    ChannelWeight weight = *(const ChannelWeight *)request_input(req);
    weight.channel = name_value(ticket_channels, path_text(req, "channel"));
    weight.version = request_version(req);
    if (weight.channel == NONE) return fail(ctx, NOT_FOUND, "there is no such channel");
    Status s = channel_weight_set(ctx, &weight);
    return s ? s : reply(ctx, req, &weight, &channel_weight_shape);
}

/* --- rules --- */

static Status api_rules(Ctx *ctx, Request *req)
{
    List list;
    Status s = route_rule_list(ctx, &list);
    return s ? s : reply_list(ctx, req, &list, &route_rule_shape, NULL);
}

static Status api_rule(Ctx *ctx, Request *req)
{
    RouteRule rule;
    Status s = route_rule_find(ctx, path_text(req, "code"), &rule);
    return s ? s : reply(ctx, req, &rule, &route_rule_shape);
}

static Status api_rule_create(Ctx *ctx, Request *req)
{
    RouteRule rule = *(const RouteRule *)request_input(req);
    Status s = route_rule_create(ctx, &rule);
    return s ? s : reply(ctx, req, &rule, &route_rule_shape);
}

static Status api_rule_change(Ctx *ctx, Request *req)
{
    RouteRule rule;
    Status s = route_rule_change(ctx, path_text(req, "code"), request_version(req),
                                 request_input(req), &rule);
    return s ? s : reply(ctx, req, &rule, &route_rule_shape);
}

static Status api_rule_remove(Ctx *ctx, Request *req)
{
    Status s = route_rule_remove(ctx, path_text(req, "code"), request_version(req));
    return s ? s : reply_empty(req, 204);
}

/* --- tickets --- */

static Status api_next(Ctx *ctx, Request *req)
{
    Ticket ticket;
    bool found;
    Status s = ticket_next(ctx, &ticket, &found);
    if (s) return s;
    return found ? reply(ctx, req, &ticket, &ticket_shape) : reply_empty(req, 204);
}

static Status api_route_of(Ctx *ctx, Request *req)
{
    int64_t id;
    TicketRoute route;
    Status s = scope_customer(ctx) ? fail(ctx, FORBIDDEN, "that is for colleagues") : OK;
    if (!s) s = path_id(ctx, req, "id", &id);
    if (!s) s = ticket_route_find(ctx, id, &route);
    return s ? s : reply(ctx, req, &route, &ticket_route_shape);
}

static Status api_route(Ctx *ctx, Request *req)
{
    int64_t id;
    Ticket ticket;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = ticket_route(ctx, id);
    if (!s) s = ticket_find(ctx, id, &ticket);
    return s ? s : reply(ctx, req, &ticket, &ticket_shape);
}

typedef struct LookingInput {
    int64_t doing;
} LookingInput;

static const Field looking_input_fields[] = {
    FIELD_ENUM(LookingInput, doing, looking_kinds, .required = true, .doc = "What you do"),
    FIELD_END};
static const Shape looking_input_shape = SHAPE(LookingInput, looking_input_fields, "A heartbeat");

static Status api_look(Ctx *ctx, Request *req)
{
    const LookingInput *in = request_input(req);
    int64_t id;
    List list;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = looking_beat(ctx, id, in->doing, &list);
    return s ? s : reply_list(ctx, req, &list, &looking_shape, NULL);
}

static Status api_looking(Ctx *ctx, Request *req)
{
    int64_t id;
    List list;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = looking_list(ctx, id, &list);
    return s ? s : reply_list(ctx, req, &list, &looking_shape, NULL);
}

static const Route routes[] = {
    {PUT, "/api/v1/desk/presence", .right = TICKET_WRITE, .staff = true, .writes = true,
     .in = &presence_shape, .out = &agent_shape, .run = api_beat,
     .doc = "Say that you are there, and how"},
    {GET, "/api/v1/desk/agents", .right = TICKET_DISPATCH, .staff = true,
     .query = &page_query_shape, .out = &agent_shape, .is_list = true, .run = api_agents,
     .doc = "Who works tickets, how they are, and what they hold"},
    {GET, "/api/v1/desk/agents/{login}", .right = TICKET_DISPATCH, .staff = true,
     .out = &agent_shape, .run = api_agent, .doc = "One of them"},
    {PUT, "/api/v1/desk/agents/{login}/capacity", .right = TICKET_DISPATCH, .staff = true,
     .writes = true, .in = &capacity_shape, .out = &agent_shape, .run = api_capacity,
     .doc = "Decide what an agent may hold"},
    {POST, "/api/v1/desk/agents/{login}/hand-on", .right = TICKET_DISPATCH, .staff = true,
     .writes = true, .out = &handed_shape, .run = api_hand_on,
     .doc = "Route anew what somebody has who is not there, fifty at once"},
    {GET, "/api/v1/desk/channel-weights", .right = TICKET_READ, .staff = true,
     .out = &channel_weight_shape, .is_list = true, .run = api_weights,
     .doc = "What a ticket of each channel weighs"},
    {PUT, "/api/v1/desk/channel-weights/{channel}", .right = TICKET_ADMIN, .staff = true,
     .writes = true, .if_match = true, .whole = "weights of channels are",
     .in = &channel_weight_shape, .out = &channel_weight_shape, .run = api_weight,
     .doc = "Change what a ticket of a channel weighs"},
    {GET, "/api/v1/desk/routes", .right = TICKET_READ, .staff = true, .out = &route_rule_shape,
     .is_list = true, .run = api_rules,
     .doc = "Which tickets go to which team, in the order that is asked"},
    {POST, "/api/v1/desk/routes", .right = TICKET_ADMIN, .staff = true, .writes = true,
     .creates = true, .whole = "routing rules are", .in = &route_rule_shape,
     .out = &route_rule_shape, .run = api_rule_create, .doc = "Add a routing rule"},
    {GET, "/api/v1/desk/routes/{code}", .right = TICKET_READ, .staff = true,
     .out = &route_rule_shape, .run = api_rule, .doc = "One routing rule"},
    {PUT, "/api/v1/desk/routes/{code}", .right = TICKET_ADMIN, .staff = true, .writes = true,
     .if_match = true, .whole = "routing rules are", .in = &route_rule_change_shape,
     .out = &route_rule_shape, .run = api_rule_change, .doc = "Supersede a routing rule"},
    {DELETE, "/api/v1/desk/routes/{code}", .right = TICKET_ADMIN, .staff = true, .writes = true,
     .if_match = true, .whole = "routing rules are", .run = api_rule_remove,
     .doc = "Take a routing rule out of force"},
    {POST, "/api/v1/desk/next", .right = TICKET_WRITE, .staff = true, .writes = true,
     .may_be_none = true, .out = &ticket_shape, .run = api_next,
     .doc = "Take the next ticket that you can; nothing where none waits"},
    {GET, "/api/v1/tickets/{id}/route", .right = TICKET_READ, .out = &ticket_route_shape,
     .run = api_route_of, .doc = "Where a ticket was sent, and why"},
    {POST, "/api/v1/tickets/{id}/route", .right = TICKET_WRITE, .staff = true, .writes = true,
     .out = &ticket_shape, .run = api_route, .doc = "Send a ticket that nobody has"},
    {PUT, "/api/v1/tickets/{id}/looking", .right = TICKET_READ, .writes = true,
     .in = &looking_input_shape, .out = &looking_shape, .is_list = true, .run = api_look,
     .doc = "Say that you have a ticket open; who else has"},
    {GET, "/api/v1/tickets/{id}/looking", .right = TICKET_READ, .out = &looking_shape,
     .is_list = true, .run = api_looking, .doc = "Who has a ticket open now"},
    ROUTE_END};

const Slice desk_route_slice = {.name = "desk-routing",
                                .doc = "Who is there, who gets which ticket, who looks at it",
                                .routes = routes,
                                .jobs = route_jobs,
                                .seed = left_seed};
