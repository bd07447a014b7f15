#include "claim/overlap.h"

#include <string.h>

#include "claim/overlap_store.h"
#include "claim/worth.h"

static OverlapKinds kinds_like(int64_t kind)
{
    if (kind == CLAIM_KIND_DELAY) return (OverlapKinds){CLAIM_KIND_DELAY, CLAIM_KIND_DELAY};
    return (OverlapKinds){CLAIM_KIND_LOSS, CLAIM_KIND_DAMAGE};
}

Status overlap_check_new(Ctx *ctx, const Claim *claim, const char *despite)
{
    const char *no;
    Status s = overlap_store_lock(ctx);
    if (!s) s = overlap_store_standing(ctx, claim->id, kinds_like(claim->kind), &no);
    if (s) return s;
    if (despite && !no)
        return fail_field(ctx, "despite", "no other claim stands for a parcel of this one");
    if (!no || (despite && !strcmp(no, despite))) return OK;
    return fail(ctx, CONFLICT,
                "claim %s stands for the same parcel: go on with it, or name it in despite", no);
}

Status overlap_check_grant(Ctx *ctx, const Claim *claim)
{
    const char *no;
    Status s = overlap_store_lock(ctx);
    if (!s) s = overlap_store_granted(ctx, claim->id, kinds_like(claim->kind), &no);
    if (s || !no) return s;
    return fail(ctx, CONFLICT, "claim %s was approved or paid for the same parcel", no);
}

Status overlap_wait(Ctx *ctx)
{
    return overlap_store_lock(ctx);
}

static int64_t said_of(const Claim *claim)
{
    if (claim->insured != NONE) return claim->insured;
    return claim->declared != NONE ? claim->declared : claim->full_value;
}

/* What the orders say; where they do not, the least that any of the claims does: who registers a
 * later one says no more than was said before. */
static Status find_worth(Ctx *ctx, const Claim *claim, int64_t others, int64_t *out)
{
    Status s = worth_ordered(ctx, claim, out);
    if (s || *out != NONE) return s;
    int64_t own = said_of(claim);
    *out = own != NONE && (others == NONE || own < others) ? own : others;
    if (*out == NONE) *out = 0;
    return OK;
}

Status overlap_is_beyond(Ctx *ctx, const Claim *claim, int64_t amount, bool *out)
{
    OverlapSum sum;
    int64_t worth;
    *out = false;
    Status s = overlap_store_sum(ctx, claim->id, kinds_like(claim->kind), &sum);
    if (s || !sum.granted) return s;
    s = find_worth(ctx, claim, sum.worth, &worth);
    *out = !s && sum.granted + amount > worth;
    return s;
}

Status overlap_check_pay(Ctx *ctx, const Claim *claim)
{
    const char *no;
    Status s = overlap_store_lock(ctx);
    if (!s) s = overlap_store_paid(ctx, claim->id, kinds_like(claim->kind), &no);
    if (s || !no) return s;
    return fail(ctx, CONFLICT, "claim %s was paid for the same parcel", no);
}
