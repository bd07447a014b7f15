#include "complaint/complaint_jobs.h"

#include "complaint/answer_clock.h"
#include "complaint/appeal.h"
#include "complaint/complaint_edit.h"
#include "complaint/handoff_clock.h"
#include "complaint/handoff_store.h"
#include "complaint/handoff_tell.h"
#include "complaint/valued.h"
#include "desk/escalate.h"

#define HANDOFF_JOB "complaint.handoff_clock"
#define AGE_JOB "complaint.age"
#define APPEAL_JOB "complaint.appeal_clock"
#define ANSWER_JOB "complaint.answer_clock"
#define VALUE_JOB "complaint.valued"

static Status arm(Ctx *ctx, const char *kind, int64_t id, int64_t at)
{
    const char *key = arena_format(ctx->arena, "%lld", (long long)id);
    return key ? job_add(ctx, kind, key, id, NULL, at) : no_memory(ctx);
}

Status handoff_arm(Ctx *ctx, int64_t id, int64_t at)
{
    return arm(ctx, HANDOFF_JOB, id, at);
}

Status complaint_arm(Ctx *ctx, int64_t ticket_id, int64_t at)
{
    return arm(ctx, AGE_JOB, ticket_id, at);
}

Status answer_arm(Ctx *ctx, int64_t ticket_id, int64_t at)
{
    return arm(ctx, ANSWER_JOB, ticket_id, at);
}

Status complaint_arm_value(Ctx *ctx, int64_t ticket_id)
{
    return arm(ctx, VALUE_JOB, ticket_id, ctx_now(ctx));
}

Status appeal_arm(Ctx *ctx, int64_t id, int64_t at)
{
    return arm(ctx, APPEAL_JOB, id, at);
}

static Status tell(Ctx *ctx, Handoff *handoff, HandoffClock *clock, TicketEdit *edit)
{
    bool breached = clock->clock.breached_at != NONE;
    if (breached)
        clock->clock.told_at = clock->clock.breached_at;
    else
        clock->clock.warned_at = clock->clock.deadline_at;
    Status s = handoff_log(ctx, edit, handoff, breached ? "breached" : "warned", NULL);
    edit->action = "handoff.clock";
    if (!s) s = handoff_tell(ctx, edit, handoff, HANDOFF_DUE);
    if (!s && breached) s = ticket_breached(ctx, edit, clock->terms, CLOCK_HANDOFF);
    return s ? s : ticket_save(ctx, edit);
}

/* A timer that is early, or of a handoff that was answered meanwhile, finds nothing to tell. */
static Status run_clock(Ctx *ctx, const Job *job)
{
    Handoff handoff;
    HandoffClock clock;
    TicketEdit edit;
    Status s = handoff_store_find(ctx, job->subject_id, &handoff);
    if (s == NOT_FOUND) return OK;
    if (!s) s = handoff_clock_read(ctx, &handoff, &clock);
    if (s || !clock.terms) return s;
    s = ticket_edit_merged(ctx, handoff.ticket_id, NONE, &edit);
    if (s) return s;
    clock_advance(&clock.clock, handoff.owner_id, handoff.team_id, edit.at);
    int64_t next = clock_next(&clock.clock);
    if (next != NONE && next <= edit.at) s = tell(ctx, &handoff, &clock, &edit);
    return s ? s : handoff_clock_write(ctx, &handoff, &clock, edit.at);
}

static Status run_age(Ctx *ctx, const Job *job)
{
    ComplaintEdit edit;
    Status s = complaint_edit(ctx, job->subject_id, NONE, &edit);
    if (s == NOT_FOUND) {
        problem_clear(ctx);
        return OK;
    }
    bool waits = !s && edit.now.step < STEP_CLOSED && complaint_is_owed(&edit.ticket.now);
    return waits ? complaint_save(ctx, &edit, "aged", NULL) : s;
}

static Status run_answer(Ctx *ctx, const Job *job)
{
    ComplaintEdit edit;
    Status s = complaint_edit(ctx, job->subject_id, NONE, &edit);
    if (s == NOT_FOUND) {
        problem_clear(ctx);
        return OK;
    }
    if (s) return s;
    if (!complaint_is_owed(&edit.ticket.now)) return complaint_follow_standing(ctx, &edit.ticket);
    const char *what = answer_note(ctx, &edit);
    edit.told = what && !answer_is_told(ctx, &edit);
    if (what) s = complaint_save(ctx, &edit, what, NULL);
    int64_t next = s ? NONE : answer_next(ctx, &edit.now);
    return next == NONE ? s : answer_arm(ctx, edit.now.ticket_id, next);
}

/* Whatever writes the ticket of a complaint that has none yet registers it (complaint_join). */
static Status run_register(Ctx *ctx, const Job *job)
{
    TicketEdit edit;
    Status s = ticket_edit(ctx, job->subject_id, NONE, &edit);
    if (s == NOT_FOUND || s == CONFLICT) { /* gone, or merged */
        problem_clear(ctx);
        return OK;
    }
    edit.action = "ticket.upgrade";
    return s ? s : ticket_save(ctx, &edit);
}

static Status run_value(Ctx *ctx, const Job *job)
{
    return complaint_follow_order(ctx, job->subject_id);
}

static Status run_appeal(Ctx *ctx, const Job *job)
{
    return appeal_look(ctx, job->subject_id);
}

const JobKind complaint_jobs[] = {
    {.name = HANDOFF_JOB,
     .run = run_clock,
     .doc = "Warns those who have a handoff before its deadline, and tells of its breach"},
    {.name = AGE_JOB, .run = run_age, .doc = "Weighs a complaint anew that has grown older"},
    {.name = ANSWER_JOB,
     .run = run_answer,
     .doc =
         "Warns that a customer must soon be told of their complaint, and tells that nobody did"},
    {.name = COMPLAINT_REGISTER_JOB,
     .run = run_register,
     .doc = "Registers the complaint of an open ticket from before an upgrade"},
    {.name = VALUE_JOB,
     .run = run_value,
     .doc = "Lets a complaint say what the order of its parcel says it is insured for"},
    {.name = APPEAL_JOB,
     .run = run_appeal,
     .doc = "Tells of an appeal that was not replied to in time"},
    {.name = NULL}};
