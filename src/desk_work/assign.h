/* assign.h -- who gets a ticket, and why.
 *
 * The customer's own specialist comes first; then, of those in the team who are available, have
 * the skills and room for it, the least loaded; of these who has been without a new one longest,
 * then the lowest id: the same state gives the same answer. Everything that decided is kept. */
#pragma once

#include "desk_work/agent.h"
#include "desk_work/route.h"

/* Where a ticket was sent. */
typedef struct TicketRoute {
    int64_t ticket_id;
    int64_t at;
    const char *rule; /* code; NULL: none fitted, and a team had it already */
    int64_t rule_version;
    int64_t team_id, specialist_id, account_id; /* 0: none */
    bool green;                                 /* it goes before others */
    Texts skills;                               /* that are needed */
    Texts why; /* alternating: "agent", "waits", "specialist", and a line for each passed over */
} TicketRoute;
extern const Shape ticket_route_shape;

/* What a choice goes by. */
typedef struct Choice {
    const Agent *agents; /* of the team */
    size_t count;
    const Agent *specialist; /* NULL: the customer has none */
    Texts skills, team_skills;
    int64_t weight; /* of the ticket's channel */
} Choice;

/* Pure. Who gets it (NULL: nobody can now), and in `why` what was said of each. Why is NULL items
 * where there is no memory. */
const Agent *agent_choose(Ctx *ctx, const Choice *choice, Texts *why);

/* Whether one agent can take a ticket of that weight that needs these skills; `*reason` says why
 * not: constant words, or the skill missing. */
bool agent_can(const Agent *agent, const Texts *skills, const Texts *team_skills, int64_t weight,
               const char **reason);

/* In the transaction of ctx: finds the rule of a ticket that nobody has, sends it to the team and,
 * by the setting route_push, to somebody there. Nothing happens where it has an owner, is over, or
 * no rule fits and it has no team. */
Status ticket_route(Ctx *ctx, int64_t ticket_id);

/* In the transaction of ctx: gives the ticket to an agent, and writes down why. CONFLICT when
 * somebody has it. */
Status ticket_give(Ctx *ctx, int64_t ticket_id, const Agent *agent, const Texts *why);

/* Where it was sent. NOT_FOUND where it never was, or the ticket is out of scope. */
Status ticket_route_find(Ctx *ctx, int64_t ticket_id, TicketRoute *out);

/* The weight of a channel. */
Status channel_weight_of(Ctx *ctx, int64_t channel, int64_t *out);
