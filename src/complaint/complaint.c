#include "complaint/complaint.h"

#include "access/masked.h"
#include "access/page.h"
#include "access/person.h"
#include "complaint/complaint_edit.h"
#include "complaint/complaint_store.h"
#include "complaint/handoff_store.h"
#include "complaint/step.h"
#include "desk/entry.h"
#include "job/job.h"

static Status no_complaint(Ctx *ctx)
{
    return fail(ctx, NOT_FOUND, "there is no such complaint");
}

Status complaint_find(Ctx *ctx, int64_t ticket_id, Complaint *out)
{
    Status s = complaint_store_find(ctx, ticket_id, out);
    if (s == NOT_FOUND) return no_complaint(ctx);
    return s ? s : complaint_store_shares(ctx, ticket_id, &out->shares);
}

/* --- facts and steps --- */

static bool is_over(const Complaint *complaint)
{
    return complaint->step >= STEP_CLOSED;
}

Status complaint_state_facts(Ctx *ctx, int64_t ticket_id, int64_t version,
                             const ComplaintFacts *facts, Complaint *out)
{
    ComplaintEdit edit;
    ComplaintFacts only_review;
    shape_clear(&complaint_facts_shape, &only_review);
    Status s = complaint_edit(ctx, ticket_id, version, &edit);
    if (s) return s;
    if (is_over(&edit.now)) {
        only_review.review = facts->review;
        if (!facts->review || edit.now.step == STEP_REVIEWED)
            return fail(ctx, CONFLICT, "the complaint is closed");
        if (!ctx_may(ctx, COMPLAINT_REVIEW))
            return fail(ctx, FORBIDDEN, "this needs the right %s", right_name(COMPLAINT_REVIEW));
        facts = &only_review;
    }
    s = masked_check(ctx, &complaint_facts_shape, facts, &complaint_shape, &edit.before);
    if (!s) s = complaint_set_facts(ctx, &edit, facts);
    if (!s) s = complaint_save(ctx, &edit, "facts", NULL);
    return s ? s : complaint_find(ctx, ticket_id, out);
}

/* The ticket follows: what is closed is resolved, what goes back is open again. */
static Status move_ticket(Ctx *ctx, TicketEdit *ticket, ComplaintStep step)
{
    int64_t type = ticket->now.type;
    bool over = type == TYPE_RESOLVED || ticket_type_is_final(type);
    if (step == STEP_CLOSED && !over) return ticket_move_type(ctx, ticket, TYPE_RESOLVED, NULL);
    if (step == STEP_INVESTIGATING && over) return ticket_move_type(ctx, ticket, TYPE_OPEN, NULL);
    return OK;
}

static Status publish(Ctx *ctx, const Complaint *complaint)
{
    if (!event_wanted(ctx, COMPLAINT_STEPPED)) return OK;
    const char *payload =
        arena_format(ctx->arena, "{\"ticket_id\":\"%lld\",\"step\":\"%s\",\"founded\":%s}",
                     (long long)complaint->ticket_id, name_of(complaint_steps, complaint->step),
                     complaint->founded == 1 ? "true" : "false");
    if (!payload) return no_memory(ctx);
    return event_publish(ctx, COMPLAINT_STEPPED, complaint->ticket_id, payload);
}

static Status check_step(Ctx *ctx, const Complaint *now, ComplaintStep to, const char *why,
                         const StepMove **out)
{
    int64_t waiting = 0;
    const StepMove *move = *out = step_move((ComplaintStep)now->step, to);
    if (!move)
        return fail(ctx, CONFLICT, "a complaint that is %s does not become %s",
                    name_of(complaint_steps, now->step), name_of(complaint_steps, to));
    if (!ctx_may(ctx, move->right))
        return fail(ctx, FORBIDDEN, "this needs the right %s", right_name(move->right));
    Status s = handoff_store_waiting(ctx, now->ticket_id, 0, &waiting);
    return s ? s : step_check(ctx, move, now, why, waiting);
}

Status complaint_step(Ctx *ctx, int64_t ticket_id, int64_t version, ComplaintStep step,
                      const char *why, Complaint *out)
{
    ComplaintEdit edit;
    const StepMove *move;
    Status s = complaint_edit(ctx, ticket_id, version, &edit);
    if (!s) s = check_step(ctx, &edit.now, step, why, &move);
    if (s) return s;
    step_apply(&edit.now, move, ctx->who ? ctx->who->id : 0, edit.ticket.at);
    s = move_ticket(ctx, &edit.ticket, step);
    if (!s) s = complaint_save(ctx, &edit, name_of(complaint_steps, step), why);
    if (!s) s = publish(ctx, &edit.now);
    return s ? s : complaint_find(ctx, ticket_id, out);
}

Status complaint_list(Ctx *ctx, const ComplaintFilter *filter, List *out, const char **next)
{
    int64_t keys[2] = {-1, 0}, limit = page_limit(filter->limit);
    ComplaintSearch search = {.step = filter->step,
                              .due_until = filter->overdue ? ctx_now(ctx) - 1 : INT64_MAX,
                              .limit = limit + 1};
    *next = NULL;
    Status s = filter->cursor ? cursor_read(ctx, filter->cursor, keys, 2) : OK;
    search.after_due = keys[0];
    search.after_id = keys[1];
    if (!s) s = complaint_store_search(ctx, &search, out);
    if (s || !page_cut(out, limit)) return s;
    const Complaint *last = &((const Complaint *)out->items)[out->count - 1];
    keys[0] = last->answer_due_at;
    keys[1] = last->ticket_id;
    *next = cursor_make(ctx, keys, 2);
    return *next ? OK : no_memory(ctx);
}
