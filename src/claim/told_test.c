/* Who demands is told where their claim stands. */
#include "access/person.h"
#include "claim/steps.h"
#include "job/job.h"
#include "notify/gateway.h"
#include "notify/notify.h"
#include "notify/template.h"
#include "test.h"
#include "waybill/testing.h"

/* From now on ctx's person is somebody with all rights. */
static void as(T *t, int64_t id)
{
    Person *person = ARENA_NEW(t->ctx->arena, Person);
    check(t, person != NULL);
    *person = (Person){.kind = PERSON_HUMAN, .id = id, .login = "clerk", .rights = rights_all()};
    t->ctx->who = person;
}

static Claim given_claim(T *t, int64_t demanded)
{
    ClaimWaybill parcel = {.no = "771234567890123"};
    Claimant claimant = {.name = "路人", .phone = "13900139000"};
    ClaimInput input;
    Claim claim;
    check_int(t, take_scan(t, given_scan(parcel.no, 60, "collected"), NULL), UPSERT_CREATED);
    shape_clear(&claim_input_shape, &input);
    input.kind = CLAIM_KIND_LOSS;
    input.demanded = input.insured = demanded;
    input.claimant = &claimant;
    input.waybills = (List){&parcel, 1};
    check_ok(t, claim_create(t->ctx, &input, &claim));
    return claim;
}

static void waive_all(T *t, Claim *claim)
{
    List items;
    const EvidenceInput in = {.waived_why = "known"};
    check_ok(t, claim_evidence_list(t->ctx, claim, &items));
    const ClaimEvidence *rows = items.items;
    for (size_t i = 0; i < items.count; i++)
        if (rows[i].required)
            check_ok(
                t, claim_evidence_put(t->ctx, claim->id, claim->version, rows[i].item, &in, claim));
}

static void given_told(T *t, const char *fact)
{
    List list;
    NoticeTemplate changed;
    check_ok(t, template_list(t->ctx, fact, 0, 1, &list));
    NoticeTemplate given = ((const NoticeTemplate *)list.items)[0];
    given.enabled = true;
    check_ok(t, template_change(t->ctx, given.id, given.version, &given, &changed));
}

static const char *last_told(T *t, size_t count)
{
    const NoticeFilter filter = {.state = NONE, .limit = 9};
    int64_t ran;
    List list;
    const char *next;
    t->ctx->who = NULL;
    check_ok(t, jobs_run_due(t->ctx, &ran));
    check_ok(t, notice_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, count);
    return list.count ? ((const Notice *)list.items)[0].text : NULL;
}

TEST_DB(who_demands_is_told_what_is_offered_what_was_paid_and_how_it_ended)
{
    static const StepInput as_judged = {.amount = NONE};
    static const char *const facts[] = {CLAIM_OFFERED_EVENT, CLAIM_PAID_EVENT, CLAIM_CLOSED_EVENT};
    const Gateway gateway = {
        .url = "http://127.0.0.1:9/", .user = "u", .password = "p", .enabled = true};
    Gateway set;
    check_ok(t, gateway_put(t->ctx, NOTICE_SMS, 0, &gateway, &set));
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        given_told(t, facts[i]);
    as(t, 1);
    Claim claim = given_claim(t, 12345);
    waive_all(t, &claim);
    check_ok(t, claim_assess(t->ctx, claim.id, claim.version, &claim));
    check_ok(t, claim_propose(t->ctx, claim.id, claim.version, &as_judged, &claim));
    check(t, last_told(t, 0) == NULL);
    as(t, 2);
    check_ok(t, claim_approve(t->ctx, claim.id, claim.version, &claim));
    check_text(t, last_told(t, 1),
               "【Parceldesk】您的理赔C20261122-000001核定赔付123.45元，请告知我们是否接受。");
    as(t, 2);
    check_ok(t, claim_answer(t->ctx, claim.id, claim.version, true, NULL, &claim));
    const PaymentInput in = {.reference = "B-1", .amount = NONE};
    check_ok(t, claim_pay(t->ctx, claim.id, claim.version, &in, &claim));
    check_text(t, last_told(t, 2),
               "【Parceldesk】您的理赔C20261122-000001已支付123.45元，请查收。");
    as(t, 2);
    const ClaimShare all = {.party = LIABLE_HUB, .percent = 100};
    const SharesInput shares = {{(void *)&all, 1}};
    check_ok(t, claim_apportion(t->ctx, claim.id, claim.version, &shares, &claim));
    const CloseInput end = {.fault = FAULT_MISSING, .cause = "it fell", .why = "no recourse"};
    check_ok(t, claim_close(t->ctx, claim.id, claim.version, &end, &claim));
    check_text(t, last_told(t, 3),
               "【Parceldesk】您的理赔C20261122-000001已结案，共支付123.45元。");
}
