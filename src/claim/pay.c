#include <string.h>

#include "access/person.h"
#include "claim/overlap.h"
#include "claim/steps_keep.h"
#include "claim/steps_store.h"
#include "complaint/cost.h"

static const Field payment_fields[] = {
    FIELD_TEXT(PaymentInput, reference, .required = true, .min = 1, .max = 64,
               .doc = "Of the bank's or the cashier's books; used once"),
    FIELD_MONEY(PaymentInput, amount, .min = 1, .max = AMOUNT_MAX,
                .doc = "All that is approved where it is not given"),
    FIELD_END};
const Shape payment_input_shape = SHAPE(PaymentInput, payment_fields, "A payment to the claimant");

/* A payment that was noted before: the same again is no second one. */
static Status pay_again(Ctx *ctx, int64_t id, const ClaimPayment *made, const PaymentInput *in,
                        Claim *out)
{
    bool same = made->claim_id == id && made->reversed_at == NONE &&
                (in->amount == NONE || in->amount == made->amount);
    if (same) return claim_find(ctx, id, out);
    return fail(ctx, CONFLICT, "the reference was used for another payment");
}

static Status book(Ctx *ctx, Claim *claim, LedgerStep what, LedgerEntry entry)
{
    entry.what = what;
    return ledger_move(ctx, claim, &entry);
}

/* With each row that moves money to the claimant, or back. */
static Status cost_count(Ctx *ctx, const Claim *claim, int64_t amount)
{
    return claim->ticket_id ? complaint_add_cost(ctx, claim->ticket_id, amount) : OK;
}

static Status pay(Ctx *ctx, Claim *claim, const PaymentInput *in, int64_t amount)
{
    bool added = false;
    Status s = book(ctx, claim, STEP_PAY,
                    (LedgerEntry){.from_account = ACCOUNT_APPROVED,
                                  .to_account = ACCOUNT_PAID,
                                  .amount = amount,
                                  .reference = in->reference});
    const ClaimPayment payment = {.reference = in->reference,
                                  .claim_id = claim->id,
                                  .entry_no = claim->entries,
                                  .amount = amount};
    if (!s) s = payment_store_insert(ctx, &payment, &added);
    if (!s && !added) return fail(ctx, CONFLICT, "the reference was used for another payment");
    if (!s) s = cost_count(ctx, claim, amount);
    return s ? s
             : book(ctx, claim, STEP_BOOK,
                    (LedgerEntry){.from_account = ACCOUNT_BORNE,
                                  .to_account = ACCOUNT_DUE,
                                  .amount = amount,
                                  .reference = in->reference});
}

Status claim_pay(Ctx *ctx, int64_t id, int64_t version, const PaymentInput *in, Claim *out)
{
    ClaimPayment made;
    if (!ctx_may(ctx, claim_act_right(ACT_PAY)))
        return fail(ctx, FORBIDDEN, "this needs the right %s", right_name(CLAIM_PAY));
    Status s = payment_store_find(ctx, in->reference, &made);
    if (!s) return pay_again(ctx, id, &made, in, out);
    if (s != NOT_FOUND) return s;
    problem_clear(ctx);
    s = claim_open(ctx, id, version, out);
    if (!s) s = claim_step(ctx, out, ACT_PAY_PART);
    if (s) return s;
    if (out->offer != OFFER_ACCEPTED)
        return fail(ctx, CONFLICT, "the claimant of %s has not accepted yet", out->no);
    int64_t amount = in->amount == NONE ? out->approved : in->amount;
    s = claim_check_known(ctx, out);
    if (!s) s = overlap_check_pay(ctx, out);
    if (!s) s = pay(ctx, out, in, amount);
    if (!s && out->approved == 0) s = claim_step(ctx, out, ACT_PAY);
    if (!s) s = claim_publish(ctx, out, CLAIM_PAID_EVENT, amount);
    const ClaimNews news = {"claim.paid", "paid", amount};
    return s ? s : claim_finish(ctx, out, "claim.pay", &news);
}

static Status find_payment(Ctx *ctx, int64_t id, const char *reference, ClaimPayment *out)
{
    Status s = payment_store_find(ctx, reference, out);
    if (s == NOT_FOUND || (!s && out->claim_id != id))
        return fail(ctx, NOT_FOUND, "the claim has no payment of that reference");
    if (!s && out->reversed_at != NONE)
        return fail(ctx, CONFLICT, "the payment was taken back already");
    return s;
}

static Status take_back(Ctx *ctx, Claim *claim, const ClaimPayment *payment, const char *why)
{
    Status s = book(ctx, claim, STEP_TAKE_BACK,
                    (LedgerEntry){.from_account = ACCOUNT_PAID,
                                  .to_account = ACCOUNT_APPROVED,
                                  .amount = payment->amount,
                                  .reverses = payment->entry_no,
                                  .reference = payment->reference,
                                  .why = why});
    if (!s) s = cost_count(ctx, claim, -payment->amount);
    return s ? s
             : book(ctx, claim, STEP_TAKE_BACK,
                    (LedgerEntry){.from_account = ACCOUNT_DUE,
                                  .to_account = ACCOUNT_BORNE,
                                  .amount = payment->amount,
                                  .reverses = payment->entry_no + 1,
                                  .reference = payment->reference,
                                  .why = why});
}

Status claim_payment_reverse(Ctx *ctx, int64_t id, int64_t version, const char *reference,
                             const char *why, Claim *out)
{
    ClaimPayment payment;
    Status s = claim_open(ctx, id, version, out);
    if (!s) s = find_payment(ctx, id, reference, &payment);
    if (!s) s = claim_step(ctx, out, ACT_REVERSE);
    if (s) return s;
    if (out->recovered)
        return fail(ctx, CONFLICT, "take back what was recovered of claim %s first", out->no);
    s = take_back(ctx, out, &payment, why);
    if (!s) s = payment_store_reverse(ctx, reference);
    if (!s) s = share_store_clear(ctx, id);
    const ClaimNews news = {NULL, "payment taken back", payment.amount};
    return s ? s : claim_finish(ctx, out, "claim.reverse", &news);
}
