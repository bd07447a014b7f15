#include "complaint/answer_clock.h"

#include "access/setting.h"
#include "base/instant.h"
#include "desk/escalate.h"

static int64_t warn_at(Ctx *ctx, const Complaint *complaint)
{
    int64_t days = setting_int(ctx, SETTING_NAMED_COMPLAINT_WARN_DAYS);
    int64_t at = complaint->answer_due_at - days * DAY_MS;
    if (!days) return NONE;
    return at > complaint->received_at ? at : complaint->received_at;
}

static bool was_kept(const Complaint *complaint)
{
    return complaint->told_at != NONE && complaint->told_at <= complaint->answer_due_at;
}

int64_t answer_next(Ctx *ctx, const Complaint *complaint)
{
    if (complaint->answer_breached_at != NONE || was_kept(complaint)) return NONE;
    if (complaint->told_at == NONE && complaint->step >= STEP_CLOSED) return NONE;
    bool warned = complaint->answer_warned_at != NONE || complaint->told_at != NONE;
    int64_t warn = warned ? NONE : warn_at(ctx, complaint);
    return warn != NONE ? warn : complaint->answer_due_at + 1;
}

const char *answer_note(Ctx *ctx, ComplaintEdit *edit)
{
    Complaint *now = &edit->now;
    int64_t next = answer_next(ctx, now);
    if (next == NONE || next > edit->ticket.at) return NULL;
    if (edit->ticket.at <= now->answer_due_at) {
        now->answer_warned_at = edit->ticket.at;
        return "answer_warned";
    }
    now->answer_breached_at = now->answer_due_at;
    now->answer_holder_id = edit->ticket.now.owner_id;
    now->answer_holder_team_id = edit->ticket.now.team_id;
    return "answer_breached";
}

bool answer_is_told(Ctx *ctx, const ComplaintEdit *edit)
{
    const Complaint *now = &edit->now;
    const Clock *own = &edit->ticket.clocks.clocks[CLOCK_RESOLUTION - 1];
    const ClockTerms *terms = edit->ticket.clocks.terms[CLOCK_RESOLUTION - 1];
    if (!terms || !own->policy_id || own->deadline_at != now->answer_due_at) return false;
    if (now->answer_breached_at != NONE)
        return terms->tell_lead && (own->met_at == NONE || own->breached_at != NONE);
    return own->met_at == NONE && own->warn_at == warn_at(ctx, now);
}

Status answer_tell(Ctx *ctx, TicketEdit *edit, bool breached)
{
    return breached ? ticket_escalate(ctx, edit, NONE) : ticket_warn(ctx, edit, NONE);
}
