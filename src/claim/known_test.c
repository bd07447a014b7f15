/* Numbers in claims that are no parcel the house knows. */
#include "access/person.h"
#include "access/testing_people.h"
#include "claim/claim.h"
#include "claim/steps.h"
#include "claim/testing.h"
#include "customer/testing.h"
#include "db/db.h"
#include "desk/testing.h"
#include "waybill/testing.h"

#define NO "78900000000001"

static Status try_claim(T *t, ClaimWaybill parcel, Claim *out)
{
    ClaimInput input = blank_claim(CLAIM_KIND_LOSS, 50000);
    input.full_value = input.market_price = 50000;
    input.waybills = (List){&parcel, 1};
    return claim_create(t->ctx, &input, out);
}

static void scanned(T *t)
{
    check_int(t, take_scan(t, given_scan(NO, 60, "collected"), NULL), UPSERT_CREATED);
}

static void refused(T *t, Status s, Status expected, const char *why)
{
    check_status(t, s, expected);
    check_text(t, t->ctx->problem.message, why);
    problem_clear(t->ctx);
}

TEST_DB(a_carrier_that_does_not_exist_is_refused_in_claims_and_tickets)
{
    static const char why[] = "there is no such carrier: nope";
    TicketWaybill named = {.carrier = "nope", .no = NO};
    Ticket opened;
    Claim claim;
    scanned(t);
    refused(t, try_claim(t, (ClaimWaybill){.carrier = "nope", .no = NO}, &claim), INVALID, why);
    TicketInput ticket = blank_ticket(TICKET_CLAIM, CHANNEL_PHONE);
    ticket.waybills = (List){&named, 1};
    check_status(t, ticket_create(t->ctx, &ticket, &opened), INVALID);
    check_text(t, t->ctx->problem.field, "carrier");
    check_text(t, t->ctx->problem.message, why);
    problem_clear(t->ctx);
}

TEST_DB(a_carrier_of_the_houses_own_parcels_is_one)
{
    Claim claim;
    ScanInput scan = given_scan(NO, 60, "collected");
    scan.carrier = "own";
    check_int(t, take_scan(t, scan, NULL), UPSERT_CREATED);
    check_ok(t, try_claim(t, (ClaimWaybill){.carrier = "own", .no = "78900000000009"}, &claim));
}

TEST_DB(another_carriers_name_makes_no_second_loss_of_a_known_parcel)
{
    Claim first, second;
    scanned(t);
    check_ok(t, try_claim(t, (ClaimWaybill){.no = NO}, &first));
    refused(t, try_claim(t, (ClaimWaybill){.carrier = "sf", .no = "7890000000 0001"}, &second),
            CONFLICT,
            "claim C20261122-000001 stands for the same parcel: go on with it, or name it in "
            "despite");
}

TEST_DB(a_parcel_comes_after_its_claim_under_another_carrier_and_is_still_one_loss)
{
    Claim first, second;
    check_ok(t, try_claim(t, (ClaimWaybill){.carrier = "sf", .no = NO}, &first));
    scanned(t);
    check_status(t, try_claim(t, (ClaimWaybill){.carrier = "sto", .no = NO}, &second), CONFLICT);
    problem_clear(t->ctx);
}

static void bring_evidence(T *t, Claim *claim)
{
    static const char *const items[] = {"demand", "search"};
    const EvidenceInput known = {.waived_why = "known"};
    for (size_t i = 0; i < 2; i++)
        check_ok(t, claim_evidence_put(t->ctx, claim->id, claim->version, items[i], &known, claim));
    check_ok(t, claim_assess(t->ctx, claim->id, claim->version, claim));
}

static Status propose(T *t, Claim *claim)
{
    return claim_propose(t->ctx, claim->id, claim->version,
                         &(StepInput){.amount = 1000, .why = "agreed"}, claim);
}

TEST_DB(nothing_is_proposed_for_a_parcel_that_nobody_knows_until_the_highest_level_says_so)
{
    const EvidenceInput says = {.waived_why = "seen by the driver"}, file = {.file_id = 7};
    Claim claim, at;
    as(t, 1, 0);
    check_ok(t, try_claim(t, (ClaimWaybill){.no = NO}, &claim));
    bring_evidence(t, &claim);
    at = claim;
    refused(t, propose(t, &at), CONFLICT,
            "claim C20261122-000001 lacks evidence: known_parcel (The parcel is one that the house "
            "knows)");
    check_status(
        t, claim_evidence_put(t->ctx, claim.id, claim.version, EVIDENCE_OF_PARCEL, &file, &at),
        INVALID);
    as(t, 2, CLAIM_APPROVE_LARGE);
    refused(t, claim_evidence_put(t->ctx, claim.id, claim.version, EVIDENCE_OF_PARCEL, &says, &at),
            FORBIDDEN, "this needs the right claim.approve_large");
    as(t, 2, 0);
    check_ok(
        t, claim_evidence_put(t->ctx, claim.id, claim.version, EVIDENCE_OF_PARCEL, &says, &claim));
    as(t, 1, 0);
    check_ok(t, propose(t, &claim));
}

TEST_DB(a_claim_is_of_the_parcel_as_soon_as_who_sees_it_assesses_it)
{
    Claim claim;
    as(t, 1, 0);
    check_ok(t, try_claim(t, (ClaimWaybill){.no = NO}, &claim));
    scanned(t);
    bring_evidence(t, &claim);
    check(t, ((const ClaimWaybill *)claim.waybills.items)->waybill_id != 0);
    check_ok(t, propose(t, &claim));
}

SQL(test_claim_unbound, "UPDATE claim_waybill SET waybill_id = NULL");
SQL(test_claim_bound, "UPDATE claim_waybill SET waybill_id ="
                      " (SELECT MIN(waybill_id) FROM waybill_state)");

/* As one that was proposed or approved before this was asked. */
TEST_DB(what_is_bound_to_no_parcel_is_neither_approved_nor_paid)
{
    static const char why[] =
        "nobody knows a parcel of claim C20261122-000001: nothing is granted for it";
    const PaymentInput payment = {.reference = "B-1", .amount = NONE};
    Claim claim, at;
    as(t, 1, 0);
    scanned(t);
    check_ok(t, try_claim(t, (ClaimWaybill){.no = NO}, &claim));
    bring_evidence(t, &claim);
    check_ok(t, propose(t, &claim));
    as(t, 2, 0);
    check_ok(t, db_run(t->ctx, &test_claim_unbound));
    refused(t, claim_approve(t->ctx, claim.id, claim.version, &at), CONFLICT, why);
    check_ok(t, db_run(t->ctx, &test_claim_bound));
    check_ok(t, claim_approve(t->ctx, claim.id, claim.version, &claim));
    check_ok(t, claim_answer(t->ctx, claim.id, claim.version, true, NULL, &claim));
    check_ok(t, db_run(t->ctx, &test_claim_unbound));
    refused(t, claim_pay(t->ctx, claim.id, claim.version, &payment, &at), CONFLICT, why);
}

TEST_DB(a_claimant_has_a_name_that_is_not_blank_and_a_phone_that_is_one)
{
    Claimant blank = {.name = " \xe3\x80\x80"}, odd = {.name = "One", .phone = "xx"};
    ClaimInput input = blank_claim(CLAIM_KIND_DELAY, 100);
    ClaimChange change;
    Claim claim;
    shape_clear(&claim_change_shape, &change);
    input.claimant = &blank;
    refused(t, claim_create(t->ctx, &input, &claim), INVALID, "is blank");
    input.claimant = &odd;
    refused(t, claim_create(t->ctx, &input, &claim), INVALID, "is not a phone number");
    odd.phone = "13800138000";
    claim = registered_claim(t, input);
    change.claimant = &blank;
    refused(t, claim_change(t->ctx, claim.id, claim.version, &change, &claim), INVALID, "is blank");
}

TEST_DB(a_wrong_kind_is_put_right_and_is_no_way_round_the_claim_that_stands)
{
    Claim first;
    ClaimChange change;
    ClaimWaybill parcel = {.no = NO};
    scanned(t);
    shape_clear(&claim_change_shape, &change);
    ClaimInput input = blank_claim(CLAIM_KIND_DELAY, 100);
    input.waybills = (List){&parcel, 1};
    Claim late = registered_claim(t, input);
    check_ok(t, try_claim(t, parcel, &first));
    change.kind = CLAIM_KIND_DAMAGE;
    check_ok(t, claim_change(t->ctx, first.id, first.version, &change, &first));
    check_int(t, first.kind, CLAIM_KIND_DAMAGE);
    check_status(t, claim_change(t->ctx, late.id, late.version, &change, &late), CONFLICT);
    problem_clear(t->ctx);
}

/* To who does not see a parcel it is as one that there is not. */
TEST_DB(a_claim_of_who_does_not_see_the_parcel_is_registered_and_not_proposed)
{
    Claim claim, at;
    Person clerk = {.kind = PERSON_HUMAN, .id = 6, .rights = rights_all()};
    clerk.scope_outlet_id = given_outlet(t, "HERE");
    scanned(t);
    t->ctx->who = &clerk;
    check_ok(t, try_claim(t, (ClaimWaybill){.no = NO}, &claim));
    bring_evidence(t, &claim);
    check_int(t, ((const ClaimWaybill *)claim.waybills.items)->waybill_id, 0);
    at = claim;
    check_status(t, propose(t, &at), CONFLICT);
    problem_clear(t->ctx);
    t->ctx->who = NULL;
}

/* A clerk of an outlet that the parcel never was at. */
static void as_stranger(T *t)
{
    Person *clerk = ARENA_NEW(t->ctx->arena, Person);
    check(t, clerk != NULL);
    *clerk = (Person){.kind = PERSON_HUMAN, .id = 6, .rights = rights_all()};
    clerk->scope_outlet_id = given_outlet(t, "TOP");
    clerk->scope_outlet_id = given_outlet(t, "AWAY");
    t->ctx->who = clerk;
}

TEST_DB(a_number_that_a_stranger_typed_stands_in_nobodys_way_who_sees_the_parcel)
{
    Claim theirs, ours;
    scanned(t);
    as_stranger(t);
    check_ok(t, try_claim(t, (ClaimWaybill){.no = NO}, &theirs));
    t->ctx->who = NULL;
    check_ok(t, try_claim(t, (ClaimWaybill){.no = NO}, &ours));
    check_status(t, try_claim(t, (ClaimWaybill){.no = NO}, &ours), CONFLICT);
    problem_clear(t->ctx);
}

static int64_t bound_to(T *t, int64_t id)
{
    Claim claim;
    check_ok(t, claim_find(t->ctx, id, &claim));
    return ((const ClaimWaybill *)claim.waybills.items)->waybill_id;
}

TEST_DB(an_order_that_comes_binds_no_claim_of_who_does_not_see_its_parcel)
{
    Claim theirs, ours;
    WaybillInput order = given_waybill(NO);
    order.insured = 20000;
    as_stranger(t);
    check_ok(t, try_claim(t, (ClaimWaybill){.no = NO}, &theirs));
    t->ctx->who = NULL;
    check_ok(t, claim_withdraw(t->ctx, theirs.id, theirs.version, "tried", &theirs));
    check_ok(t, try_claim(t, (ClaimWaybill){.no = NO}, &ours));
    check_ok(t, claim_reopen(t->ctx, theirs.id, theirs.version, "tried", &theirs));
    check_int(t, take_waybill(t, order, NULL), UPSERT_CREATED);
    check_int(t, bound_to(t, theirs.id), 0);
    check(t, bound_to(t, ours.id) != 0);
}

/* A customer's own: what they type is of their parcels alone. */
TEST_DB(an_order_that_another_pays_for_binds_no_claim_of_a_customer)
{
    Claim claim;
    WaybillInput order = given_waybill(NO);
    Person client = {.kind = PERSON_HUMAN, .id = 7, .rights = rights_all()};
    client.scope_customer_id = given_customer(t, "C-1", NULL, NULL).id;
    given_customer(t, "C-2", NULL, NULL);
    order.insured = 20000;
    order.customer_ref = "C-2";
    t->ctx->who = &client;
    check_ok(t, try_claim(t, (ClaimWaybill){.no = NO}, &claim));
    t->ctx->who = NULL;
    check_int(t, take_waybill(t, order, NULL), UPSERT_CREATED);
    check_int(t, bound_to(t, claim.id), 0);
}
