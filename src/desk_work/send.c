#include <string.h>

#include "access/person.h"
#include "access/setting.h"
#include "base/text.h"
#include "customer/customer.h"
#include "desk/desk.h"
#include "desk/entry.h"
#include "desk/team.h"
#include "desk/ticket_refs.h"
#include "desk_work/assign.h"
#include "desk_work/route_store.h"

static const Field sent_fields[] = {
    FIELD_ID(TicketRoute, ticket_id, .doc = "The ticket"),
    FIELD_TIME(TicketRoute, at, .doc = "When"),
    FIELD_TEXT(TicketRoute, rule, .doc = "Code of the rule that fitted"),
    FIELD_INT(TicketRoute, rule_version, .doc = "As it stood then"),
    FIELD_ID(TicketRoute, team_id, .doc = "Team"),
    FIELD_ID(TicketRoute, specialist_id, .doc = "Account of the customer's specialist"),
    FIELD_ID(TicketRoute, account_id, .doc = "Account that got it; null: it waits"),
    FIELD_BOOL(TicketRoute, green, .doc = "It goes before others: the tier's green channel"),
    FIELD_TEXTS(TicketRoute, skills, .max = 20, .doc = "That were needed"),
    FIELD_MAP(TicketRoute, why, .max = 200, .doc = "Who was chosen and why, who was not and why"),
    FIELD_END};
const Shape ticket_route_shape =
    SHAPE(TicketRoute, sent_fields, "Where a ticket was sent, and why");

Status channel_weight_of(Ctx *ctx, int64_t channel, int64_t *out)
{
    List list;
    Status s = channel_weights(ctx, &list);
    const ChannelWeight *weights = list.items;
    *out = 1;
    for (size_t i = 0; !s && i < list.count; i++)
        if (weights[i].channel == channel) *out = weights[i].weight;
    return s;
}

/* Nothing is given to who could not open it. */
static Status look_whether_sees(Ctx *ctx, const Ticket *ticket, Agent *agent)
{
    Status s = ref_owner_sees(ctx, agent->account_id, ticket);
    agent->blind = s == INVALID;
    if (s != INVALID) return s;
    problem_clear(ctx);
    return OK;
}

static Status look_at_specialist(Ctx *ctx, const Ticket *ticket, const char *login, Choice *choice)
{
    Agent *agent = ARENA_NEW(ctx->arena, Agent);
    if (!agent) return no_memory(ctx);
    Status s = agent_find(ctx, login, agent);
    if (!s) s = agent_by_id(ctx, agent->account_id, agent); /* not where it was closed */
    if (!s) s = look_whether_sees(ctx, ticket, agent);
    if (!s) choice->specialist = agent;
    return s;
}

/* What is known of the customer, or of whom it was merged into: the region, and the specialist
 * where there is one. */
static Status look_at_customer(Ctx *ctx, const Ticket *ticket, RouteSubject *subject,
                               Choice *choice)
{
    Customer customer;
    int64_t id;
    if (!ticket->customer_id) return OK;
    Status s = customer_survivor(ctx, ticket->customer_id, &id);
    if (!s) s = customer_find(ctx, id, &customer);
    if (!s) subject->region = customer.region;
    if (!s && customer.specialist) s = look_at_specialist(ctx, ticket, customer.specialist, choice);
    if (s != NOT_FOUND) return s;
    problem_clear(ctx);
    return OK;
}

/* The first rule that fits; where a team has the ticket already, of that team. */
static Status find_rule(Ctx *ctx, const RouteSubject *subject, const RouteRule **out)
{
    List list;
    Status s = route_store_list(ctx, &list);
    const RouteRule *rules = list.items;
    const char *team = subject->ticket->team;
    *out = NULL;
    for (size_t i = 0; !s && !*out && i < list.count; i++) {
        if (team && strcmp(team, rules[i].team) != 0) continue;
        if (route_rule_fits(ctx, &rules[i], subject)) *out = &rules[i];
    }
    return s;
}

/* The team, with its skills and members. */
static Status look_at_team(Ctx *ctx, const Ticket *ticket, const RouteRule *rule, Choice *choice,
                           TicketRoute *route)
{
    Team team = {.id = 0};
    List agents;
    if (!rule && !ticket->team_id) return OK;
    Status s = rule ? team_find(ctx, rule->team, &team) : team_by_id(ctx, ticket->team_id, &team);
    if (s == NOT_FOUND) {
        problem_clear(ctx);
        return OK;
    }
    if (s || team.closed) return s;
    s = agents_of_team_for(ctx, team.id, ticket->outlet_id, &agents);
    if (s) return s;
    choice->agents = agents.items;
    choice->count = agents.count;
    choice->team_skills = team.skills;
    route->team_id = team.id;
    if (!rule) return OK;
    choice->skills = route->skills = rule->skills;
    route->rule = rule->code;
    route->rule_version = rule->version;
    return OK;
}

static Status look(Ctx *ctx, const Ticket *ticket, Choice *choice, TicketRoute *route)
{
    const RouteRule *rule = NULL;
    RouteSubject subject = {.ticket = ticket, .language = route_language(ticket->subject)};
    *route = (TicketRoute){
        .ticket_id = ticket->id,
        .at = ctx_now(ctx),
        .rule_version = NONE,
        .green = text_lists(setting_text(ctx, SETTING_NAMED_GREEN_TIERS), ticket->tier)};
    Status s = look_at_customer(ctx, ticket, &subject, choice);
    if (!s) s = find_rule(ctx, &subject, &rule);
    if (!s) s = look_at_team(ctx, ticket, rule, choice, route);
    if (!s) s = channel_weight_of(ctx, ticket->channel, &choice->weight);
    route->specialist_id = choice->specialist ? choice->specialist->account_id : 0;
    return s;
}

static Status log_route(Ctx *ctx, TicketEdit *edit, const TicketRoute *route)
{
    return ticket_entry_add_detail(ctx, edit, ENTRY_CHANGED, ENTRY_INTERNAL, "routed", "true",
                                   "rule", route->rule, "team", edit->now.team, "owner",
                                   edit->now.owner, "why", map_value(&route->why, "because"), NULL);
}

static Status send(Ctx *ctx, TicketEdit *edit, const TicketRoute *route)
{
    int64_t team_id = route->team_id ? route->team_id : edit->now.team_id;
    edit->action = "ticket.route";
    Status s = ticket_assign(ctx, edit, team_id, route->account_id);
    if (!s) s = log_route(ctx, edit, route);
    if (!s) s = ticket_save(ctx, edit);
    if (!s) s = ticket_route_put(ctx, route);
    return s || !route->account_id ? s : agent_given(ctx, route->account_id);
}

static bool is_over(const Ticket *ticket)
{
    return ticket->type == TYPE_RESOLVED || ticket_type_is_final(ticket->type);
}

Status ticket_route(Ctx *ctx, int64_t ticket_id)
{
    TicketEdit edit;
    Choice choice = {0};
    TicketRoute route;
    Status s = routing_turn(ctx);
    if (!s) s = ticket_edit(ctx, ticket_id, NONE, &edit);
    if (s || edit.now.owner_id || is_over(&edit.now)) return s;
    s = look(ctx, &edit.now, &choice, &route);
    if (s || (!route.team_id && !route.specialist_id)) return s;
    const Agent *agent = agent_choose(ctx, &choice, &route.why);
    if (!route.why.items) return no_memory(ctx);
    if (agent && setting_int(ctx, SETTING_NAMED_ROUTE_PUSH)) route.account_id = agent->account_id;
    bool same_team = route.team_id == edit.now.team_id;
    if (!route.account_id && same_team) return ticket_route_put(ctx, &route);
    return send(ctx, &edit, &route);
}

Status ticket_give(Ctx *ctx, int64_t ticket_id, const Agent *agent, const Texts *why)
{
    TicketEdit edit;
    TicketRoute route;
    Status s = ticket_edit(ctx, ticket_id, NONE, &edit);
    if (!s && edit.now.owner_id) s = fail(ctx, CONFLICT, "somebody has ticket %s", edit.now.no);
    if (s) return s;
    s = ticket_route_read(ctx, ticket_id, &route);
    if (s == NOT_FOUND) {
        route = (TicketRoute){.ticket_id = ticket_id, .rule_version = NONE};
        s = OK;
    }
    if (s) return s;
    route.at = edit.at;
    route.team_id = edit.now.team_id;
    route.account_id = agent->account_id;
    route.why = *why;
    return send(ctx, &edit, &route);
}

Status ticket_route_find(Ctx *ctx, int64_t ticket_id, TicketRoute *out)
{
    Status s = ticket_visible(ctx, ticket_id);
    if (s) return s;
    s = ticket_route_read(ctx, ticket_id, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "the ticket was sent nowhere") : s;
}
