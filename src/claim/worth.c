#include "claim/worth.h"

#include "claim/claim_keep.h"
#include "claim/worth_store.h"

static Status refuse(Ctx *ctx, const WorthRow *row)
{
    const char *value = claim_money(ctx, row->insured);
    if (!value) return no_memory(ctx);
    if (row->parcels > 1)
        return fail_field(ctx, "insured", "the orders of these parcels say at most %s in all",
                          value);
    if (!row->insured)
        return fail_field(ctx, "insured", "the order says that the parcel is not insured");
    return fail_field(ctx, "insured", "the order says %s", value);
}

Status worth_check_insured(Ctx *ctx, const Claim *claim)
{
    WorthRow row;
    if (claim->insured == NONE) return OK;
    Status s = worth_store_row(ctx, claim->id, &row);
    if (s || !row.ordered) return s;
    bool holds = row.parcels > 1 ? claim->insured <= row.insured : claim->insured == row.insured;
    return holds ? OK : refuse(ctx, &row);
}

Status worth_ordered(Ctx *ctx, const Claim *claim, int64_t *out)
{
    WorthRow row;
    Status s = worth_store_row(ctx, claim->id, &row);
    *out = !s && row.parcels && row.valued == row.parcels ? row.insured : NONE;
    return s;
}
