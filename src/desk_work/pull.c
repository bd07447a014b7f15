#include "desk_work/pull.h"

#include "access/account.h"
#include "access/setting.h"
#include "desk/desk.h"
#include "desk/entry.h"
#include "desk/queue.h"
#include "desk/team_store.h"
#include "desk_work/route_jobs.h"
#include "desk_work/route_store.h"
#include "job/job.h"

enum { LOOKED_AT = 200, PAGES_MAX = 20, PULL_MAX = 50 };

/* Somebody who takes what waits, and what they may take. */
typedef struct Taker {
    Agent agent;
    const char *because; /* where it was found */
    int64_t took_id;     /* 0: nothing yet */
    bool by_itself;      /* nobody asked for it */
} Taker;

static const Agent *of_team(const List *agents, int64_t account_id)
{
    const Agent *items = agents->items;
    for (size_t i = 0; i < agents->count; i++)
        if (items[i].account_id == account_id) return &items[i];
    return NULL;
}

/* Whether the taker's skills and room are enough for the ticket. Who asks is there, whatever their
 * last heartbeat said; of a customer of their own skills are not asked. */
static Status fits(Ctx *ctx, const Taker *taker, const Ticket *ticket, bool own, bool *out)
{
    Team team = {.id = 0};
    TicketRoute route;
    List agents = {NULL, 0};
    const char *reason;
    int64_t weight;
    Agent agent = taker->agent;
    Status s = channel_weight_of(ctx, ticket->channel, &weight);
    if (!s) s = ticket_route_read(ctx, ticket->id, &route);
    bool sent = s == OK && !own;
    if (s == NOT_FOUND) s = OK;
    if (!s && sent && ticket->team_id) s = team_by_id(ctx, ticket->team_id, &team);
    if (!s && team.id) s = agents_of_team(ctx, team.id, &agents);
    if (s) return s;
    const Agent *member = of_team(&agents, agent.account_id);
    if (member) agent.skills = member->skills;
    const Texts none = {NULL, 0};
    agent.status = AGENT_AVAILABLE;
    *out = agent_can(&agent, sent ? &route.skills : &none, &team.skills, weight, &reason);
    return OK;
}

static Status give(Ctx *ctx, Taker *taker, int64_t ticket_id)
{
    const char *items[] = {"because", taker->because, "chosen", taker->agent.login};
    const Texts why = {items, sizeof items / sizeof *items};
    const Person *asking = ctx->who;
    if (taker->by_itself) ctx->who = NULL;
    Status s = ticket_give(ctx, ticket_id, &taker->agent, &why);
    ctx->who = asking;
    if (!s) taker->took_id = ticket_id;
    return s;
}

static bool can_be_taken(const Ticket *ticket)
{
    return !ticket->owner_id && (ticket->type == TYPE_NEW || ticket->type == TYPE_OPEN);
}

/* The first of these tickets that fits, in their order. */
static Status take_first(Ctx *ctx, Taker *taker, const Ticket *tickets, size_t count, bool own)
{
    Status s = OK;
    for (size_t i = 0; i < count && !s && !taker->took_id; i++) {
        bool can = false;
        if (can_be_taken(&tickets[i])) s = fits(ctx, taker, &tickets[i], own, &can);
        if (!s && can) s = give(ctx, taker, tickets[i].id);
    }
    return s;
}

static Status take_of_rows(Ctx *ctx, Taker *taker, const List *rows, bool own)
{
    const IdRow *items = rows->items;
    Status s = OK;
    for (size_t i = 0; i < rows->count && !s && !taker->took_id; i++) {
        Ticket ticket;
        s = ticket_find(ctx, items[i].id, &ticket);
        if (s == NOT_FOUND) {
            problem_clear(ctx);
            s = OK;
            continue;
        }
        if (!s) s = take_first(ctx, taker, &ticket, 1, own);
    }
    return s;
}

/* By the clock, of all teams that the taker is in. */
static Status take_by_clock(Ctx *ctx, Taker *taker)
{
    static const char *const open_types[] = {"new", "open"};
    TicketFilter filter = {.types = {(const char **)open_types, 2},
                           .team = "mine",
                           .owner = "none",
                           .sort = SORT_DUE,
                           .limit = 50};
    Status s = OK;
    for (int page = 0; page < PAGES_MAX && !s && !taker->took_id; page++) {
        List list;
        s = ticket_list(ctx, &filter, &list, &filter.cursor);
        if (!s) s = take_first(ctx, taker, list.items, list.count, false);
        if (!filter.cursor) break;
    }
    return s;
}

/* Takes one for ctx's person, who is `taker`. */
static Status take(Ctx *ctx, Taker *taker)
{
    List rows;
    Status s = own_waiting(ctx, taker->agent.account_id, LOOKED_AT, &rows);
    taker->because = "the customer's own specialist";
    if (!s) s = take_of_rows(ctx, taker, &rows, true);
    if (s || taker->took_id) return s;
    s = green_waiting(ctx, taker->agent.account_id, LOOKED_AT, &rows);
    taker->because = "the green channel, then the most urgent clock";
    if (!s) s = take_of_rows(ctx, taker, &rows, false);
    if (s || taker->took_id) return s;
    taker->because = "the most urgent clock";
    return take_by_clock(ctx, taker);
}

Status ticket_next(Ctx *ctx, Ticket *out, bool *found)
{
    Taker taker = {.took_id = 0};
    *found = false;
    if (!ctx->who || ctx->who->kind != PERSON_HUMAN)
        return fail(ctx, FORBIDDEN, "that is for people who signed in");
    Status s = routing_turn(ctx);
    if (!s) s = agent_by_id(ctx, ctx->who->id, &taker.agent);
    if (!s && taker.agent.load >= taker.agent.capacity)
        s = fail(ctx, CONFLICT, "you hold all that you may: %lld of %lld",
                 (long long)taker.agent.load, (long long)taker.agent.capacity);
    if (!s) s = take(ctx, &taker);
    if (s || !taker.took_id) return s;
    *found = true;
    return ticket_find(ctx, taker.took_id, out);
}

static Status fill_up(Ctx *ctx, int64_t account_id)
{
    Status s = routing_turn(ctx);
    for (int i = 0; i < PULL_MAX && !s; i++) {
        Taker taker = {.by_itself = true};
        s = agent_by_id(ctx, account_id, &taker.agent);
        if (s || taker.agent.status != AGENT_AVAILABLE) return s;
        if (taker.agent.load >= taker.agent.capacity) return OK;
        s = take(ctx, &taker);
        if (!taker.took_id) return s;
    }
    return s;
}

Status pull_for(Ctx *ctx, int64_t account_id)
{
    Person person;
    const Person *before = ctx->who;
    if (!setting_int(ctx, SETTING_NAMED_ROUTE_PUSH)) return OK;
    Status s = account_person(ctx, account_id, &person);
    if (s == NOT_FOUND) {
        problem_clear(ctx);
        return OK;
    }
    if (s) return s;
    ctx->who = &person;
    s = fill_up(ctx, account_id);
    ctx->who = before;
    return s;
}

Status pull_soon(Ctx *ctx, int64_t account_id)
{
    const char *key = arena_format(ctx->arena, "%lld", (long long)account_id);
    if (!key) return no_memory(ctx);
    return job_add(ctx, ROUTE_PULL_JOB, key, account_id, NULL, ctx_now(ctx));
}
