/* Who demands is told where their claim stands. */
#include "claim/steps.h"
#include "claim/testing.h"
#include "job/job.h"
#include "notify/testing.h"
#include "waybill/testing.h"

static Claim given_claim(T *t, int64_t demanded)
{
    ClaimWaybill parcel = {.no = "771234567890123"};
    Claimant claimant = {.name = "路人", .phone = "13900139000"};
    check_int(t, take_scan(t, given_scan(parcel.no, 60, "collected"), NULL), UPSERT_CREATED);
    ClaimInput input = blank_claim(CLAIM_KIND_LOSS, demanded);
    input.insured = demanded;
    input.claimant = &claimant;
    input.waybills = (List){&parcel, 1};
    return registered_claim(t, input);
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
    given_gateway(t, NOTICE_SMS);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        enable_templates(t, facts[i]);
    as(t, 1, 0);
    Claim claim = given_claim(t, 12345);
    waive_all(t, &claim);
    check_ok(t, claim_assess(t->ctx, claim.id, claim.version, &claim));
    check_ok(t, claim_propose(t->ctx, claim.id, claim.version, &as_judged, &claim));
    check(t, last_told(t, 0) == NULL);
    as(t, 2, 0);
    check_ok(t, claim_approve(t->ctx, claim.id, claim.version, &claim));
    check_text(t, last_told(t, 1),
               "【Parceldesk】您的理赔C20261122-000001核定赔付123.45元，请告知我们是否接受。");
    as(t, 2, 0);
    check_ok(t, claim_answer(t->ctx, claim.id, claim.version, true, NULL, &claim));
    const PaymentInput in = {.reference = "B-1", .amount = NONE};
    check_ok(t, claim_pay(t->ctx, claim.id, claim.version, &in, &claim));
    check_text(t, last_told(t, 2),
               "【Parceldesk】您的理赔C20261122-000001已支付123.45元，请查收。");
    as(t, 2, 0);
    const ClaimShare all = {.party = LIABLE_HUB, .percent = 100};
    const SharesInput shares = {{(void *)&all, 1}};
    check_ok(t, claim_apportion(t->ctx, claim.id, claim.version, &shares, &claim));
    const CloseInput end = {.fault = FAULT_MISSING, .cause = "it fell", .why = "no recourse"};
    check_ok(t, claim_close(t->ctx, claim.id, claim.version, &end, &claim));
    check_text(t, last_told(t, 3),
               "【Parceldesk】您的理赔C20261122-000001已结案，共支付123.45元。");
}
