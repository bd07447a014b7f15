#include "claim/steps.h"

#include <pthread.h>
#include <string.h>

#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "claim/claim_keep.h"
#include "claim/testing.h"
#include "customer/testing.h"
#include "db/db.h"
#include "waybill/testing.h"

/* Of a lost parcel, another each time, that is known by its scans alone. */
static Claim lost(T *t, int64_t demanded, int64_t insured)
{
    ClaimInput input = blank_claim(CLAIM_KIND_LOSS, demanded);
    ClaimWaybill parcel = {.no = arena_format(t->ctx->arena, "%lld", (long long)ctx_id(t->ctx))};
    check_int(t, take_scan(t, given_scan(parcel.no, 60, "collected"), NULL), UPSERT_CREATED);
    input.waybills = (List){&parcel, 1};
    input.insured = insured;
    return registered_claim(t, input);
}

static const StepInput as_judged = {.amount = NONE};

/* Proposed by the person 1. */
static Claim proposed(T *t, int64_t demanded, int64_t insured)
{
    as(t, 1, 0);
    Claim claim = lost(t, demanded, insured);
    waive_all(t, &claim);
    check_ok(t, claim_assess(t->ctx, claim.id, claim.version, &claim));
    check_ok(t, claim_propose(t->ctx, claim.id, claim.version, &as_judged, &claim));
    return claim;
}

static Claim accepted(T *t, int64_t demanded, int64_t insured)
{
    Claim claim = proposed(t, demanded, insured);
    as(t, 2, 0);
    check_ok(t, claim_approve(t->ctx, claim.id, claim.version, &claim));
    check_ok(t, claim_answer(t->ctx, claim.id, claim.version, true, NULL, &claim));
    return claim;
}

static Claim paid(T *t, int64_t amount)
{
    Claim claim = accepted(t, amount, amount);
    const PaymentInput in = {.reference = "B-1", .amount = NONE};
    check_ok(t, claim_pay(t->ctx, claim.id, claim.version, &in, &claim));
    check_int(t, claim.state, CLAIM_PAID);
    return claim;
}

TEST_DB(a_claim_is_registered_with_a_number_and_its_demand_in_the_ledger)
{
    ClaimInput input = blank_claim(CLAIM_KIND_DAMAGE, 12345);
    Claimant claimant = {.name = "张三", .phone = "13800138000", .account_no = "6222000000001"};
    ClaimWaybill parcel = {.no = "78900000000001"};
    input.claimant = &claimant;
    input.waybills = (List){&parcel, 1};
    Claim claim = registered_claim(t, input), again;
    check_text(t, claim.no, "C20261122-000001");
    check_int(t, claim.rules, 1);
    check_ok(t, claim_find_no(t->ctx, claim.no, &again));
    check_text(t, again.claimant->account_no, "6222000000001");
    check_int(t, again.waybills.count, 1);
    check_int(t, again.claimed, 12345);
    check_ok(t, ledger_verify(t->ctx, &again));
}

TEST_DB(nothing_is_proposed_while_required_evidence_is_missing)
{
    as(t, 1, 0);
    Claim claim = lost(t, 50000, 50000);
    check_ok(t, claim_assess(t->ctx, claim.id, claim.version, &claim));
    check_status(t, claim_propose(t->ctx, claim.id, claim.version, &as_judged, &claim), CONFLICT);
    check_text(t, t->ctx->problem.message,
               "claim C20261122-000001 lacks evidence: demand (The claimant's demand)");
    const EvidenceInput none = {0};
    check_ok(t, claim_find(t->ctx, claim.id, &claim));
    check_status(t, claim_evidence_put(t->ctx, claim.id, claim.version, "demand", &none, &claim),
                 INVALID);
    const EvidenceInput file = {.file_id = 7};
    check_status(t, claim_evidence_put(t->ctx, claim.id, claim.version, "demand", &file, &claim),
                 INVALID);
    check_text(t, t->ctx->problem.field, "file_id");
    check_status(t, claim_evidence_put(t->ctx, claim.id, claim.version, "photos", &file, &claim),
                 NOT_FOUND); /* of damage only */
}

TEST_DB(a_waiver_needs_the_right_to_approve)
{
    as(t, 1, CLAIM_APPROVE);
    Claim claim = lost(t, 50000, 50000);
    const EvidenceInput in = {.waived_why = "known"};
    check_status(t, claim_evidence_put(t->ctx, claim.id, claim.version, "demand", &in, &claim),
                 FORBIDDEN);
}

TEST_DB(who_proposes_does_not_approve_and_nobody_approves_twice)
{
    Claim claim = proposed(t, 500000, 500000); /* two people */
    check_status(t, claim_approve(t->ctx, claim.id, claim.version, &claim), FORBIDDEN);
    as(t, 2, 0);
    check_ok(t, claim_find(t->ctx, claim.id, &claim));
    check_ok(t, claim_approve(t->ctx, claim.id, claim.version, &claim));
    check_int(t, claim.state, CLAIM_PROPOSED);
    int64_t version = claim.version;
    check_status(t, claim_approve(t->ctx, claim.id, version, &claim), FORBIDDEN);
    as(t, 3, 0);
    check_ok(t, claim_approve(t->ctx, claim.id, version, &claim));
    check_int(t, claim.state, CLAIM_APPROVED);
    check_int(t, claim.approved, 500000);
}

TEST_DB(the_highest_amounts_need_a_right_of_their_own)
{
    Claim claim = proposed(t, 3000000, 3000000);
    as(t, 2, CLAIM_APPROVE_LARGE);
    check_status(t, claim_approve(t->ctx, claim.id, claim.version, &claim), FORBIDDEN);
    check_text(t, t->ctx->problem.message, "this amount needs the right claim.approve_large");
}

TEST_DB(a_stale_write_is_refused)
{
    as(t, 1, 0);
    Claim claim = lost(t, 50000, 50000);
    check_ok(t, claim_assess(t->ctx, claim.id, 1, &claim));
    check_status(t, claim_assess(t->ctx, claim.id, 1, &claim), STALE);
}

TEST_DB(more_than_demanded_is_not_proposed_and_another_amount_needs_a_reason)
{
    as(t, 1, 0);
    Claim claim = lost(t, 50000, 80000);
    waive_all(t, &claim);
    check_ok(t, claim_assess(t->ctx, claim.id, claim.version, &claim));
    int64_t id = claim.id, version = claim.version;
    check_int(t, claim.assessed, 80000);
    StepInput in = {.amount = 50001, .why = "x"};
    check_status(t, claim_propose(t->ctx, id, version, &in, &claim), INVALID);
    in = (StepInput){.amount = 40000};
    check_status(t, claim_propose(t->ctx, id, version, &in, &claim), INVALID);
    check_text(t, t->ctx->problem.field, "why");
    check_ok(t, claim_propose(t->ctx, id, version, &as_judged, &claim));
    check_int(t, claim.proposed, 50000);
}

TEST_DB(an_assessment_is_kept_and_computed_again_to_the_word)
{
    as(t, 1, 0);
    Claim claim = lost(t, 50000, 40000);
    List list;
    check_ok(t, claim_assess(t->ctx, claim.id, claim.version, &claim));
    ClaimChange change;
    shape_clear(&claim_change_shape, &change);
    change.insured = 30000;
    check_ok(t, claim_change(t->ctx, claim.id, claim.version, &change, &claim));
    check_int(t, claim.state, CLAIM_EVIDENCE);
    check_int(t, claim.assessed, NONE);
    check_ok(t, claim_assess(t->ctx, claim.id, claim.version, &claim));
    check_ok(t, claim_assessments(t->ctx, &claim, &list));
    const ClaimAssessment *rows = list.items;
    check_int(t, list.count, 2);
    check_int(t, rows[0].amount, 30000);
    check_int(t, rows[1].amount, 40000);
    check_int(t, rows[1].result->facts->insured, 40000);
    check(t, rows[0].agrees && rows[1].agrees);
}

TEST_DB(a_claim_is_judged_by_the_rules_that_were_in_force_when_it_was_registered)
{
    as(t, 1, 0);
    Claim old = lost(t, 50000, 40000);
    ClaimRules rules = {.text = "level any claim.approve 1\nrule all\n zh 甲\n en A\n cite c\n"
                                " amount demanded\n"};
    source_move(t->ctx->source, 1000);
    check_ok(t, rules_create(t->ctx, &rules));
    check_status(t, rules_publish(t->ctx, rules.number, 1, TEST_NOW, &rules), INVALID);
    check_ok(t, rules_find(t->ctx, 2, 0, &rules));
    check_ok(t, rules_publish(t->ctx, rules.number, 1, NONE, &rules));
    check_status(t, rules_change(t->ctx, 2, rules.version, &rules, &rules), CONFLICT);
    source_move(t->ctx->source, 1000);
    Claim new = lost(t, 50000, 40000);
    check_ok(t, claim_assess(t->ctx, old.id, old.version, &old));
    check_ok(t, claim_assess(t->ctx, new.id, new.version, &new));
    check_int(t, old.assessed, 40000);
    check_int(t, new.assessed, 50000);
}

TEST_DB(a_declined_offer_is_assessed_anew_and_is_not_paid)
{
    Claim claim = proposed(t, 50000, 50000);
    as(t, 2, 0);
    check_ok(t, claim_approve(t->ctx, claim.id, claim.version, &claim));
    const PaymentInput in = {.reference = "B-1", .amount = NONE};
    Claim none;
    check_status(t, claim_pay(t->ctx, claim.id, claim.version, &in, &none), CONFLICT);
    check_ok(t, claim_answer(t->ctx, claim.id, claim.version, false, "too little", &claim));
    check_int(t, claim.state, CLAIM_ASSESSED);
    check_int(t, claim.claimed, 50000);
    check_ok(t, ledger_verify(t->ctx, &claim));
}

TEST_DB(the_same_payment_again_is_no_second_one)
{
    Claim claim = paid(t, 50000), again;
    PaymentInput in = {.reference = "B-1", .amount = NONE};
    check_ok(t, claim_pay(t->ctx, claim.id, 1, &in, &again));
    check_int(t, again.paid, 50000);
    check_int(t, again.version, claim.version);
    in.amount = 1;
    check_status(t, claim_pay(t->ctx, claim.id, claim.version, &in, &again), CONFLICT);
    Claim other = accepted(t, 50000, 50000);
    in.amount = NONE;
    check_status(t, claim_pay(t->ctx, other.id, other.version, &in, &again), CONFLICT);
    check_ok(t, claim_find(t->ctx, other.id, &other));
    check_int(t, other.paid, 0);
}

TEST_DB(a_payment_that_came_back_is_approved_again_and_its_reference_is_used_up)
{
    Claim claim = paid(t, 50000);
    check_ok(t, claim_payment_reverse(t->ctx, claim.id, claim.version, "B-1", "no such account",
                                      &claim));
    check_int(t, claim.state, CLAIM_APPROVED);
    check_int(t, claim.approved, 50000);
    check_int(t, claim.due, 0);
    check_ok(t, ledger_verify(t->ctx, &claim));
    PaymentInput in = {.reference = "B-1", .amount = NONE};
    Claim none;
    check_status(t, claim_pay(t->ctx, claim.id, claim.version, &in, &none), CONFLICT);
    in.reference = "B-2";
    check_ok(t, claim_pay(t->ctx, claim.id, claim.version, &in, &claim));
    check_int(t, claim.paid, 50000);
}

static const ClaimShare thirds[] = {{.party = LIABLE_HUB, .percent = 33},
                                    {.party = LIABLE_LINEHAUL, .percent = 33},
                                    {.party = LIABLE_COURIER, .percent = 34}};

TEST_DB(what_was_paid_is_borne_to_the_last_fen)
{
    Claim claim = paid(t, 10001);
    SharesInput in = {{(void *)thirds, 2}};
    Claim none;
    List shares;
    check_status(t, claim_apportion(t->ctx, claim.id, claim.version, &in, &none), INVALID);
    in.shares.count = 3;
    check_ok(t, claim_apportion(t->ctx, claim.id, claim.version, &in, &claim));
    check_ok(t, claim_shares(t->ctx, claim.id, &shares));
    const ClaimShare *rows = shares.items;
    check_int(t, rows[0].due + rows[1].due + rows[2].due, 10001);
    check_int(t, rows[0].due, 3300);
    check_int(t, rows[1].due, 3300);
    check_int(t, rows[2].due, 3401);
}

TEST_DB(recovery_goes_to_its_share_and_what_is_left_is_written_off)
{
    Claim claim = paid(t, 10000), none;
    SharesInput in = {{(void *)thirds, 3}};
    check_ok(t, claim_apportion(t->ctx, claim.id, claim.version, &in, &claim));
    RecoveryInput recovery = {.share = 1, .amount = 3301};
    check_status(t, claim_recover(t->ctx, claim.id, claim.version, &recovery, &none), CONFLICT);
    recovery.amount = 3300;
    check_ok(t, claim_recover(t->ctx, claim.id, claim.version, &recovery, &claim));
    check_int(t, claim.state, CLAIM_RECOVERING);
    check_status(t, claim_payment_reverse(t->ctx, claim.id, claim.version, "B-1", "x", &none),
                 CONFLICT);
    int64_t row = claim.entries;
    check_ok(t, claim_recovery_reverse(t->ctx, claim.id, claim.version, row, "wrong", &claim));
    check_status(t, claim_recovery_reverse(t->ctx, claim.id, claim.version, row, "wrong", &none),
                 CONFLICT);
    check_ok(t, claim_recover(t->ctx, claim.id, claim.version, &recovery, &claim));
    const CloseInput close = {.fault = FAULT_MISSING, .cause = "left in the van"};
    check_ok(t, claim_close(t->ctx, claim.id, claim.version, &close, &claim));
    check_int(t, claim.recovered, 3300);
    check_int(t, claim.written_off, 6700);
    check_int(t, claim.due, 0);
    check_ok(t, ledger_verify(t->ctx, &claim));
}

TEST_DB(the_fast_channel_grants_a_small_claim_of_a_good_customer_at_once)
{
    Customer customer = blank_customer("K1");
    customer.relationship = CUSTOMER_ACCOUNTABLE;
    customer = stored_customer(t, customer);
    source_move(t->ctx->source, 200 * DAY_MS);
    as(t, 1, 0);
    ClaimInput input = blank_claim(CLAIM_KIND_LOSS, 15000);
    input.agreed = 15000;
    input.customer = "K1";
    Claim claim = registered_claim(t, input), none;
    check_ok(t, claim_grant_fast(t->ctx, claim.id, claim.version, &claim));
    check_int(t, claim.state, CLAIM_APPROVED);
    check_int(t, claim.offer, OFFER_ACCEPTED);
    check_ok(t, ledger_verify(t->ctx, &claim));
    input.demanded = input.agreed = 20001;
    claim = registered_claim(t, input);
    check_status(t, claim_grant_fast(t->ctx, claim.id, claim.version, &none), CONFLICT);
    input.demanded = input.agreed = 15000;
    registered_claim(t, input);
    claim = registered_claim(t, input); /* the fourth */
    check_status(t, claim_grant_fast(t->ctx, claim.id, claim.version, &none), CONFLICT);
    check_text(t, t->ctx->problem.message,
               "the fast channel is not for this customer: claims_last_year");
}

TEST_DB(a_rejected_claim_owes_nothing_until_it_is_reopened)
{
    Claim claim = proposed(t, 50000, 50000);
    check_ok(t, claim_reject(t->ctx, claim.id, claim.version, "not ours", &claim));
    check_int(t, claim.refused, 50000);
    check_int(t, claim.state, CLAIM_REJECTED);
    check_ok(t, claim_reopen(t->ctx, claim.id, claim.version, "new evidence", &claim));
    check_int(t, claim.claimed, 50000);
    check_ok(t, ledger_verify(t->ctx, &claim));
}

/* --- histories that nobody thought of --- */

static uint64_t dice(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

typedef struct History {
    T *t;
    uint64_t state;
    int64_t payments; /* made so far; the last has the reference before */
    int done[20];     /* how often each step was taken */
} History;

static Status random_money(History *h, const Claim *c, int step, Claim *out)
{
    Ctx *ctx = h->t->ctx;
    int64_t amount = (int64_t)(dice(&h->state) % 40000) + 1;
    SharesInput shares = {{(void *)thirds, 3}};
    RecoveryInput recovery = {.share = (int64_t)(dice(&h->state) % 3) + 1,
                              .amount = amount / 8 + 1};
    const CloseInput close = {.fault = FAULT_OTHER, .cause = "?"};
    PaymentInput payment = {.reference = arena_format(ctx->arena, "R%lld", (long long)h->payments),
                            .amount = dice(&h->state) % 2 ? NONE : amount};
    const char *last = arena_format(ctx->arena, "R%lld", (long long)h->payments - 1);
    int64_t row = dice(&h->state) % 2 ? c->entries : 1 + (int64_t)(dice(&h->state) % 9);
    switch (step) {
    case 10:
        return claim_pay(ctx, c->id, c->version, &payment, out);
    case 11:
        return claim_payment_reverse(ctx, c->id, c->version, last, "x", out);
    case 12:
        return claim_apportion(ctx, c->id, c->version, &shares, out);
    case 13:
        return claim_recover(ctx, c->id, c->version, &recovery, out);
    case 14:
        return claim_recovery_reverse(ctx, c->id, c->version, row, "x", out);
    default:
        return dice(&h->state) % 3 ? CONFLICT : claim_close(ctx, c->id, c->version, &close, out);
    }
}

static Status random_step(History *h, const Claim *c, int step, Claim *out)
{
    Ctx *ctx = h->t->ctx;
    int64_t amount = (int64_t)(dice(&h->state) % 40000) + 1;
    const StepInput propose = {.amount = dice(&h->state) % 2 ? NONE : amount, .why = "dice"};
    ClaimChange change;
    shape_clear(&claim_change_shape, &change);
    change.demanded = amount;
    bool rarely = dice(&h->state) % 6 == 0;
    switch (step) {
    case 0:
        return claim_change(ctx, c->id, c->version, &change, out);
    case 1:
    case 2:
        return claim_assess(ctx, c->id, c->version, out);
    case 3:
    case 4:
        return claim_propose(ctx, c->id, c->version, &propose, out);
    case 5:
        return claim_approve(ctx, c->id, c->version, out);
    case 6:
        return claim_return(ctx, c->id, c->version, "x", out);
    case 7:
        return claim_answer(ctx, c->id, c->version, !rarely, "x", out);
    case 8:
        return rarely ? claim_reject(ctx, c->id, c->version, "x", out) : CONFLICT;
    case 9:
        return claim_reopen(ctx, c->id, c->version, "x", out);
    default:
        return random_money(h, c, step, out);
    }
}

static void check_books(T *t, const Claim *claim)
{
    List shares;
    int64_t due = 0, recovered = 0;
    check_ok(t, ledger_verify(t->ctx, claim));
    check_int(t, claim->claimed + claim->proposed + claim->approved + claim->paid + claim->refused,
              claim->demanded);
    check_int(t, claim->due + claim->recovered + claim->written_off, claim->paid);
    check_ok(t, claim_shares(t->ctx, claim->id, &shares));
    const ClaimShare *rows = shares.items;
    for (size_t i = 0; i < shares.count; i++) {
        due += rows[i].due;
        recovered += rows[i].recovered;
    }
    if (shares.count) check_int(t, due, claim->paid);
    if (shares.count) check_int(t, recovered, claim->recovered);
}

/* Any step, more often one that its state allows. */
static int next_step(History *h, const Claim *claim)
{
    bool any = dice(&h->state) % 3 == 0, first = dice(&h->state) % 2;
    if (!any && claim->state == CLAIM_PROPOSED) return 5;
    if (!any && claim->state == CLAIM_APPROVED) return first ? 7 : 10;
    if (!any && claim->paid) return (int)(dice(&h->state) % 4) + 11;
    return (int)(dice(&h->state) % 16);
}

typedef struct Tried {
    History *history;
    const Claim *before;
    Claim *after;
    int step;
} Tried;

static Status try_step(Ctx *ctx, void *work)
{
    (void)ctx;
    Tried *tried = work;
    Status s = random_step(tried->history, tried->before, tried->step, tried->after);
    if (!s && tried->step == 10) tried->history->payments++;
    return s;
}

TEST_DB(every_fen_adds_up_over_random_histories)
{
    History h = {.t = t, .state = 20261122};
    as(t, 1, 0);
    for (int i = 0; i < 16; i++) {
        as(t, 1, 0);
        Claim claim = lost(t, 10000 + (int64_t)(dice(&h.state) % 30000), 25000);
        waive_all(t, &claim);
        for (int n = 0; n < 80; n++) {
            Claim after;
            as(t, (int64_t)(dice(&h.state) % 3) + 1, 0);
            Tried tried = {&h, &claim, &after, next_step(&h, &claim)};
            Status s = db_attempt(t->ctx, try_step, &tried);
            if (!s) h.done[tried.step]++;
            check(t, !s || s == CONFLICT || s == FORBIDDEN || s == INVALID || s == NOT_FOUND);
            check_ok(t, claim_find(t->ctx, claim.id, &claim));
            check_books(t, &claim);
        }
    }
    for (int step = 0; step < 16; step++)
        check(t, h.done[step] > 0); /* a history that leaves a step out proves nothing of it */
}

/* --- two at once --- */

enum { PAYERS = 6 };

typedef struct Payer {
    T *t;
    const Claim *claim;
    const char *reference;
    Status status;
    pthread_t thread;
} Payer;

static Status pay_once(Ctx *ctx, void *work)
{
    const Payer *payer = work;
    const PaymentInput in = {.reference = payer->reference, .amount = NONE};
    Claim out;
    return claim_pay(ctx, payer->claim->id, payer->claim->version, &in, &out);
}

static void *payer_run(void *arg)
{
    Payer *payer = arg;
    Ctx ctx;
    Arena *arena = arena_new();
    ctx_init(&ctx, arena, payer->t->ctx->source);
    ctx.house = payer->t->house;
    ctx.request_id = "test";
    payer->status = database_write(&ctx, payer->t->house->database, pay_once, payer);
    arena_release(arena);
    return NULL;
}

/* Half of them say the same reference again, the others one of their own. */
TEST_DB(a_claim_is_paid_once_however_many_pay_at_once)
{
    static const char *const references[PAYERS] = {"A", "A", "B", "C", "A", "D"};
    Claim claim = accepted(t, 50000, 50000);
    Payer payers[PAYERS];
    t->ctx->who = NULL;
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    for (int i = 0; i < PAYERS; i++) {
        payers[i] = (Payer){.t = t, .claim = &claim, .reference = references[i]};
        check(t, !pthread_create(&payers[i].thread, NULL, payer_run, &payers[i]));
    }
    int same = 0;
    for (int i = 0; i < PAYERS; i++) {
        pthread_join(payers[i].thread, NULL);
        check(t, !payers[i].status || payers[i].status == STALE || payers[i].status == CONFLICT);
        same += !payers[i].status;
    }
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
    check(t, same >= 1);
    check_ok(t, claim_find(t->ctx, claim.id, &claim));
    check_int(t, claim.paid, 50000);
    check_int(t, claim.approved, 0);
    check_ok(t, ledger_verify(t->ctx, &claim));
}

TEST_DB(lists_go_by_keyset_in_each_order)
{
    as(t, 1, 0);
    const char *next = NULL;
    List page;
    for (int i = 0; i < 5; i++)
        lost(t, 1000 * (i % 3 + 1), 1000);
    ClaimFilter filter;
    shape_clear(&claim_filter_shape, &filter);
    filter.limit = 2;
    for (int64_t sort = CLAIM_NEWEST; sort <= CLAIM_LARGEST; sort++) {
        int64_t count = 0, last = INT64_MAX;
        filter.sort = sort;
        filter.cursor = NULL;
        do {
            check_ok(t, claim_list(t->ctx, &filter, &page, &next));
            const Claim *rows = page.items;
            for (size_t i = 0; i < page.count; i++) {
                check(t, sort != CLAIM_LARGEST || rows[i].demanded <= last);
                last = rows[i].demanded;
                count++;
            }
            filter.cursor = next;
        } while (next);
        check_int(t, count, 5);
    }
    check_ok(t, claim_list(t->ctx, &filter, &page, &filter.cursor));
    filter.sort = NONE; /* the newest first: no order of that cursor */
    check_status(t, claim_list(t->ctx, &filter, &page, &next), INVALID);
    filter.cursor = NULL;
    filter.least = filter.most = 2000;
    check_ok(t, claim_list(t->ctx, &filter, &page, &next));
    check_int(t, page.count, 2);
}
