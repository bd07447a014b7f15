#include "complaint/valued.h"

#include "complaint/complaint_edit.h"
#include "complaint/complaint_jobs.h"
#include "complaint/valued_store.h"

Status complaint_valued(Ctx *ctx, const WaybillValue *value)
{
    List tickets;
    Status s = valued_store_open(ctx, value, &tickets);
    const int64_t *ids = s ? NULL : tickets.items;
    for (size_t i = 0; !s && i < tickets.count; i++)
        s = complaint_arm_value(ctx, ids[i]);
    return s;
}

Status complaint_follow_order(Ctx *ctx, int64_t ticket_id)
{
    ComplaintEdit edit;
    int64_t insured;
    Status s = complaint_edit(ctx, ticket_id, NONE, &edit);
    if (s == NOT_FOUND) {
        problem_clear(ctx);
        return OK;
    }
    if (!s) s = valued_store_ordered(ctx, ticket_id, &insured);
    if (s || insured == NONE) return s;
    if (edit.now.step >= STEP_CLOSED || edit.now.value == insured) return OK;
    edit.now.value = insured;
    return complaint_save(ctx, &edit, "valued", NULL);
}
