#include "desk/desk_jobs.h"

#include <stdlib.h>

#include "access/setting.h"
#include "base/instant.h"
#include "desk/awaited.h"
#include "desk/book.h"
#include "desk/desk_tell.h"
#include "desk/entry.h"
#include "desk/escalate.h"
#include "desk/incident_join.h"
#include "desk/unowned.h"
#include "desk/watch_join.h"
#include "desk/words.h"

#define CLOCKS_JOB "desk.clocks"
#define CLOSING_JOB "desk.close"

static Status arm(Ctx *ctx, const char *kind, int64_t ticket_id, int64_t at)
{
    const char *key = arena_format(ctx->arena, "%lld", (long long)ticket_id);
    return key ? job_add(ctx, kind, key, ticket_id, NULL, at) : no_memory(ctx);
}

Status desk_arm_clocks(Ctx *ctx, int64_t ticket_id, int64_t at)
{
    return arm(ctx, CLOCKS_JOB, ticket_id, at);
}

Status desk_arm_closing(Ctx *ctx, int64_t ticket_id, int64_t at)
{
    return arm(ctx, CLOSING_JOB, ticket_id, at);
}

static Status log_clock(Ctx *ctx, TicketEdit *edit, const Clock *clock, const char *what)
{
    const char *deadline = arena_format(ctx->arena, "%lld", (long long)clock->deadline_at);
    if (!deadline) return no_memory(ctx);
    return ticket_entry_add_detail(ctx, edit, ENTRY_CLOCK, ENTRY_INTERNAL, "what", what, "clock",
                                   name_of(clock_kinds, clock->clock), "deadline_ms", deadline,
                                   "team", edit->now.team, "owner", edit->now.owner, NULL);
}

static Status tell_breach(Ctx *ctx, TicketEdit *edit, Clock *clock, const ClockTerms *terms)
{
    clock->told_at = clock->breached_at;
    Status s = log_clock(ctx, edit, clock, "breached");
    if (!s) s = desk_tell_one(ctx, edit, DESK_CLOCK_BREACHED, edit->now.owner_id, clock->clock);
    return s ? s : ticket_breached(ctx, edit, terms, clock->clock);
}

static Status tell_warning(Ctx *ctx, TicketEdit *edit, Clock *clock)
{
    clock->warned_at = clock->deadline_at;
    Status s = log_clock(ctx, edit, clock, "warned");
    return s ? s : ticket_warn(ctx, edit, clock->clock);
}

/* Tells what is due of one clock; *told when something was. */
static Status tell_clock(Ctx *ctx, TicketEdit *edit, int i, bool *told)
{
    Clock *clock = &edit->clocks.clocks[i];
    int64_t next = clock_next(clock);
    if (next == NONE || next > edit->at) return OK;
    *told = true;
    if (clock->breached_at != NONE) return tell_breach(ctx, edit, clock, edit->clocks.terms[i]);
    return tell_warning(ctx, edit, clock);
}

/* A ticket merged into another waits no longer. */
static Status begin(Ctx *ctx, const Job *job, TicketEdit *edit, bool *gone)
{
    Status s = ticket_edit(ctx, job->subject_id, NONE, edit);
    *gone = s == NOT_FOUND || s == CONFLICT;
    if (*gone) problem_clear(ctx);
    return *gone ? OK : s;
}

static Status run_clocks(Ctx *ctx, const Job *job)
{
    TicketEdit edit;
    bool told = false, gone;
    Status s = begin(ctx, job, &edit, &gone);
    if (s || gone) return s;
    edit.now.armed_at = NONE;
    edit.action = "ticket.clock";
    ticket_clocks_advance(&edit.clocks, edit.at);
    for (int i = 0; i < TICKET_CLOCKS && !s; i++)
        s = tell_clock(ctx, &edit, i, &told);
    if (s) return s;
    return told ? ticket_save(ctx, &edit) : ticket_rearm(ctx, &edit);
}

static Status run_closing(Ctx *ctx, const Job *job)
{
    TicketEdit edit;
    bool gone;
    int64_t days = setting_int(ctx, SETTING_NAMED_TICKET_CLOSE_DAYS);
    Status s = begin(ctx, job, &edit, &gone);
    if (s || gone || edit.now.type != TYPE_RESOLVED || !days) return s;
    int64_t due = edit.now.resolved_at + days * DAY_MS;
    if (due > edit.at) return desk_arm_closing(ctx, edit.now.id, due);
    s = ticket_move_type(ctx, &edit, TYPE_CLOSED, NULL);
    edit.action = "ticket.close";
    return s ? s : ticket_save(ctx, &edit);
}

const JobKind desk_jobs[] = {
    {.name = CLOCKS_JOB,
     .run = run_clocks,
     .doc = "Warns before a clock's deadline, and tells of its breach"},
    {.name = CLOSING_JOB,
     .run = run_closing,
     .doc = "Closes a ticket that stayed resolved for `ticket_close_days`"},
    {.name = "desk.awaited",
     .every_ms = MINUTE_MS,
     .run = awaited_fill,
     .doc = "Gives tickets the outlet and the customer of a parcel that came after them"},
    {.name = UNOWNED_JOB,
     .every_ms = HOUR_MS,
     .run = unowned_index,
     .doc =
         "Gives tickets of no customer from before an upgrade the index of their e-mail address"},
    {.name = "desk.watch_opened",
     .event = "watch.finding_opened",
     .many = true,
     .run = watch_join_opened,
     .doc = "Opens the tickets of parcels that the watch found, or writes into them"},
    {.name = "desk.watch_closed",
     .event = "watch.finding_closed",
     .many = true,
     .run = watch_join_closed,
     .doc = "Writes down that findings are over, and resolves what nobody took"},
    {.name = "desk.incident",
     .event = "incident.ticket_wanted",
     .run = incident_join_wanted,
     .doc = "Opens the ticket of a parcel for its incident, or binds the one there is"},
    {.name = WORDS_JOB,
     .run = words_put_old,
     .doc = "Puts what was said on tickets before an upgrade into the search, part by part"},
    {.name = NULL}};
