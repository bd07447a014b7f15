#include "access/person.h"
#include "access/right.h"
#include "desk/desk_slice.h"
#include "desk/policy.h"
#include "desk/state.h"
#include "desk/team.h"
#include "desk/words.h"

/* --- states and moves --- */

static Status api_states(Ctx *ctx, Request *req)
{
    List list;
    Status s = ticket_state_list(ctx, &list);
    return s ? s : reply_list(ctx, req, &list, &ticket_state_shape, NULL);
}

static Status api_state_create(Ctx *ctx, Request *req)
{
    TicketState state = *(const TicketState *)request_input(req);
    Status s = ticket_state_create(ctx, &state);
    return s ? s : reply(ctx, req, &state, &ticket_state_shape);
}

static Status api_state_change(Ctx *ctx, Request *req)
{
    TicketState state;
    Status s = ticket_state_change(ctx, path_text(req, "code"), request_version(req),
                                   request_input(req), &state);
    return s ? s : reply(ctx, req, &state, &ticket_state_shape);
}

static Status api_transitions(Ctx *ctx, Request *req)
{
    List list;
    Status s = transition_list(ctx, &list);
    return s ? s : reply_list(ctx, req, &list, &ticket_transition_shape, NULL);
}

static Status api_transition_put(Ctx *ctx, Request *req)
{
    TicketTransition move = *(const TicketTransition *)request_input(req);
    move.version = request_version(req);
    Status s = transition_put(ctx, &move);
    return s ? s : reply(ctx, req, &move, &ticket_transition_shape);
}

static Status api_transition_remove(Ctx *ctx, Request *req)
{
    Status s =
        transition_remove(ctx, path_text(req, "from"), path_text(req, "to"), request_version(req));
    return s ? s : reply_empty(req, 204);
}

/* --- service levels --- */

static Status api_policies(Ctx *ctx, Request *req)
{
    List list;
    Status s = policy_list(ctx, &list);
    return s ? s : reply_list(ctx, req, &list, &policy_shape, NULL);
}

static Status api_policy_create(Ctx *ctx, Request *req)
{
    Policy policy = *(const Policy *)request_input(req);
    Status s = policy_create(ctx, &policy);
    return s ? s : reply(ctx, req, &policy, &policy_shape);
}

static Status api_policy_find(Ctx *ctx, Request *req)
{
    Policy policy;
    Status s = policy_find(ctx, path_text(req, "code"), &policy);
    return s ? s : reply(ctx, req, &policy, &policy_shape);
}

static Status api_policy_change(Ctx *ctx, Request *req)
{
    Policy policy;
    Status s = policy_change(ctx, path_text(req, "code"), request_version(req), request_input(req),
                             &policy);
    return s ? s : reply(ctx, req, &policy, &policy_shape);
}

static Status api_policy_remove(Ctx *ctx, Request *req)
{
    Status s = policy_remove(ctx, path_text(req, "code"), request_version(req));
    return s ? s : reply_empty(req, 204);
}

/* --- teams --- */

static Status api_teams(Ctx *ctx, Request *req)
{
    List list;
    Status s = team_list(ctx, &list);
    return s ? s : reply_list(ctx, req, &list, &team_shape, NULL);
}

static Status api_team_create(Ctx *ctx, Request *req)
{
    Team team = *(const Team *)request_input(req);
    Status s = team_create(ctx, &team);
    return s ? s : reply(ctx, req, &team, &team_shape);
}

static Status api_team_find(Ctx *ctx, Request *req)
{
    Team team;
    Status s = team_find(ctx, path_text(req, "code"), &team);
    return s ? s : reply(ctx, req, &team, &team_shape);
}

static Status api_team_change(Ctx *ctx, Request *req)
{
    Team team;
    Status s =
        team_change(ctx, path_text(req, "code"), request_version(req), request_input(req), &team);
    return s ? s : reply(ctx, req, &team, &team_shape);
}

static Status api_members(Ctx *ctx, Request *req)
{
    Team team;
    List list;
    Status s = team_find(ctx, path_text(req, "code"), &team);
    if (!s) s = team_members(ctx, team.id, &list);
    return s ? s : reply_list(ctx, req, &list, &team_member_shape, NULL);
}

static Status api_member_put(Ctx *ctx, Request *req)
{
    TeamMember member = *(const TeamMember *)request_input(req);
    member.login = path_text(req, "login");
    Status s = team_member_put(ctx, path_text(req, "code"), &member);
    return s ? s : reply(ctx, req, &member, &team_member_shape);
}

static Status api_member_remove(Ctx *ctx, Request *req)
{
    Status s = team_member_remove(ctx, path_text(req, "code"), path_text(req, "login"));
    return s ? s : reply_empty(req, 204);
}

static const Route routes[] = {
    {GET, "/api/v1/desk/states", .right = TICKET_READ, .out = &ticket_state_shape, .is_list = true,
     .run = api_states, .doc = "The states that tickets may be in"},
    {POST, "/api/v1/desk/states", .right = TICKET_ADMIN, .writes = true,
     .whole = "states of tickets are", .creates = true, .in = &ticket_state_shape,
     .out = &ticket_state_shape, .run = api_state_create, .doc = "Add a state of your own"},
    {PUT, "/api/v1/desk/states/{code}", .right = TICKET_ADMIN, .writes = true,
     .whole = "states of tickets are", .if_match = true, .in = &ticket_state_change_shape,
     .out = &ticket_state_shape, .run = api_state_change, .doc = "Change a state"},
    {GET, "/api/v1/desk/transitions", .right = TICKET_READ, .out = &ticket_transition_shape,
     .is_list = true, .run = api_transitions, .doc = "The moves between states"},
    {PUT, "/api/v1/desk/transitions", .right = TICKET_ADMIN, .writes = true,
     .whole = "moves of tickets are", .if_match = true, .in = &ticket_transition_shape,
     .out = &ticket_transition_shape, .run = api_transition_put,
     .doc = "Add a move (its version is 0 before), or change the right that it needs"},
    {DELETE, "/api/v1/desk/transitions/{from}/{to}", .right = TICKET_ADMIN, .writes = true,
     .whole = "moves of tickets are", .if_match = true, .run = api_transition_remove,
     .doc = "Take a move away"},
    {GET, "/api/v1/desk/policies", .right = TICKET_READ, .out = &policy_shape, .is_list = true,
     .run = api_policies, .doc = "The service levels in force"},
    {POST, "/api/v1/desk/policies", .right = TICKET_ADMIN, .writes = true,
     .whole = "service levels are", .creates = true, .in = &policy_shape, .out = &policy_shape,
     .run = api_policy_create, .doc = "Add a service level"},
    {GET, "/api/v1/desk/policies/{code}", .right = TICKET_READ, .out = &policy_shape,
     .run = api_policy_find, .doc = "One service level"},
    {PUT, "/api/v1/desk/policies/{code}", .right = TICKET_ADMIN, .writes = true,
     .whole = "service levels are", .if_match = true, .in = &policy_change_shape,
     .out = &policy_shape, .run = api_policy_change,
     .doc = "Change a service level; clocks that run keep the one they began with"},
    {DELETE, "/api/v1/desk/policies/{code}", .right = TICKET_ADMIN, .writes = true,
     .whole = "service levels are", .if_match = true, .run = api_policy_remove,
     .doc = "Take a service level out of force"},
    {GET, "/api/v1/teams", .right = TICKET_READ, .staff = true, .out = &team_shape, .is_list = true,
     .run = api_teams, .doc = "Teams"},
    {POST, "/api/v1/teams", .right = TICKET_ADMIN, .staff = true, .writes = true, .creates = true,
     .in = &team_shape, .out = &team_shape, .run = api_team_create, .doc = "Found a team"},
    {GET, "/api/v1/teams/{code}", .right = TICKET_READ, .staff = true, .out = &team_shape,
     .run = api_team_find, .doc = "One team"},
    {PUT, "/api/v1/teams/{code}", .right = TICKET_ADMIN, .staff = true, .writes = true,
     .if_match = true, .in = &team_change_shape, .out = &team_shape, .run = api_team_change,
     .doc = "Change a team"},
    {GET, "/api/v1/teams/{code}/members", .right = TICKET_READ, .staff = true,
     .out = &team_member_shape, .is_list = true, .run = api_members, .doc = "Who is in a team"},
    {PUT, "/api/v1/teams/{code}/members/{login}", .right = TICKET_ADMIN, .staff = true,
     .writes = true, .in = &team_member_shape, .out = &team_member_shape, .run = api_member_put,
     .doc = "Put somebody in a team, or change what they are in it"},
    {DELETE, "/api/v1/teams/{code}/members/{login}", .right = TICKET_ADMIN, .staff = true,
     .writes = true, .run = api_member_remove, .doc = "Take somebody out of a team"},
    ROUTE_END};

static Status seed(Ctx *ctx)
{
    Status s = ticket_state_seed(ctx);
    if (!s) s = policy_seed(ctx);
    return s ? s : words_seed(ctx);
}

const Slice desk_rules_slice = {.name = "desk-rules",
                                .doc = "What the desk goes by: states, service levels, teams",
                                .routes = routes,
                                .seed = seed};
