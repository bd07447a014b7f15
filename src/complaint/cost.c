#include "complaint/cost.h"

#include "access/person.h"
#include "complaint/complaint_edit.h"

static Status add(Ctx *ctx, int64_t ticket_id, int64_t fen)
{
    ComplaintEdit edit;
    Status s = complaint_edit(ctx, ticket_id, NONE, &edit);
    if (s == NOT_FOUND) {
        problem_clear(ctx);
        return OK;
    }
    if (s) return s;
    edit.now.cost += fen;
    return complaint_save(ctx, &edit, "cost", NULL);
}

Status complaint_add_cost(Ctx *ctx, int64_t ticket_id, int64_t fen)
{
    const Person *who = ctx->who;
    Person everywhere;
    if (who) {
        everywhere = *who;
        everywhere.scope_outlet_id = everywhere.scope_customer_id = 0;
        ctx->who = &everywhere; /* who pays a claim need not see its ticket */
    }
    Status s = add(ctx, ticket_id, fen);
    ctx->who = who;
    return s;
}
