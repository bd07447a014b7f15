#include "desk_work/hand_on.h"

#include "access/audit.h"
#include "db/db.h"
#include "desk/ticket.h"
#include "desk_work/agent.h"
#include "desk_work/assign.h"
#include "desk_work/route_jobs.h"
#include "desk_work/route_store.h"
#include "job/job.h"

/* So many in one transaction: others wait for it. */
enum { AT_ONCE = 50, PAGES_MAX = 20, OWNERS_AT_ONCE = 200 };

/* Takes one from its owner and sends it anew. */
static Status hand_on(Ctx *ctx, int64_t id, HandedOn *out)
{
    TicketEdit edit;
    Ticket ticket;
    Status s = ticket_edit(ctx, id, NONE, &edit);
    if (s == NOT_FOUND) {
        problem_clear(ctx);
        return OK;
    }
    if (!s) s = ticket_assign(ctx, &edit, edit.now.team_id, 0);
    edit.action = "ticket.hand_on";
    if (!s) s = ticket_save(ctx, &edit);
    if (!s) s = ticket_route(ctx, id);
    if (!s) s = ticket_find(ctx, id, &ticket);
    if (s) return s;
    out->released++;
    out->given += ticket.owner_id != 0;
    return OK;
}

Status agent_hand_on(Ctx *ctx, const char *login, HandedOn *out)
{
    Agent agent;
    List rows = {NULL, 0};
    *out = (HandedOn){0};
    Status s = agent_find(ctx, login, &agent);
    if (!s && agent.status == AGENT_AVAILABLE)
        return fail(ctx, CONFLICT, "%s is available", agent.login);
    if (!s) s = owned_by(ctx, agent.account_id, 0, AT_ONCE, &rows);
    const IdRow *items = rows.items;
    for (size_t i = 0; i < rows.count && !s; i++)
        s = hand_on(ctx, items[i].id, out);
    out->more = rows.count == AT_ONCE && out->released;
    return s ? s : audit_write(ctx, "agent.hand_on", "account", agent.account_id, NULL);
}

/* --- whose account was closed --- */

static Status is_closed(Ctx *ctx, int64_t account_id, bool *closed)
{
    Agent agent;
    Status s = agent_by_id(ctx, account_id, &agent);
    *closed = s == NOT_FOUND;
    if (*closed) problem_clear(ctx);
    return *closed ? OK : s;
}

/* Going through what somebody left. */
typedef struct Leaving {
    int64_t account_id;
    int64_t ticket_id; /* that is looked at, or was last */
    HandedOn handed;
    Status failed; /* what the first said that could not be handed on; OK: all could */
    Problem problem;
} Leaving;

static Status hand_on_one(Ctx *ctx, void *work)
{
    Leaving *leaving = work;
    return hand_on(ctx, leaving->ticket_id, &leaving->handed);
}

/* Whether it is the machine that fails, and would with the next ticket too. */
static bool is_of_machine(Status s)
{
    return s == UNAVAILABLE || s == TIMED_OUT || s == NO_SPACE || s == NO_MEMORY;
}

static Status try_one(Ctx *ctx, Leaving *leaving)
{
    Status s = db_attempt(ctx, hand_on_one, leaving);
    if (!s || is_of_machine(s)) return s;
    if (!leaving->failed) {
        leaving->failed = s;
        leaving->problem = ctx->problem;
    }
    problem_clear(ctx);
    return OK;
}

static Status try_page(Ctx *ctx, Leaving *leaving, bool *full)
{
    List rows = {NULL, 0};
    Status s = owned_by(ctx, leaving->account_id, leaving->ticket_id, AT_ONCE, &rows);
    const IdRow *items = rows.items;
    *full = !s && rows.count == AT_ONCE;
    for (size_t i = 0; !s && i < rows.count; i++) {
        leaving->ticket_id = items[i].id;
        s = try_one(ctx, leaving);
    }
    return s;
}

Status left_hand_on(Ctx *ctx, int64_t account_id, bool *more)
{
    Leaving leaving = {.account_id = account_id};
    bool closed, full = true;
    *more = false;
    Status s = is_closed(ctx, account_id, &closed);
    if (s || !closed) return s;
    for (int page = 0; !s && page < PAGES_MAX && full && !leaving.handed.released; page++)
        s = try_page(ctx, &leaving, &full);
    if (s) return s;
    *more = leaving.handed.released && (full || leaving.failed);
    if (leaving.handed.released || !leaving.failed) return OK;
    ctx->problem = leaving.problem;
    return leaving.failed;
}

Status left_hand_on_ticket(Ctx *ctx, int64_t ticket_id)
{
    Ticket ticket;
    bool closed;
    HandedOn handed = {0};
    Status s = ticket_find(ctx, ticket_id, &ticket);
    if (s || !ticket.owner_id) return s;
    s = is_closed(ctx, ticket.owner_id, &closed);
    return s || !closed ? s : hand_on(ctx, ticket_id, &handed);
}

Status left_soon(Ctx *ctx, int64_t account_id)
{
    const char *key = arena_format(ctx->arena, "%lld", (long long)account_id);
    return key ? job_add(ctx, ROUTE_LEFT_JOB, key, account_id, NULL, ctx_now(ctx)) : no_memory(ctx);
}

Status left_seed(Ctx *ctx)
{
    List rows = {NULL, OWNERS_AT_ONCE};
    int64_t after = 0;
    Status s = OK;
    while (!s && rows.count == OWNERS_AT_ONCE) {
        s = closed_owners(ctx, after, OWNERS_AT_ONCE, &rows);
        const IdRow *items = rows.items;
        for (size_t i = 0; !s && i < rows.count; i++)
            s = left_soon(ctx, items[i].id);
        if (rows.count) after = items[rows.count - 1].id;
    }
    return s;
}
