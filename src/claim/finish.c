#include "access/outlet.h"
#include "base/json.h"
#include "claim/steps_keep.h"
#include "claim/steps_store.h"
#include "desk/category.h"
#include "job/job.h"

static const Field close_fields[] = {
    FIELD_ENUM(CloseInput, fault, claim_faults, .required = true,
               .doc = "What the parcel suffered"),
    FIELD_TEXT(CloseInput, cause, .writing = WRITING_LINES, .required = true, .min = 1, .max = 200,
               .doc = "What it came from; nothing personal"),
    FIELD_TEXT(CloseInput, cause_outlet, .max = 32, .doc = "Code of the outlet where"),
    FIELD_TEXT(CloseInput, why, .writing = WRITING_LINES, .max = 300,
               .doc = "Why what is still due is written off"),
    FIELD_END};
const Shape close_input_shape = SHAPE(CloseInput, close_fields, "How a claim ends");

Status claim_finish(Ctx *ctx, Claim *claim, const char *action, const ClaimNews *news)
{
    Status s = claim_save(ctx, claim, action);
    if (!s) s = claim_tell(ctx, claim, news);
    return s ? s : claim_find(ctx, claim->id, claim);
}

Status claim_move_open(Ctx *ctx, Claim *claim, LedgerStep what, LedgerAccount to, const char *why)
{
    const LedgerAccount from[] = {ACCOUNT_CLAIMED, ACCOUNT_PROPOSED, ACCOUNT_APPROVED};
    Status s = OK;
    for (size_t i = 0; i < sizeof from / sizeof *from && !s; i++) {
        LedgerEntry entry = {.what = what,
                             .from_account = from[i],
                             .to_account = to,
                             .amount = ledger_balance(claim, from[i]),
                             .why = why};
        s = ledger_move(ctx, claim, &entry);
    }
    return s;
}

/* What the regulator counts it as. */
static const int64_t categories[] = {[CLAIM_KIND_LOSS] = CATEGORY_LOSS_SHORTAGE,
                                     [CLAIM_KIND_SHORTAGE] = CATEGORY_LOSS_SHORTAGE,
                                     [CLAIM_KIND_DAMAGE] = CATEGORY_DAMAGE,
                                     [CLAIM_KIND_DELAY] = CATEGORY_DELAY};

Status claim_publish(Ctx *ctx, const Claim *claim, const char *name, int64_t amount)
{
    Buf payload;
    const ClaimWaybill *parcels = claim->waybills.items;
    bool ended = claim->closed_at != NONE;
    if (!event_wanted(ctx, name)) return OK;
    const ClaimEvent event = {.claim_id = claim->id,
                              .version = claim->version + 1, /* as it is saved next */
                              .no = claim->no,
                              .kind = claim->kind,
                              .state = claim->state,
                              .fault = claim->fault,
                              .category = name_of(complaint_categories, categories[claim->kind]),
                              .cause = claim->cause,
                              .cause_outlet = claim->cause_outlet,
                              .ticket_id = claim->ticket_id,
                              .customer_id = claim->customer_id,
                              .outlet_id = claim->outlet_id,
                              .waybill_id = claim->waybills.count ? parcels[0].waybill_id : 0,
                              .demanded = claim->demanded,
                              .paid = claim->paid,
                              .recovered = claim->recovered,
                              .written_off = claim->written_off,
                              .amount = amount,
                              .result = ended ? name_of(claim_states, claim->state) : NULL,
                              .result_zh =
                                  ended ? claim_word(claim_states, claim->state, true) : NULL};
    buf_init(&payload, ctx->arena);
    json_encode(&payload, &claim_event_shape, &event, NULL);
    Status s = buf_check(ctx, &payload);
    return s ? s : event_publish(ctx, name, claim->id, payload.data);
}

/* --- ends without money --- */

static Status refuse(Ctx *ctx, Claim *claim, ClaimAct act, const char *why)
{
    Status s = claim_step(ctx, claim, act);
    if (s) return s;
    if (claim->paid)
        return fail(ctx, CONFLICT, "claim %s was paid in part: take that back first", claim->no);
    claim->decided_at = claim->closed_at = ctx_now(ctx);
    s = claim_move_open(ctx, claim, STEP_REFUSE, ACCOUNT_REFUSED, why);
    return s ? s : claim_publish(ctx, claim, CLAIM_CLOSED_EVENT, NONE);
}

Status claim_reject(Ctx *ctx, int64_t id, int64_t version, const char *why, Claim *out)
{
    const ClaimNews news = {"claim.refused", "rejected", NONE};
    Status s = claim_open(ctx, id, version, out);
    if (!s) s = refuse(ctx, out, ACT_REJECT, why);
    return s ? s : claim_finish(ctx, out, "claim.reject", &news);
}

Status claim_withdraw(Ctx *ctx, int64_t id, int64_t version, const char *why, Claim *out)
{
    const ClaimNews news = {"claim.closed", "withdrawn", NONE};
    Status s = claim_open(ctx, id, version, out);
    if (!s) s = refuse(ctx, out, ACT_WITHDRAW, why);
    return s ? s : claim_finish(ctx, out, "claim.withdraw", &news);
}

Status claim_reopen(Ctx *ctx, int64_t id, int64_t version, const char *why, Claim *out)
{
    const ClaimNews news = {NULL, "reopened", NONE};
    Status s = claim_open(ctx, id, version, out);
    if (!s) s = claim_step(ctx, out, ACT_REOPEN);
    if (!s) s = approval_store_clear(ctx, id);
    if (s) return s;
    LedgerEntry entry = {.what = STEP_TAKE_BACK,
                         .from_account = ACCOUNT_REFUSED,
                         .to_account = ACCOUNT_CLAIMED,
                         .amount = out->refused,
                         .why = why};
    out->decided_at = out->closed_at = out->assessed = NONE;
    out->offer = OFFER_OPEN;
    s = ledger_move(ctx, out, &entry);
    return s ? s : claim_finish(ctx, out, "claim.reopen", &news);
}

/* --- the end of one that was paid --- */

static Status take_cause(Ctx *ctx, Claim *claim, const CloseInput *in)
{
    claim->fault = in->fault;
    claim->cause = in->cause;
    if (!in->cause_outlet) return OK;
    claim->cause_outlet = in->cause_outlet;
    claim->cause_outlet_id = outlet_id_of(ctx, in->cause_outlet);
    if (claim->cause_outlet_id) return OK;
    return fail_field(ctx, "cause_outlet", "there is no outlet %.32s", in->cause_outlet);
}

Status claim_close(Ctx *ctx, int64_t id, int64_t version, const CloseInput *in, Claim *out)
{
    Status s = claim_open(ctx, id, version, out);
    if (!s) s = claim_step(ctx, out, ACT_CLOSE);
    if (!s) s = take_cause(ctx, out, in);
    if (s) return s;
    LedgerEntry rest = {.what = STEP_WRITE_OFF,
                        .from_account = ACCOUNT_DUE,
                        .to_account = ACCOUNT_WRITTEN_OFF,
                        .amount = out->due,
                        .why = in->why};
    const ClaimNews news = {"claim.closed", "closed", out->paid};
    out->closed_at = ctx_now(ctx);
    s = ledger_move(ctx, out, &rest);
    if (!s) s = claim_move_open(ctx, out, STEP_REFUSE, ACCOUNT_REFUSED, in->why);
    if (!s) s = claim_publish(ctx, out, CLAIM_CLOSED_EVENT, NONE);
    return s ? s : claim_finish(ctx, out, "claim.close", &news);
}
