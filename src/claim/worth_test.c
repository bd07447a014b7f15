/* What a claim says of insurance, beside what the order says. */
#include <string.h>

#include "access/person.h"
#include "claim/claim.h"
#include "claim/steps.h"
#include "claim/testing.h"
#include "complaint/testing.h"
#include "customer/testing.h"
#include "db/db.h"
#include "desk/entry.h"
#include "desk/testing.h"
#include "job/testing.h"
#include "waybill/testing.h"

static void ordered(T *t, const char *no, int64_t insured)
{
    WaybillInput order = given_waybill(no);
    order.insured = insured;
    UpsertOutcome is = take_waybill(t, order, NULL);
    check(t, is == UPSERT_CREATED || is == UPSERT_CHANGED);
}

/* Known by its scans, without an order. */
static void scanned(T *t, const char *no)
{
    check_int(t, take_scan(t, given_scan(no, 60, "collected"), NULL), UPSERT_CREATED);
}

static Status try_register(T *t, const char *first, const char *second, int64_t insured, Claim *out)
{
    ClaimWaybill parcels[] = {{.no = first}, {.no = second}};
    ClaimInput input = blank_claim(CLAIM_KIND_LOSS, 50000);
    input.insured = insured;
    input.waybills = (List){parcels, second ? 2 : first ? 1 : 0};
    return claim_create(t->ctx, &input, out);
}

static void refused(T *t, Status s, const char *why)
{
    check_status(t, s, INVALID);
    check_text(t, t->ctx->problem.field, "insured");
    check_text(t, t->ctx->problem.message, why);
    problem_clear(t->ctx);
}

static Status change_insured(T *t, Claim *claim, int64_t insured)
{
    ClaimChange change;
    shape_clear(&claim_change_shape, &change);
    change.insured = insured;
    return claim_change(t->ctx, claim->id, claim->version, &change, claim);
}

SQL(test_parcel_pays, "UPDATE waybill_state SET customer_id = $1");
SQL(test_claim_says, "UPDATE claim SET insured = 5000000, market_price = 100"
                     " WHERE id = $1");

TEST_DB(a_parcel_is_insured_for_what_its_order_says)
{
    Claim claim;
    ordered(t, "78900000000001", 480000);
    refused(t, try_register(t, "78900000000001", NULL, 99000000, &claim),
            "the order says 4800.00 CNY");
    refused(t, try_register(t, "78900000000001", NULL, 1, &claim), "the order says 4800.00 CNY");
}

TEST_DB(the_value_of_the_order_may_be_said_and_stays)
{
    Claim claim;
    ordered(t, "78900000000001", 480000);
    check_ok(t, try_register(t, "78900000000001", NULL, 480000, &claim));
    check_int(t, claim.insured, 480000);
    check_ok(t, change_insured(t, &claim, 480000));
    refused(t, change_insured(t, &claim, 480001), "the order says 4800.00 CNY");
}

TEST_DB(a_parcel_that_its_order_does_not_insure_is_not_insured_by_a_claim)
{
    Claim claim;
    ordered(t, "78900000000001", NONE);
    refused(t, try_register(t, "78900000000001", NULL, 5000000, &claim),
            "the order says that the parcel is not insured");
    ordered(t, "78900000000002", NONE);
    check_ok(t, try_register(t, "78900000000002", NULL, NONE, &claim));
    check_int(t, claim.insured, NONE);
    refused(t, change_insured(t, &claim, 5000000), "the order says that the parcel is not insured");
}

TEST_DB(a_claim_for_several_parcels_says_no_more_than_their_orders_together)
{
    Claim claim;
    ordered(t, "78900000000001", 480000);
    ordered(t, "78900000000002", 20000);
    refused(t, try_register(t, "78900000000001", "78900000000002", 500001, &claim),
            "the orders of these parcels say at most 5000.00 CNY in all");
    ordered(t, "78900000000003", 480000);
    ordered(t, "78900000000004", 20000);
    check_ok(t, try_register(t, "78900000000003", "78900000000004", 500000, &claim));
}

TEST_DB(a_parcel_that_nobody_knows_insures_none_that_is_known)
{
    Claim claim;
    ordered(t, "78900000000001", NONE);
    refused(t, try_register(t, "78900000000001", "78900000000009", 5000000, &claim),
            "the orders of these parcels say at most 0.00 CNY in all");
}

TEST_DB(what_is_said_of_a_parcel_without_an_order_stands)
{
    Claim claim;
    scanned(t, "78900000000002");
    check_ok(t, try_register(t, "78900000000002", NULL, 5000000, &claim));
    check(t, ((const ClaimWaybill *)claim.waybills.items)->waybill_id != 0);
    check_ok(t, change_insured(t, &claim, 6000000));
    check_int(t, claim.insured, 6000000);
}

TEST_DB(a_claim_without_a_parcel_is_not_insured)
{
    static const char why[] = "no parcel is named whose order could say it";
    Claim claim;
    refused(t, try_register(t, NULL, NULL, 5000000, &claim), why);
    check_ok(t, try_register(t, NULL, NULL, NONE, &claim));
    refused(t, change_insured(t, &claim, 5000000), why);
    check_ok(t, change_insured(t, &claim, 0));
}

TEST_DB(a_parcel_that_was_seen_insures_none_that_nobody_knows)
{
    Claim claim;
    scanned(t, "78900000000001");
    refused(t, try_register(t, "78900000000001", "78900000000002", 5000000, &claim),
            "nobody knows the parcel: its order says it when it is here");
}

TEST_DB(a_customer_says_of_insurance_no_more_than_the_order)
{
    Claim claim;
    Person client = {.kind = PERSON_HUMAN, .id = 7, .rights = rights_all()};
    client.scope_customer_id = given_customer(t, "C-1", NULL, NULL).id;
    ScanInput scan = given_scan("78900000000002", 60, "collected");
    WaybillInput order = given_waybill("78900000000001");
    order.customer_ref = "C-1";
    order.insured = 480000;
    check_int(t, take_waybill(t, order, NULL), UPSERT_CREATED);
    check_int(t, take_scan(t, scan, NULL), UPSERT_CREATED);
    check_ok(t, db_run(t->ctx, &test_parcel_pays, db_int(client.scope_customer_id)));
    t->ctx->who = &client;
    check_ok(t, try_register(t, "78900000000001", NULL, 480000, &claim));
    refused(t, try_register(t, "78900000000002", NULL, 480000, &claim),
            "no order says that the parcel is insured");
    t->ctx->who = NULL;
}

/* As one that was registered before anybody asked. */
TEST_DB(what_nothing_bears_out_is_no_fact_that_rules_judge_by)
{
    Claim claim;
    List list;
    check_ok(t, try_register(t, NULL, NULL, NONE, &claim));
    check_ok(t, db_run(t->ctx, &test_claim_says, db_int(claim.id)));
    check_ok(t, claim_assess(t->ctx, claim.id, claim.version, &claim));
    check_ok(t, claim_assessments(t->ctx, &claim, &list));
    check_int(t, ((const ClaimAssessment *)list.items)->result->facts->insured, NONE);
}

TEST_DB(a_parcel_that_nobody_knows_is_not_insured)
{
    Claim claim;
    static const char why[] = "nobody knows the parcel: its order says it when it is here";
    refused(t, try_register(t, "78900000000001", NULL, 5000000, &claim), why);
    check_ok(t, try_register(t, "78900000000002", NULL, NONE, &claim));
    refused(t, change_insured(t, &claim, 5000000), why);
}

static Claim stored(T *t, int64_t id)
{
    Claim claim;
    check_ok(t, claim_find(t->ctx, id, &claim));
    return claim;
}

TEST_DB(an_order_that_comes_after_the_claim_says_what_the_parcel_is_insured_for)
{
    Claim typed, unsaid, right;
    scanned(t, "78900000000001");
    scanned(t, "78900000000003");
    check_ok(t, try_register(t, "78900000000001", NULL, 5000000, &typed));
    check_ok(t, try_register(t, "78900000000002", NULL, NONE, &unsaid)); /* nobody knows it */
    check_ok(t, try_register(t, "78900000000003", NULL, 30000, &right));
    ordered(t, "78900000000001", 20000);
    WaybillInput order = given_waybill("78900000000002");
    order.insured = 10000;
    check_int(t, take_waybill(t, order, NULL), UPSERT_CREATED);
    ordered(t, "78900000000003", 30000);
    run_jobs(t);
    check_int(t, stored(t, typed.id).insured, 20000);
    check(t, ((const ClaimWaybill *)stored(t, unsaid.id).waybills.items)->waybill_id != 0);
    check_int(t, stored(t, unsaid.id).insured, 10000);
    check_int(t, stored(t, right.id).version, right.version); /* it said so already */
    order.insured = 15000;                                    /* an order that is corrected */
    check_int(t, take_waybill(t, order, NULL), UPSERT_CHANGED);
    run_jobs(t);
    check_int(t, stored(t, unsaid.id).insured, 15000);
}

TEST_DB(an_order_that_says_nothing_of_insurance_leaves_a_claim_as_it_is)
{
    Claim claim;
    scanned(t, "78900000000001");
    check_ok(t, try_register(t, "78900000000001", NULL, 5000000, &claim));
    ordered(t, "78900000000001", NONE);
    run_jobs(t);
    check_int(t, stored(t, claim.id).insured, 5000000);
    check_int(t, stored(t, claim.id).version, claim.version);
}

/* Of a claim that was judged by what was typed: `state` is brought about by hand, for who decides
 * is told elsewhere. */
SQL(test_claim_stands, "UPDATE claim SET state = $2 WHERE id = $1");

TEST_DB(a_claim_that_was_decided_stays_as_it_is_when_the_order_comes)
{
    Claim claim;
    for (int64_t state = CLAIM_APPROVED; state <= CLAIM_WITHDRAWN; state++) {
        const char *no = arena_format(t->ctx->arena, "7890000000001%lld", (long long)state);
        scanned(t, no);
        check_ok(t, try_register(t, no, NULL, 5000000, &claim));
        check_ok(t, db_run(t->ctx, &test_claim_stands, db_int(claim.id), db_int(state)));
        ordered(t, no, 20000);
        run_jobs(t);
        check_int(t, stored(t, claim.id).insured, 5000000);
        check_int(t, stored(t, claim.id).state, state);
    }
}

TEST_DB(a_claim_that_waits_for_approval_is_assessed_anew_when_the_order_comes)
{
    ClaimWaybill parcel = {.no = "78900000000001"};
    Ticket ticket = opened_ticket(t, blank_ticket(TICKET_CLAIM, CHANNEL_PHONE));
    scanned(t, parcel.no);
    ClaimInput input = blank_claim(CLAIM_KIND_LOSS, 50000);
    input.ticket_id = ticket.id;
    input.insured = 5000000;
    input.waybills = (List){&parcel, 1};
    Claim claim = registered_claim(t, input);
    static const char *const items[] = {"demand", "search"};
    const EvidenceInput known = {.waived_why = "known"};
    for (size_t i = 0; i < 2; i++)
        check_ok(t, claim_evidence_put(t->ctx, claim.id, claim.version, items[i], &known, &claim));
    check_ok(t, claim_assess(t->ctx, claim.id, claim.version, &claim));
    check_ok(t,
             claim_propose(t->ctx, claim.id, claim.version, &(StepInput){.amount = NONE}, &claim));
    check_int(t, claim.proposed, 50000);
    ordered(t, "78900000000001", 20000);
    run_jobs(t);
    claim = stored(t, claim.id);
    check_int(t, claim.state, CLAIM_EVIDENCE);
    check_int(t, claim.insured, 20000);
    check_int(t, claim.proposed, 0);
    check_int(t, claim.claimed, 50000);
    check_int(t, claim.assessed, NONE);
    check_int(t, entries_of(t, ticket.id, ENTRY_MONEY, "what", "insured"), 1);
    check_int(t, entries_of(t, ticket.id, ENTRY_MONEY, "what", "returned"), 1);
    check_ok(t, claim_assess(t->ctx, claim.id, claim.version, &claim));
    check_int(t, claim.assessed, 20000);
}
