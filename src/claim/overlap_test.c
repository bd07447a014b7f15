/* Two claims for one parcel. */
#include <pthread.h>

#include "access/audit.h"
#include "access/person.h"
#include "claim/claim.h"
#include "claim/ledger.h"
#include "claim/steps.h"
#include "claim/testing.h"
#include "db/db.h"
#include "waybill/testing.h"

/* Of 500.00, insured for `insured`; the parcel is known by its scans. */
static Status try_insured(T *t, int64_t kind, const char *no, const char *despite, int64_t insured,
                          Claim *out)
{
    ClaimWaybill parcel = {.no = no};
    ClaimInput input = blank_claim(kind, 50000);
    input.actual_loss = input.full_value = input.demanded;
    input.insured = insured;
    input.waybills = (List){&parcel, 1};
    input.despite = despite;
    input.despite_why = despite ? "found in pieces" : NULL;
    as(t, 1, 0);
    take_scan(t, given_scan(no, 60, "collected"), NULL);
    return claim_create(t->ctx, &input, out);
}

static Status try_register(T *t, int64_t kind, const char *no, const char *despite, Claim *out)
{
    return try_insured(t, kind, no, despite, 50000, out);
}

static Claim registered(T *t, int64_t kind, const char *no, const char *despite)
{
    Claim claim;
    check_ok(t, try_register(t, kind, no, despite, &claim));
    return claim;
}

static void refused(T *t, Status s, const char *why)
{
    check_status(t, s, CONFLICT);
    check_text(t, t->ctx->problem.message, why);
    problem_clear(t->ctx);
}

static void propose(T *t, Claim *claim)
{
    const StepInput as_judged = {.amount = NONE, .why = "as demanded"};
    as(t, 1, 0);
    waive_all(t, claim);
    check_ok(t, claim_assess(t->ctx, claim->id, claim->version, claim));
    check_ok(t, claim_propose(t->ctx, claim->id, claim->version, &as_judged, claim));
    as(t, 2, 0);
}

static void accept(T *t, Claim *claim)
{
    propose(t, claim);
    check_ok(t, claim_approve(t->ctx, claim->id, claim->version, claim));
    as(t, 3, 0);
    if (claim->state == CLAIM_PROPOSED)
        check_ok(t, claim_approve(t->ctx, claim->id, claim->version, claim));
    check_ok(t, claim_answer(t->ctx, claim->id, claim->version, true, NULL, claim));
}

static Status pay(T *t, Claim *claim, const char *reference)
{
    const PaymentInput in = {.reference = reference, .amount = NONE};
    return claim_pay(t->ctx, claim->id, claim->version, &in, claim);
}

TEST_DB(a_second_claim_for_the_same_loss_names_the_first)
{
    static const char *const numbers[] = {"78900000000001", "78900000000002", "78900000000003"};
    for (int64_t kind = CLAIM_KIND_LOSS; kind <= CLAIM_KIND_DAMAGE; kind++) {
        const char *no = numbers[kind - CLAIM_KIND_LOSS];
        Claim first = registered(t, CLAIM_KIND_LOSS, no, NULL), second;
        const char *why = arena_format(t->ctx->arena,
                                       "claim %s stands for the same parcel: go on with it, or "
                                       "name it in despite",
                                       first.no);
        refused(t, try_register(t, kind, no, NULL, &second), why);
    }
}

TEST_DB(another_loss_or_another_parcel_has_a_claim_of_its_own)
{
    registered(t, CLAIM_KIND_LOSS, "78900000000001", NULL);
    registered(t, CLAIM_KIND_DELAY, "78900000000001", NULL);
    registered(t, CLAIM_KIND_LOSS, "78900000000002", NULL);
}

TEST_DB(a_claim_that_was_rejected_stands_in_nobodys_way)
{
    Claim first = registered(t, CLAIM_KIND_LOSS, "78900000000001", NULL);
    check_ok(t, claim_reject(t->ctx, first.id, first.version, "found", &first));
    registered(t, CLAIM_KIND_DAMAGE, "78900000000001", NULL);
}

TEST_DB(a_second_claim_that_is_meant_is_noted_and_paid)
{
    Claim first = registered(t, CLAIM_KIND_SHORTAGE, "78900000000001", NULL);
    Claim second = registered(t, CLAIM_KIND_DAMAGE, "78900000000001", first.no);
    const AuditFilter filter = {.action = "claim.despite", .from = NONE, .to = NONE, .limit = 10};
    List list;
    const char *next;
    check_ok(t, ledger_list(t->ctx, second.id, 0, 10, &list));
    check_text(t, ((const LedgerEntry *)list.items)->reference, first.no);
    check_ok(t, audit_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
    check_text(t, ((const AuditRow *)list.items)->detail, "{\"despite\":\"C20261122-000001\"}");
    accept(t, &second);
    check_ok(t, pay(t, &second, "B-1"));
    accept(t, &first);
    check_ok(t, pay(t, &first, "B-2"));
    refused(t, try_register(t, CLAIM_KIND_LOSS, "78900000000001", first.no, &first),
            "claim C20261122-000002 stands for the same parcel: go on with it, or name it in "
            "despite");
}

/* Which right, and how many people, its amount needs. */
static void needs(T *t, const Claim *claim, const char *right, int64_t people)
{
    ClaimApprovals approvals;
    check_ok(t, claim_approvals(t->ctx, claim, &approvals));
    check_text(t, approvals.right, right);
    check_int(t, approvals.people, people);
}

TEST_DB(more_than_a_parcel_is_worth_needs_the_highest_approval)
{
    Claim first = registered(t, CLAIM_KIND_SHORTAGE, "78900000000001", NULL);
    Claim second = registered(t, CLAIM_KIND_DAMAGE, "78900000000001", first.no);
    propose(t, &second);
    needs(t, &second, "claim.approve", 1);
    accept(t, &first);
    check_int(t, first.state, CLAIM_APPROVED);
    needs(t, &second, "claim.approve_large", 2);
    as(t, 2, 0);
    Person *clerk = (Person *)(uintptr_t)t->ctx->who;
    clerk->rights = (RightSet){0};
    rights_add(&clerk->rights, CLAIM_APPROVE);
    check_status(t, claim_approve(t->ctx, second.id, second.version, &second), FORBIDDEN);
    problem_clear(t->ctx);
    as(t, 2, 0);
    check_ok(t, claim_approve(t->ctx, second.id, second.version, &second));
    check_int(t, second.state, CLAIM_PROPOSED);
    as(t, 3, 0);
    check_ok(t, claim_approve(t->ctx, second.id, second.version, &second));
    check_int(t, second.state, CLAIM_APPROVED);
}

/* Nobody knows the parcel: what was said first is what a later claim is held to. */
TEST_DB(a_second_claim_that_says_a_bigger_value_makes_the_parcel_worth_no_more)
{
    Claim first = registered(t, CLAIM_KIND_SHORTAGE, "78900000000001", NULL), second;
    check_ok(t, try_insured(t, CLAIM_KIND_DAMAGE, "78900000000001", first.no, 99000000, &second));
    propose(t, &second);
    needs(t, &second, "claim.approve", 1);
    accept(t, &first);
    needs(t, &second, "claim.approve_large", 2);
}

SQL(test_claims_say_more, "UPDATE claim SET insured = 99000000");

/* As two that were registered before orders held. */
TEST_DB(what_the_order_says_is_the_worth_whatever_the_claims_say)
{
    WaybillInput order = given_waybill("78900000000001");
    order.insured = 50000;
    check_int(t, take_waybill(t, order, NULL), UPSERT_CREATED);
    Claim first = registered(t, CLAIM_KIND_SHORTAGE, "78900000000001", NULL);
    Claim second = registered(t, CLAIM_KIND_DAMAGE, "78900000000001", first.no);
    check_ok(t, db_run(t->ctx, &test_claims_say_more));
    check_ok(t, claim_find(t->ctx, first.id, &first));
    check_ok(t, claim_find(t->ctx, second.id, &second));
    accept(t, &first);
    propose(t, &second);
    needs(t, &second, "claim.approve_large", 2);
}

TEST_DB(a_second_claim_is_registered_with_its_reason)
{
    Claim claim = registered(t, CLAIM_KIND_SHORTAGE, "78900000000001", NULL);
    ClaimWaybill parcel = {.no = "78900000000001"};
    ClaimInput input = blank_claim(CLAIM_KIND_DAMAGE, 50000);
    input.waybills = (List){&parcel, 1};
    input.despite = claim.no;
    check_status(t, claim_create(t->ctx, &input, &claim), INVALID);
    check_text(t, t->ctx->problem.field, "despite_why");
}

TEST_DB(what_does_not_stand_is_not_named)
{
    Claim claim;
    check_status(t, try_register(t, CLAIM_KIND_LOSS, "78900000000001", "C20261122-000009", &claim),
                 INVALID);
    check_text(t, t->ctx->problem.field, "despite");
}

TEST_DB(a_claim_that_comes_back_is_not_approved_beside_another_that_was)
{
    Claim first = registered(t, CLAIM_KIND_LOSS, "78900000000001", NULL);
    check_ok(t, claim_reject(t->ctx, first.id, first.version, "found", &first));
    Claim second = registered(t, CLAIM_KIND_LOSS, "78900000000001", NULL);
    check_ok(t, claim_reopen(t->ctx, first.id, first.version, "lost again", &first));
    accept(t, &second);
    propose(t, &first);
    refused(t, claim_approve(t->ctx, first.id, first.version, &first),
            "claim C20261122-000002 was approved or paid for the same parcel");
}

SQL(test_claims_declare_nothing, "UPDATE claim_entry SET reference = NULL WHERE no = 1");

/* As two that were registered before anybody looked. */
TEST_DB(of_two_that_were_approved_one_is_paid)
{
    Claim first = registered(t, CLAIM_KIND_LOSS, "78900000000001", NULL);
    Claim second = registered(t, CLAIM_KIND_LOSS, "78900000000001", first.no);
    accept(t, &first);
    accept(t, &second);
    check_ok(t, db_run(t->ctx, &test_claims_declare_nothing));
    check_ok(t, pay(t, &second, "B-1"));
    refused(t, pay(t, &first, "B-2"), "claim C20261122-000002 was paid for the same parcel");
    check_ok(t, claim_payment_reverse(t->ctx, second.id, second.version, "B-1", "wrong", &second));
    check_ok(t, pay(t, &first, "B-2"));
}

/* --- several at once --- */

enum { CLERKS = 6 };

typedef struct Clerk {
    T *t;
    Status (*work)(Ctx *ctx, void *work);
    const Claim *claim; /* of who pays */
    const char *reference;
    Status status;
    pthread_t thread;
} Clerk;

static Status register_once(Ctx *ctx, void *work)
{
    (void)work;
    Claim claim;
    ClaimWaybill parcel = {.no = "78900000000001"};
    ClaimInput input = blank_claim(CLAIM_KIND_LOSS, 50000);
    input.waybills = (List){&parcel, 1};
    return claim_create(ctx, &input, &claim);
}

static Status pay_once(Ctx *ctx, void *work)
{
    const Clerk *clerk = work;
    const PaymentInput in = {.reference = clerk->reference, .amount = NONE};
    Claim out;
    return claim_pay(ctx, clerk->claim->id, clerk->claim->version, &in, &out);
}

static void *clerk_run(void *arg)
{
    Clerk *clerk = arg;
    Ctx ctx;
    Arena *arena = arena_new();
    ctx_init(&ctx, arena, clerk->t->ctx->source);
    ctx.house = clerk->t->house;
    ctx.request_id = "test";
    clerk->status = database_write(&ctx, clerk->t->house->database, clerk->work, clerk);
    arena_release(arena);
    return NULL;
}

/* How many of them did it; the others met a conflict. */
static int done_at_once(T *t, Clerk *clerks, int count)
{
    int done = 0;
    t->ctx->who = NULL;
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    for (int i = 0; i < count; i++)
        check(t, !pthread_create(&clerks[i].thread, NULL, clerk_run, &clerks[i]));
    for (int i = 0; i < count; i++) {
        pthread_join(clerks[i].thread, NULL);
        check(t, !clerks[i].status || clerks[i].status == CONFLICT);
        done += !clerks[i].status;
    }
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
    return done;
}

TEST_DB(of_those_who_register_at_once_one_does)
{
    Clerk clerks[CLERKS];
    for (int i = 0; i < CLERKS; i++)
        clerks[i] = (Clerk){.t = t, .work = register_once};
    check_int(t, done_at_once(t, clerks, CLERKS), 1);
}

TEST_DB(of_two_that_are_paid_at_once_one_is)
{
    Claim first = registered(t, CLAIM_KIND_LOSS, "78900000000001", NULL);
    Claim second = registered(t, CLAIM_KIND_LOSS, "78900000000001", first.no);
    accept(t, &first);
    accept(t, &second);
    check_ok(t, db_run(t->ctx, &test_claims_declare_nothing));
    Clerk clerks[] = {{.t = t, .work = pay_once, .claim = &first, .reference = "B-1"},
                      {.t = t, .work = pay_once, .claim = &second, .reference = "B-2"}};
    check_int(t, done_at_once(t, clerks, 2), 1);
}
