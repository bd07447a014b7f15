#include "claim/worth.h"

#include <inttypes.h>

#include "access/audit.h"
#include "access/person.h"
#include "claim/claim_files.h"
#include "claim/claim_keep.h"
#include "claim/steps_keep.h"
#include "claim/worth_store.h"
#include "job/job.h"

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

static bool agrees(const Claim *claim, const WorthRow *row)
{
    return row->parcels > 1 ? claim->insured <= row->insured : claim->insured == row->insured;
}

/* Whether a value that is said may count: what nobody knows is not insured. */
static bool is_borne_out(const WorthRow *row)
{
    return row->ordered || (row->parcels && row->known == row->parcels);
}

/* Where no order says anything, only the company's own people do, of a parcel that was seen. */
static Status check_unordered(Ctx *ctx, const WorthRow *row)
{
    static const char own[] = "what the claimant says it is worth is its declared value";
    Status s = OK;
    if (!row->parcels)
        s = fail_field(ctx, "insured", "no parcel is named whose order could say it");
    else if (!is_borne_out(row))
        s = fail_field(ctx, "insured",
                       "nobody knows the parcel: its order says it when it is here");
    else if (scope_customer(ctx))
        s = fail_field(ctx, "insured", "no order says that the parcel is insured");
    if (s) problem_hint(ctx, own);
    return s;
}

Status worth_check_insured(Ctx *ctx, const Claim *claim)
{
    WorthRow row;
    if (claim->insured == NONE) return OK;
    Status s = worth_store_row(ctx, claim->id, &row);
    if (s) return s;
    if (!row.ordered) return claim->insured ? check_unordered(ctx, &row) : OK;
    return agrees(claim, &row) ? OK : refuse(ctx, &row);
}

Status worth_insured(Ctx *ctx, const Claim *claim, int64_t *out)
{
    WorthRow row;
    Status s = worth_store_row(ctx, claim->id, &row);
    *out = !s && is_borne_out(&row) ? claim->insured : NONE;
    return s;
}

Status worth_ordered(Ctx *ctx, const Claim *claim, int64_t *out)
{
    WorthRow row;
    Status s = worth_store_row(ctx, claim->id, &row);
    *out = !s && row.parcels && row.valued == row.parcels ? row.insured : NONE;
    return s;
}

Status claim_valued(Ctx *ctx, const WaybillValue *value)
{
    List claims;
    Status s = worth_store_undecided(ctx, value, &claims);
    if (!s && claims.count) s = worth_store_bind(ctx, value);
    const int64_t *ids = s ? NULL : claims.items;
    for (size_t i = 0; !s && i < claims.count; i++) {
        const char *key = arena_format(ctx->arena, "%" PRId64, ids[i]);
        s = key ? job_add(ctx, CLAIM_VALUED_JOB, key, ids[i], NULL, ctx_now(ctx)) : no_memory(ctx);
    }
    return s;
}

static Status audit_values(Ctx *ctx, const Claim *claim, int64_t before)
{
    const char *was = before == NONE ? "null" : arena_format(ctx->arena, "%" PRId64, before);
    const char *detail =
        was ? arena_format(ctx->arena, "{\"was\":%s,\"is\":%" PRId64 "}", was, claim->insured)
            : NULL;
    return detail ? audit_write(ctx, "claim.insured", "claim", claim->id, detail) : no_memory(ctx);
}

static Status take_order(Ctx *ctx, Claim *claim, int64_t insured)
{
    int64_t before = claim->insured;
    Status s = OK;
    if (claim->state == CLAIM_PROPOSED)
        s = claim_return(ctx, claim->id, claim->version,
                         "保价金额以订单为准 · The order's insured value holds", claim);
    if (!s) s = claim_step(ctx, claim, ACT_CHANGE);
    if (s) return s;
    claim->insured = insured;
    claim->assessed = NONE;
    s = audit_values(ctx, claim, before);
    const ClaimNews news = {NULL, "insured", insured};
    return s ? s : claim_finish(ctx, claim, "claim.change", &news);
}

Status worth_follow_order(Ctx *ctx, int64_t claim_id)
{
    Claim claim;
    WorthRow row;
    Status s = claim_open(ctx, claim_id, NONE, &claim);
    if (s == NOT_FOUND || s == CONFLICT) {
        problem_clear(ctx);
        return OK;
    }
    if (!s) s = worth_store_row(ctx, claim_id, &row);
    if (s || claim.state > CLAIM_PROPOSED || !row.valued) return s;
    bool unsaid = claim.insured == NONE && row.valued == row.parcels;
    bool says = claim.insured != NONE && !agrees(&claim, &row);
    return unsaid || says ? take_order(ctx, &claim, row.insured) : OK;
}
