#include <string.h>

#include "access/person.h"
#include "access/testing_people.h"
#include "claim/claim_files.h"
#include "claim/steps.h"
#include "claim/testing.h"
#include "complaint/testing.h"
#include "customer/erase.h"
#include "customer/testing.h"
#include "db/db.h"
#include "job/job.h"
#include "notify/notify.h"
#include "notify/template.h"
#include "waybill/testing.h"

static Claim given_claim(T *t, const char *customer)
{
    Claimant claimant = {.name = "Canary Bird", .account_no = "6222000000001"};
    ClaimInput input = blank_claim(CLAIM_KIND_LOSS, 5000);
    input.customer = customer;
    input.claimant = &claimant;
    return registered_claim(t, input);
}

TEST_DB(a_persons_file_has_their_claims_and_erasing_takes_the_claimant_not_the_books)
{
    Customer one = given_customer(t, "C-1", "Canary Bird", "13800138000");
    Claim claim = given_claim(t, "C-1");
    Buf told;
    ErasureProof proof = {0};
    int64_t count;
    buf_init(&told, t->ctx->arena);
    check_ok(t, claim_contributor.tell(t->ctx, one.id, &told));
    check(t, strstr(told.data, "6222000000001") != NULL);
    check_ok(t, claim_contributor.open(t->ctx, one.id, &count));
    check_int(t, count, 1);
    check_ok(t, claim_withdraw(t->ctx, claim.id, claim.version, "found", &claim));
    check_ok(t, claim_contributor.left(t->ctx, one.id, &count));
    check_int(t, count, 1);
    check_ok(t, claim_contributor.erase(t->ctx, one.id, &proof));
    check_ok(t, claim_contributor.left(t->ctx, one.id, &count));
    check_int(t, count, 0);
    check_ok(t, claim_find(t->ctx, claim.id, &claim));
    check(t, claim.claimant == NULL);
    check_ok(t, ledger_verify(t->ctx, &claim));
    check_text(t, proof.rows[proof.count - 1].table, "claim_entry");
    check_int(t, proof.rows[proof.count - 1].action, ERASURE_KEPT);
}

TEST_DB(whom_a_claim_is_still_owed_is_forgotten_when_it_ends)
{
    Customer one = given_customer(t, "C-1", "Canary Bird", "13800138000");
    Claim claim = given_claim(t, "C-1");
    const EraseInput why = {"asked by letter"};
    Erasure erasure;
    int64_t count, kept = 0;
    check_ok(t, customer_erase(t->ctx, one.id, one.version, &why, &erasure));
    check_int(t, erasure.found, 0);
    const ErasureRow *rows = erasure.tables.items;
    for (size_t i = 0; i < erasure.tables.count; i++)
        if (strcmp(rows[i].table, "claim (open)") == 0) kept = rows[i].rows;
    check_int(t, kept, 1);
    check_ok(t, claim_find(t->ctx, claim.id, &claim));
    check_text(t, claim.claimant->account_no, "6222000000001");
    check_ok(t, claim_withdraw(t->ctx, claim.id, claim.version, "found", &claim));
    check_ok(t, jobs_run_due(t->ctx, &count));
    check_ok(t, claim_find(t->ctx, claim.id, &claim));
    check(t, claim.claimant == NULL);
}

SQL(test_claim_outlet, "UPDATE claim SET outlet_id = $2 WHERE id = $1");

TEST_DB(a_persons_file_has_the_claims_that_who_asks_may_see)
{
    Customer one = given_customer(t, "C-1", "One", "13800138000");
    Claim ours = given_claim(t, "C-1"), theirs = given_claim(t, "C-1");
    int64_t outlet = given_outlet(t, "PD");
    Person clerk = {
        .kind = PERSON_HUMAN, .id = 6, .rights = rights_all(), .scope_outlet_id = outlet};
    Buf told;
    buf_init(&told, t->ctx->arena);
    check_ok(t, db_run(t->ctx, &test_claim_outlet, db_int(ours.id), db_int(outlet)));
    t->ctx->who = &clerk;
    check_ok(t, claim_contributor.tell(t->ctx, one.id, &told));
    t->ctx->who = NULL;
    check(t, strstr(told.data, ours.no) != NULL);
    check(t, strstr(told.data, theirs.no) == NULL);
}

TEST_DB(a_customer_sees_their_own_claims_and_files_only)
{
    Customer one = given_customer(t, "C-1", "One", "13800138000");
    given_customer(t, "C-2", "Two", "13800138001");
    Claim ours = given_claim(t, "C-1"), theirs = given_claim(t, "C-2"), found;
    Person client = {
        .kind = PERSON_HUMAN, .id = 6, .rights = rights_all(), .scope_customer_id = one.id};
    ClaimFilter filter;
    List list;
    const char *next;
    shape_clear(&claim_filter_shape, &filter);
    filter.limit = 10;
    filter.sort = CLAIM_NEWEST;
    t->ctx->who = &client;
    check_ok(t, claim_find(t->ctx, ours.id, &found));
    check_status(t, claim_find(t->ctx, theirs.id, &found), NOT_FOUND);
    check_status(t, claim_assess(t->ctx, theirs.id, 1, &found), NOT_FOUND);
    check_status(t, claim_files_owner.may(t->ctx, theirs.id, false), NOT_FOUND);
    check_ok(t, claim_files_owner.may(t->ctx, ours.id, true));
    check_ok(t, claim_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
    t->ctx->who = NULL;
}

static Claim given_claim_about(T *t, ClaimWaybill *parcel)
{
    ClaimInput input = blank_claim(CLAIM_KIND_LOSS, 5000);
    input.waybills = (List){parcel, 1};
    return registered_claim(t, input);
}

TEST_DB(a_claim_about_a_parcel_out_of_scope_does_not_tell_whose_it_is)
{
    ClaimWaybill named = {.no = "771234567890124"};
    Person clerk = {.kind = PERSON_HUMAN, .id = 6, .rights = rights_all()};
    Customer one = given_customer(t, "C-1", "One", "13800138000");
    WaybillInput parcel = given_waybill(named.no);
    parcel.customer_ref = "C-1";
    check_int(t, take_waybill(t, parcel, NULL), UPSERT_CREATED);
    clerk.scope_outlet_id = given_outlet(t, "HERE");
    check_int(t, given_claim_about(t, &named).customer_id, one.id);
    t->ctx->who = &clerk;
    check_int(t, given_claim_about(t, &named).customer_id, 0);
    t->ctx->who = NULL;
}

static size_t told_of_ends(T *t)
{
    int64_t ran;
    List list;
    const char *next;
    const NoticeFilter filter = {.state = NONE, .limit = 5};
    check_ok(t, jobs_run_due(t->ctx, &ran));
    check_ok(t, notice_list(t->ctx, &filter, &list, &next));
    return list.count;
}

TEST_DB(each_end_of_a_claim_is_told)
{
    NoticeTemplate template;
    shape_clear(&notice_template_shape, &template);
    template.fact = CLAIM_CLOSED_EVENT;
    template.channel = NOTICE_EMAIL;
    template.language = NOTICE_ZH;
    template.audience = NOTICE_CUSTOMER;
    template.subject = template.body = "{{claim}}";
    template.enabled = true;
    check_ok(t, template_create(t->ctx, &template));
    given_customer(t, "C-1", "Canary Bird", "13800138000");
    Claim claim = given_claim(t, "C-1");
    check_ok(t, claim_reject(t->ctx, claim.id, claim.version, "not ours", &claim));
    check_int(t, told_of_ends(t), 1);
    check_ok(t, claim_reopen(t->ctx, claim.id, claim.version, "new evidence", &claim));
    check_int(t, told_of_ends(t), 1);
    check_ok(t, claim_withdraw(t->ctx, claim.id, claim.version, "it was found", &claim));
    check_int(t, told_of_ends(t), 2);
}
