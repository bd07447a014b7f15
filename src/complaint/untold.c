#include "complaint/untold.h"

#include "access/audit.h"
#include "access/person.h"
#include "access/right.h"
#include "complaint/appeal_store.h"
#include "complaint/complaint_edit.h"
#include "complaint/service.h"
#include "complaint/tally.h"
#include "desk/entry.h"

static Status check_reason(Ctx *ctx, const TicketEdit *edit)
{
    if (!ctx_may(ctx, COMPLAINT_REVIEW)) {
        Status s =
            fail(ctx, CONFLICT, "the customer was not told yet what became of the complaint");
        problem_hint(ctx, "tell them first; who has the right %s may give a reason instead",
                     right_name(COMPLAINT_REVIEW));
        return s;
    }
    if (edit->why && *edit->why) return OK;
    return fail_field(ctx, "why", "is required: the customer was not told of the complaint");
}

static Status close_untold(Ctx *ctx, TicketEdit *ticket)
{
    ComplaintEdit edit;
    Status s = complaint_edit_within(ctx, ticket, &edit);
    if (s) return s;
    edit.now.step = STEP_CLOSED;
    edit.now.closed_at = ticket->at;
    edit.now.closed_by = ctx->who ? ctx->who->id : 0;
    s = complaint_put(ctx, &edit, "closed_untold", NULL);
    *ticket = edit.ticket;
    ticket->line = (TicketLine){"complaint.closed", edit.entry_id};
    return s;
}

/* What was looked into, or came from the regulator, is no mistake of who chose the kind. */
static Status check_unworked(Ctx *ctx, const Complaint *complaint)
{
    List appeals;
    Status s = appeal_store_ticket(ctx, complaint->ticket_id, &appeals);
    if (s || (complaint->step < STEP_INVESTIGATING && !appeals.count)) return s;
    return fail(ctx, CONFLICT, "the complaint of ticket %s is being handled: it stays one",
                complaint->ticket);
}

static Status take_back(Ctx *ctx, TicketEdit *ticket)
{
    ComplaintEdit edit;
    Status s = complaint_edit_within(ctx, ticket, &edit);
    if (!s) s = check_unworked(ctx, &edit.before);
    edit.now.in_sums = false;
    if (!s) s = complaint_sum(ctx, &edit.before, &edit.now);
    if (!s) s = complaint_store_delete(ctx, ticket->now.id);
    if (!s)
        s = ticket_entry_add_detail(ctx, ticket, ENTRY_COMPLAINT, ENTRY_INTERNAL, "what",
                                    "taken_back", NULL);
    return s ? s : audit_write(ctx, "complaint.take_back", "complaint", ticket->now.id, NULL);
}

static bool is_over(int64_t type)
{
    return type == TYPE_RESOLVED || type == TYPE_CLOSED;
}

Status complaint_check_untold(Ctx *ctx, TicketEdit *edit, const ComplaintStand *stand)
{
    const Ticket *was = &edit->before, *now = &edit->now;
    bool leaves = now->kind != TICKET_COMPLAINT;
    bool ends = is_over(now->type) && !is_over(was->type) && was->type != TYPE_MERGED;
    if ((!leaves && !ends) || now->spam || stand->told || stand->step >= STEP_CLOSED) return OK;
    Status s = check_reason(ctx, edit);
    if (s) return s;
    return leaves ? take_back(ctx, edit) : close_untold(ctx, edit);
}

Status complaint_go_on(Ctx *ctx, TicketEdit *ticket)
{
    ComplaintEdit edit;
    Status s = complaint_edit_within(ctx, ticket, &edit);
    if (s) return s;
    edit.now.step = STEP_INVESTIGATING;
    edit.now.closed_at = NONE;
    edit.now.closed_by = 0;
    s = complaint_put(ctx, &edit, name_of(complaint_steps, STEP_INVESTIGATING), NULL);
    *ticket = edit.ticket;
    return s;
}
