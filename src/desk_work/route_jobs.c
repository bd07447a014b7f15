#include "desk_work/route_jobs.h"

#include "access/account.h"
#include "base/instant.h"
#include "desk/desk.h"
#include "desk_work/hand_on.h"
#include "desk_work/looking.h"
#include "desk_work/pull.h"
#include "desk_work/route_store.h"
#include "job/job.h"

/* A company without rules hands out by hand: then nothing is done, and no job is made. */
static Status is_wanted(Ctx *ctx, const char *event, bool *out)
{
    (void)event;
    return route_store_any(ctx, out);
}

static Status run_route(Ctx *ctx, const Job *job)
{
    Status s = ticket_route(ctx, job->subject_id);
    if (s != NOT_FOUND && s != CONFLICT) return s;
    problem_clear(ctx);
    return OK;
}

static Status run_reopened(Ctx *ctx, const Job *job)
{
    Status s = left_hand_on_ticket(ctx, job->subject_id);
    if (s == NOT_FOUND) problem_clear(ctx);
    return s && s != NOT_FOUND ? s : run_route(ctx, job);
}

/* Who was closed has nothing any more; a few tickets at a time. */
static Status run_left(Ctx *ctx, const Job *job)
{
    bool more;
    Status s = left_hand_on(ctx, job->subject_id, &more);
    return s || !more ? s : left_soon(ctx, job->subject_id);
}

static Status run_pull(Ctx *ctx, const Job *job)
{
    return pull_for(ctx, job->subject_id);
}

/* Who has finished one has room for the next. */
static Status run_freed(Ctx *ctx, const Job *job)
{
    TicketEvent event;
    Status s = ticket_event_read(ctx, job->payload, &event);
    return s || !event.owner_id ? s : pull_for(ctx, event.owner_id);
}

static Status run_sweep(Ctx *ctx, const Job *job)
{
    (void)job;
    Status s = agent_sweep(ctx);
    return s ? s : looking_sweep(ctx);
}

const JobKind route_jobs[] = {{.name = "desk.route",
                               .event = DESK_TICKET_OPENED,
                               .wanted = is_wanted,
                               .run = run_route,
                               .doc = "Sends a new ticket to its team, and to somebody there"},
                              {.name = "desk.route_reopened",
                               .event = DESK_TICKET_REOPENED,
                               .run = run_reopened,
                               .doc = "The same for one that was opened again and that nobody has"
                                      " any more"},
                              {.name = "desk.account_closed",
                               .event = ACCOUNT_CLOSED,
                               .run = run_left,
                               .doc = "Hands on what somebody has whose account was closed"},
                              {.name = ROUTE_LEFT_JOB, .run = run_left, .doc = "The rest of it"},
                              {.name = "desk.pull_freed",
                               .event = DESK_TICKET_RESOLVED,
                               .wanted = is_wanted,
                               .run = run_freed,
                               .doc = "Gives who has resolved a ticket what waits"},
                              {.name = ROUTE_PULL_JOB,
                               .run = run_pull,
                               .doc = "Gives who has become available what waits for them"},
                              {.name = "desk.sweep_presence",
                               .every_ms = HOUR_MS,
                               .run = run_sweep,
                               .doc = "Forgets the heartbeats of sessions that are long gone"},
                              {.name = NULL}};
