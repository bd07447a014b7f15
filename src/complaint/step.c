#include "complaint/step.h"

#include "access/person.h"

static const StepMove moves[] = {
    {STEP_REGISTERED, STEP_CLASSIFIED, COMPLAINT_WRITE, NEED_CATEGORY},
    {STEP_CLASSIFIED, STEP_INVESTIGATING, COMPLAINT_WRITE, 0},
    {STEP_INVESTIGATING, STEP_PROPOSED, COMPLAINT_WRITE,
     NEED_CATEGORY | NEED_VERDICT | NEED_SHARES | NEED_PROPOSAL | NEED_NO_HANDOFF},
    {STEP_PROPOSED, STEP_TOLD, COMPLAINT_WRITE, NEED_TOLD},
    {STEP_TOLD, STEP_CONFIRMED, COMPLAINT_WRITE, NEED_SATISFACTION},
    {STEP_CONFIRMED, STEP_CLOSED, COMPLAINT_WRITE, 0},
    {STEP_CLOSED, STEP_REVIEWED, COMPLAINT_REVIEW, NEED_OTHER_PERSON | NEED_REVIEW},
    {STEP_PROPOSED, STEP_INVESTIGATING, COMPLAINT_WRITE, NEED_WHY},
    {STEP_TOLD, STEP_INVESTIGATING, COMPLAINT_WRITE, NEED_WHY},
    {STEP_CONFIRMED, STEP_INVESTIGATING, COMPLAINT_WRITE, NEED_WHY},
    {STEP_CLOSED, STEP_INVESTIGATING, COMPLAINT_REVIEW, NEED_WHY},
};

const StepMove *step_move(ComplaintStep from, ComplaintStep to)
{
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (moves[i].from == from && moves[i].to == to) return &moves[i];
    return NULL;
}

static bool given(const char *text)
{
    return text && *text;
}

static int64_t sum_of(const List *shares)
{
    int64_t sum = 0;
    const ComplaintShare *items = shares->items;
    for (size_t i = 0; i < shares->count; i++)
        sum += items[i].percent;
    return sum;
}

/* Whoever closed it, or told the customer, does not review it. The system may. */
static bool is_other(Ctx *ctx, const Complaint *c)
{
    return !ctx->who || (ctx->who->id != c->closed_by && ctx->who->id != c->told_by);
}

Status step_check(Ctx *ctx, const StepMove *move, const Complaint *c, const char *why,
                  int64_t waiting)
{
    const struct {
        StepNeed need;
        bool there;
        const char *field, *says;
    } parts[] = {
        {NEED_CATEGORY, c->category != NONE, "category", "it has no category"},
        {NEED_CATEGORY, given(c->cause), "cause", "it has no cause"},
        {NEED_VERDICT, c->founded != NONE, "founded", "nobody decided whether it is founded"},
        {NEED_VERDICT, given(c->founded_why), "founded_why", "why it is founded or not is missing"},
        {NEED_SHARES, sum_of(&c->shares) == 100, "shares", "nobody is held responsible for it"},
        {NEED_PROPOSAL, given(c->proposal), "proposal", "there is no proposal"},
        {NEED_NO_HANDOFF, !waiting, "handoffs", "a handoff of it waits for its answer"},
        {NEED_TOLD, c->told_entry_id != 0, "told_entry_id", "no proof that the customer was told"},
        {NEED_SATISFACTION, c->satisfaction != NONE, "satisfaction", "the customer was not asked"},
        {NEED_REVIEW, given(c->review), "review", "the review says nothing"},
        {NEED_WHY, given(why), "why", "why it goes back is missing"},
    };
    if ((move->needs & NEED_OTHER_PERSON) && !is_other(ctx, c))
        return fail(ctx, FORBIDDEN, "who told the customer, or closed it, does not review it");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!(move->needs & parts[i].need) || parts[i].there) continue;
        return fail_field(ctx, parts[i].field, "%s", parts[i].says);
    }
    return OK;
}

void step_apply(Complaint *c, const StepMove *move, int64_t account_id, int64_t at)
{
    c->step = move->to;
    if (move->to == STEP_PROPOSED) {
        c->proposed_at = at;
    } else if (move->to == STEP_CLOSED) {
        c->closed_at = at;
        c->closed_by = account_id;
    } else if (move->to == STEP_REVIEWED) {
        c->reviewed_at = at;
        c->reviewed_by = account_id;
    } else if (move->from > STEP_INVESTIGATING && move->to == STEP_INVESTIGATING) {
        c->proposed_at = c->told_at = c->told_how = c->satisfaction = c->satisfied_at =
            c->closed_at = NONE;
        c->told_entry_id = c->told_by = c->closed_by = 0;
    }
}
