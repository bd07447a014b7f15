#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "claim/claim_store.h"
#include "claim/overlap.h"
#include "claim/party.h"
#include "claim/steps_keep.h"
#include "claim/steps_store.h"
#include "customer/customer.h"

static const Field approval_fields[] = {
    FIELD_TIME(ClaimApproval, at, .doc = "When"),
    FIELD_INT(ClaimApproval, who_kind, .doc = "0 the system, 1 a person, 2 a machine"),
    FIELD_ID(ClaimApproval, who_id, .doc = "The account or token"),
    FIELD_TEXT(ClaimApproval, who, .colleague = true, .doc = "Its login or name"), FIELD_END};
const Shape claim_approval_shape = SHAPE(ClaimApproval, approval_fields, "Somebody who agreed");

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void sign_proposal(Ctx *ctx, Claim *claim)
{
    claim->proposer_kind = ctx->who ? (int64_t)ctx->who->kind : PERSON_SYSTEM;
    claim->proposer_id = ctx->who ? ctx->who->id : 0;
    claim->offer = OFFER_OPEN;
}

static Status move(Ctx *ctx, Claim *claim, LedgerStep what, LedgerEntry entry)
{
    entry.what = what;
    return ledger_move(ctx, claim, &entry);
}

/* --- proposing and agreeing --- */

static Status check_amount(Ctx *ctx, const Claim *claim, const StepInput *in, int64_t amount)
{
    int64_t usual = smaller(claim->assessed, claim->claimed);
    if (amount > claim->claimed)
        return fail_field(ctx, "amount", "is more than the %lld that are demanded",
                          (long long)claim->claimed);
    if (amount < 1) return fail_field(ctx, "amount", "nothing is owed: reject the claim");
    if (amount != usual && !in->why)
        return fail_field(ctx, "why", "say why it is another amount than the rules gave");
    return OK;
}

Status claim_propose(Ctx *ctx, int64_t id, int64_t version, const StepInput *in, Claim *out)
{
    RuleBook book;
    Status s = claim_open(ctx, id, version, out);
    if (!s) s = claim_step(ctx, out, ACT_PROPOSE);
    if (!s) s = rules_book(ctx, out->rules, &book);
    if (!s) s = claim_evidence_complete(ctx, out, &book);
    if (!s) s = party_check_stands(ctx, out);
    if (s) return s;
    int64_t amount = in->amount == NONE ? smaller(out->assessed, out->claimed) : in->amount;
    s = check_amount(ctx, out, in, amount);
    if (!s) s = approval_store_clear(ctx, id);
    if (!s)
        s = move(ctx, out, STEP_PROPOSE,
                 (LedgerEntry){.from_account = ACCOUNT_CLAIMED,
                               .to_account = ACCOUNT_PROPOSED,
                               .amount = amount,
                               .why = in->why});
    sign_proposal(ctx, out);
    const ClaimNews news = {NULL, "proposed", amount};
    return s ? s : claim_finish(ctx, out, "claim.propose", &news);
}

static bool is_proposer(Ctx *ctx, const Claim *claim)
{
    int64_t kind = ctx->who ? (int64_t)ctx->who->kind : PERSON_SYSTEM;
    int64_t id = ctx->who ? ctx->who->id : 0;
    return claim->proposer_kind == kind && claim->proposer_id == id;
}

/* Four eyes: who proposed does not agree, nobody agrees twice, and the level's right is held. */
static Status agree(Ctx *ctx, const Claim *claim, const ApprovalLevel *level, bool *enough)
{
    bool added;
    int64_t count;
    if (is_proposer(ctx, claim))
        return fail(ctx, FORBIDDEN, "whoever proposes a claim does not approve it");
    if (!ctx_may(ctx, level->right))
        return fail(ctx, FORBIDDEN, "this amount needs the right %s", right_name(level->right));
    Status s = approval_store_add(ctx, claim->id, &added, &count);
    if (!s && !added)
        return fail(ctx, FORBIDDEN, "you have approved claim %s: another must", claim->no);
    *enough = count >= level->people;
    return s;
}

/* By the amount; where more would be granted for a parcel than it is worth, the highest there is.
 */
static Status find_level(Ctx *ctx, const Claim *claim, const RuleBook *book,
                         const ApprovalLevel **out)
{
    bool beyond;
    Status s = overlap_is_beyond(ctx, claim, claim->proposed, &beyond);
    if (!s) *out = rules_level(book, beyond ? INT64_MAX : claim->proposed);
    return s;
}

Status claim_approvals(Ctx *ctx, const Claim *claim, ClaimApprovals *out)
{
    RuleBook book;
    *out = (ClaimApprovals){.people = NONE};
    Status s = approval_store_list(ctx, claim->id, &out->given);
    if (s || claim->state != CLAIM_PROPOSED) return s;
    s = rules_book(ctx, claim->rules, &book);
    if (s) return s;
    const ApprovalLevel *level;
    s = find_level(ctx, claim, &book, &level);
    if (s) return s;
    out->people = level->people;
    out->right = right_name(level->right);
    return OK;
}

static Status approve(Ctx *ctx, Claim *claim)
{
    Status s = overlap_check_grant(ctx, claim);
    claim->decided_at = ctx_now(ctx);
    return s ? s
             : move(ctx, claim, STEP_APPROVE,
                    (LedgerEntry){.from_account = ACCOUNT_PROPOSED,
                                  .to_account = ACCOUNT_APPROVED,
                                  .amount = claim->proposed});
}

Status claim_approve(Ctx *ctx, int64_t id, int64_t version, Claim *out)
{
    RuleBook book;
    bool enough = false;
    Status s = claim_open(ctx, id, version, out);
    if (!s) s = claim_step(ctx, out, ACT_AGREE);
    if (!s) s = rules_book(ctx, out->rules, &book);
    const ApprovalLevel *level;
    if (!s) s = claim_check_known(ctx, out);
    if (!s) s = overlap_check_grant(ctx, out);
    if (!s) s = find_level(ctx, out, &book, &level);
    if (!s) s = agree(ctx, out, level, &enough);
    if (s) return s;
    const ClaimNews news = {enough ? "claim.decided" : NULL, enough ? "approved" : "agreed",
                            out->proposed};
    if (enough) s = approve(ctx, out);
    if (!s && enough) s = claim_step(ctx, out, ACT_APPROVE);
    if (!s && enough) s = claim_publish(ctx, out, CLAIM_OFFERED_EVENT, out->approved);
    return s ? s : claim_finish(ctx, out, "claim.approve", &news);
}

Status claim_return(Ctx *ctx, int64_t id, int64_t version, const char *why, Claim *out)
{
    Status s = claim_open(ctx, id, version, out);
    if (!s) s = claim_step(ctx, out, ACT_RETURN);
    if (!s) s = approval_store_clear(ctx, id);
    if (s) return s;
    const ClaimNews news = {NULL, "returned", out->proposed};
    s = move(ctx, out, STEP_TAKE_BACK,
             (LedgerEntry){.from_account = ACCOUNT_PROPOSED,
                           .to_account = ACCOUNT_CLAIMED,
                           .amount = out->proposed,
                           .why = why});
    return s ? s : claim_finish(ctx, out, "claim.return", &news);
}

/* --- the fast channel --- */

static Status find_fast_facts(Ctx *ctx, const Claim *claim, FastFacts *out)
{
    Customer customer;
    int64_t now = ctx_now(ctx);
    if (!claim->customer_id) return fail(ctx, CONFLICT, "the fast channel is for known customers");
    Status s = customer_find(ctx, claim->customer_id, &customer);
    if (s) return s;
    *out = (FastFacts){.customer_days = (now - customer.created_at) / DAY_MS,
                       .relationship = customer.relationship,
                       .lifecycle = customer.lifecycle};
    return claim_store_count_since(ctx, claim->customer_id, id_floor(now - 365 * DAY_MS), claim->id,
                                   &out->claims_last_year);
}

static Status check_fast(Ctx *ctx, const Claim *claim, const RuleBook *book, int64_t amount)
{
    FastFacts facts;
    const char *why;
    int64_t most = setting_int(ctx, SETTING_NAMED_CLAIM_FAST_FEN);
    if (amount < 1 || amount > most)
        return fail(ctx, CONFLICT, "the fast channel is for amounts up to %lld, not for %lld",
                    (long long)most, (long long)amount);
    Status s = find_fast_facts(ctx, claim, &facts);
    if (!s && !rules_fast(book, &facts, &why))
        return fail(ctx, CONFLICT, "the fast channel is not for this customer: %s", why);
    return s;
}

static Status check_worth(Ctx *ctx, const Claim *claim, int64_t amount)
{
    bool beyond;
    Status s = overlap_is_beyond(ctx, claim, amount, &beyond);
    if (s || !beyond) return s;
    return fail(ctx, CONFLICT,
                "with what other claims were granted that is more than the parcel is worth: it "
                "needs four eyes");
}

Status claim_grant_fast(Ctx *ctx, int64_t id, int64_t version, Claim *out)
{
    RuleBook book;
    Status s = claim_open(ctx, id, version, out);
    if (!s) s = claim_step(ctx, out, ACT_FAST);
    if (!s) s = claim_bind(ctx, out);
    if (!s) s = claim_check_known(ctx, out);
    if (!s) s = party_check_stands(ctx, out);
    if (!s) s = rules_book(ctx, out->rules, &book);
    if (!s) s = claim_judge(ctx, out, &book);
    if (s) return s;
    int64_t amount = smaller(out->assessed, out->claimed);
    s = check_fast(ctx, out, &book, amount);
    if (!s) s = overlap_wait(ctx);
    if (!s) s = check_worth(ctx, out, amount);
    if (!s)
        s = move(ctx, out, STEP_PROPOSE,
                 (LedgerEntry){.from_account = ACCOUNT_CLAIMED,
                               .to_account = ACCOUNT_PROPOSED,
                               .amount = amount});
    if (!s) s = approve(ctx, out);
    sign_proposal(ctx, out);
    out->fast = true;
    if (out->claimed == 0) out->offer = OFFER_ACCEPTED; /* they get what they asked for */
    const ClaimNews news = {"claim.decided", "approved", amount};
    if (!s && out->offer == OFFER_OPEN)
        s = claim_publish(ctx, out, CLAIM_OFFERED_EVENT, out->approved);
    return s ? s : claim_finish(ctx, out, "claim.fast", &news);
}

/* --- the claimant's answer --- */

Status claim_answer(Ctx *ctx, int64_t id, int64_t version, bool accepted, const char *why,
                    Claim *out)
{
    Status s = claim_open(ctx, id, version, out);
    if (!s) s = claim_step(ctx, out, accepted ? ACT_ACCEPT : ACT_DECLINE);
    if (s) return s;
    if (out->offer == OFFER_ACCEPTED)
        return fail(ctx, CONFLICT, "the offer of claim %s was accepted", out->no);
    const ClaimNews news = {NULL, accepted ? "accepted" : "declined", out->approved};
    out->offer = accepted ? OFFER_ACCEPTED : OFFER_DECLINED;
    if (!accepted)
        s = move(ctx, out, STEP_TAKE_BACK,
                 (LedgerEntry){.from_account = ACCOUNT_APPROVED,
                               .to_account = ACCOUNT_CLAIMED,
                               .amount = out->approved,
                               .why = why});
    return s ? s : claim_finish(ctx, out, accepted ? "claim.accept" : "claim.decline", &news);
}
