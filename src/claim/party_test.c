/* Whose claim it is. */
#include <string.h>

#include "access/audit.h"
#include "access/outlet.h"
#include "access/person.h"
#include "access/testing_people.h"
#include "claim/page.h"
#include "claim/steps.h"
#include "claim/testing.h"
#include "complaint/testing.h"
#include "customer/merge.h"
#include "customer/testing.h"
#include "desk/entry.h"
#include "desk/testing.h"
#include "waybill/testing.h"

#define NO "78900000000001"
#define PAYER "13812340001"
#define RECEIVER "13812340002"
#define STRANGER "13812340003"

/* PAY pays for the parcel that goes to whoever has the number RECEIVER. */
static Customer ordered(T *t)
{
    Customer payer = given_customer(t, "PAY", "Shop", PAYER);
    WaybillInput order = given_waybill(NO);
    order.customer_ref = "PAY";
    order.receiver_phone = RECEIVER;
    check_int(t, take_waybill(t, order, NULL), UPSERT_CREATED);
    return payer;
}

static Status try_claim(T *t, const char *customer, Claimant *claimant, int64_t ticket_id,
                        Claim *out)
{
    ClaimWaybill parcel = {.no = NO};
    ClaimInput input = blank_claim(CLAIM_KIND_DELAY, 1000);
    input.customer = customer;
    input.claimant = claimant;
    input.ticket_id = ticket_id;
    input.waybills = (List){&parcel, 1};
    input.despite = NULL;
    return claim_create(t->ctx, &input, out);
}

/* Registered, and withdrawn at once so that it stands in no other's way. */
static int64_t customer_of(T *t, Claimant *claimant, int64_t ticket_id)
{
    Claim claim;
    check_ok(t, try_claim(t, NULL, claimant, ticket_id, &claim));
    int64_t customer_id = claim.customer_id;
    check_ok(t, claim_withdraw(t->ctx, claim.id, claim.version, "tried", &claim));
    return customer_id;
}

static Ticket given_ticket(T *t, const char *customer, const char *name, const char *phone)
{
    TicketWaybill parcel = {.no = NO};
    TicketInput input = blank_ticket(TICKET_CLAIM, CHANNEL_PHONE);
    input.customer = customer;
    input.contact_name = name;
    input.contact_phone = phone;
    input.waybills = (List){&parcel, 1};
    return opened_ticket(t, input);
}

static void refused(T *t, Status s)
{
    check_status(t, s, INVALID);
    check_text(t, t->ctx->problem.field, "customer");
    problem_clear(t->ctx);
}

TEST_DB(a_claim_is_the_payer_s_where_the_claimant_is_theirs_or_nobody_is_named)
{
    int64_t payer = ordered(t).id;
    Claimant shop = {.name = "Shop", .phone = PAYER}, account = {.account_no = "6222000000001"};
    check_int(t, customer_of(t, NULL, 0), payer);
    check_int(t, customer_of(t, &shop, 0), payer);
    check_int(t, customer_of(t, &account, 0), payer);
}

TEST_DB(a_claim_of_who_receives_the_parcel_is_not_the_payer_s)
{
    ordered(t);
    Claimant receiver = {.name = "Li", .phone = RECEIVER}, named = {.name = "Li"};
    check_int(t, customer_of(t, &receiver, 0), 0);
    check_int(t, customer_of(t, &named, 0), 0);
    Customer li = given_customer(t, "LI", "Li", RECEIVER);
    check_int(t, customer_of(t, &receiver, 0), li.id);
}

TEST_DB(a_claim_of_a_ticket_is_its_customer_s_and_of_a_receiver_s_ticket_not_the_payer_s)
{
    int64_t payer = ordered(t).id;
    Customer other = given_customer(t, "OTHER", "Wang", STRANGER);
    Claimant named = {.name = "Li"};
    check_int(t, customer_of(t, NULL, given_ticket(t, "OTHER", NULL, NULL).id), other.id);
    check_int(t, customer_of(t, NULL, given_ticket(t, NULL, "Shop", PAYER).id), payer);
    int64_t receiver_s = given_ticket(t, NULL, "Li", RECEIVER).id;
    check_int(t, customer_of(t, NULL, receiver_s), 0);
    check_int(t, customer_of(t, &named, receiver_s), 0);
    Customer li = given_customer(t, "LI", "Li", RECEIVER);
    check_int(t, customer_of(t, &named, receiver_s), li.id);
}

TEST_DB(a_customer_who_has_nothing_to_do_with_the_parcel_is_refused)
{
    Claim claim;
    ordered(t);
    given_customer(t, "OTHER", "Wang", STRANGER);
    refused(t, try_claim(t, "OTHER", NULL, 0, &claim));
    refused(t, try_claim(t, "OTHER", NULL, given_ticket(t, NULL, "Li", RECEIVER).id, &claim));
    refused(t, try_claim(t, "NOBODY", NULL, 0, &claim));
}

static void accepted(T *t, const char *customer, int64_t ticket_id)
{
    Claim claim;
    check_ok(t, try_claim(t, customer, NULL, ticket_id, &claim));
    check_text(t, claim.customer, customer);
    check_ok(t, claim_withdraw(t->ctx, claim.id, claim.version, "tried", &claim));
}

TEST_DB(who_pays_sends_receives_or_asks_may_be_the_customer)
{
    ordered(t);
    given_customer(t, "LI", "Li", RECEIVER);
    given_customer(t, "OTHER", "Wang", STRANGER);
    given_customer(t, "SENDER", NULL, NULL);
    WaybillInput order = given_waybill(NO);
    order.sender_ref = "SENDER";
    check_int(t, take_waybill(t, order, NULL), UPSERT_CHANGED);
    accepted(t, "PAY", 0);
    accepted(t, "LI", 0);
    accepted(t, "SENDER", 0);
    accepted(t, "OTHER", given_ticket(t, "OTHER", NULL, NULL).id);
}

TEST_DB(whoever_the_payer_was_merged_into_is_the_payer)
{
    Merge merge;
    Customer payer = ordered(t), into = given_customer(t, "INTO", NULL, NULL);
    const MergeInput in = {.merged_id = payer.id, .why = "same"};
    check_ok(t, customer_merge(t->ctx, into.id, into.version, &in, &merge));
    accepted(t, "INTO", 0);
    accepted(t, "PAY", 0);
}

TEST_DB(of_a_parcel_that_nobody_knows_nobody_can_say_whose_it_is)
{
    given_customer(t, "OTHER", "Wang", STRANGER);
    accepted(t, "OTHER", 0);
}

TEST_DB(a_customer_who_turns_out_to_have_nothing_to_do_with_it_is_granted_nothing)
{
    const StepInput some = {.amount = 100, .why = "agreed"};
    Claim claim, at;
    ClaimChange right;
    given_customer(t, "OTHER", "Wang", STRANGER);
    check_ok(t, try_claim(t, "OTHER", NULL, 0, &claim)); /* nobody knows the parcel */
    ordered(t);
    waive_all(t, &claim);
    shape_clear(&claim_change_shape, &right);
    right.freight = 1000;
    check_ok(t, claim_change(t->ctx, claim.id, claim.version, &right, &claim));
    check_ok(t, claim_assess(t->ctx, claim.id, claim.version, &claim));
    at = claim;
    check_status(t, claim_propose(t->ctx, at.id, at.version, &some, &at), CONFLICT);
    check_text(t, t->ctx->problem.message,
               "the customer of claim C20261122-000001 has nothing to do with its parcels");
    problem_clear(t->ctx);
    right.customer = "PAY";
    check_ok(t, claim_change(t->ctx, claim.id, claim.version, &right, &claim));
    check_ok(t, claim_assess(t->ctx, claim.id, claim.version, &claim));
    check_ok(t, claim_propose(t->ctx, claim.id, claim.version, &some, &claim));
}

/* Whose role shows contacts masked. */
TEST_DB(what_a_reader_sees_masked_on_the_ticket_is_no_claimant)
{
    Claim claim;
    Claimant masked = {.name = "L*"};
    Person clerk = {.kind = PERSON_HUMAN, .id = 6, .login = "clerk"};
    int64_t ticket_id = given_ticket(t, NULL, "Li", RECEIVER).id;
    for (int right = RIGHT_FIRST_ + 1; right < RIGHT_COUNT; right++)
        if (right != PERSONAL_READ) rights_add(&clerk.rights, right);
    t->ctx->who = &clerk;
    check_status(t, try_claim(t, NULL, &masked, ticket_id, &claim), INVALID);
    check_text(t, t->ctx->problem.field, "claimant.name");
    t->ctx->who = NULL;
}

static Status change_customer(T *t, Claim *claim, const char *customer)
{
    ClaimChange change;
    shape_clear(&claim_change_shape, &change);
    change.customer = customer;
    return claim_change(t->ctx, claim->id, claim->version, &change, claim);
}

TEST_DB(a_wrong_customer_is_put_right_where_the_right_one_has_to_do_with_it)
{
    const AuditFilter filter = {.action = "claim.customer", .from = NONE, .to = NONE, .limit = 10};
    Claim claim, at;
    List list;
    const char *next;
    ordered(t);
    Customer li = given_customer(t, "LI", "Li", RECEIVER);
    given_customer(t, "OTHER", "Wang", STRANGER);
    int64_t ticket_id = given_ticket(t, "PAY", NULL, NULL).id;
    check_ok(t, try_claim(t, NULL, NULL, ticket_id, &claim));
    at = claim;
    refused(t, change_customer(t, &at, "OTHER"));
    at = claim;
    refused(t, change_customer(t, &at, "NOBODY"));
    check_ok(t, change_customer(t, &claim, "LI"));
    check_int(t, claim.customer_id, li.id);
    check_text(t, claim.customer, "LI");
    check_int(t, lines_of(t, li.id, "claim.opened"), 1);
    check_int(t, entries_of(t, ticket_id, ENTRY_MONEY, "what", "customer"), 1);
    check_ok(t, audit_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
    check_ok(t, change_customer(t, &claim, ""));
    check_int(t, claim.customer_id, 0);
}

TEST_DB(who_is_limited_to_an_outlet_names_no_customer_of_another_s)
{
    Claim claim;
    Person clerk = {.kind = PERSON_HUMAN, .id = 6, .rights = rights_all()};
    given_customer(t, "OTHER", "Wang", STRANGER);
    clerk.scope_outlet_id = given_outlet(t, "HERE");
    t->ctx->who = &clerk;
    check_ok(t, try_claim(t, NULL, NULL, 0, &claim));
    refused(t, change_customer(t, &claim, "OTHER"));
    t->ctx->who = NULL;
}

TEST_DB(of_a_claimant_what_is_given_is_changed_alone_and_an_empty_text_takes_it_away)
{
    Claim claim;
    ClaimChange change;
    Claimant claimant = {.name = "Li", .phone = RECEIVER, .account_no = "6222000000001"};
    Claimant given = {.phone = STRANGER, .bank = "ICBC"}, gone = {.name = ""};
    check_ok(t, try_claim(t, NULL, &claimant, 0, &claim));
    shape_clear(&claim_change_shape, &change);
    change.claimant = &given;
    check_ok(t, claim_change(t->ctx, claim.id, claim.version, &change, &claim));
    check_text(t, claim.claimant->name, "Li");
    check_text(t, claim.claimant->phone, STRANGER);
    check_text(t, claim.claimant->account_no, "6222000000001");
    check_text(t, claim.claimant->bank, "ICBC");
    change.claimant = &gone;
    check_ok(t, claim_change(t->ctx, claim.id, claim.version, &change, &claim));
    check(t, claim.claimant->name == NULL);
    check_text(t, claim.claimant->phone, STRANGER);
}

TEST_DB(what_a_reader_sees_masked_of_a_claimant_is_not_written_back)
{
    Claim claim;
    ClaimChange change;
    Claimant claimant = {.name = "Li", .phone = RECEIVER}, masked = {.phone = "138****0002"};
    Person clerk = {.kind = PERSON_HUMAN, .id = 6, .login = "clerk"};
    for (int right = RIGHT_FIRST_ + 1; right < RIGHT_COUNT; right++)
        if (right != PERSONAL_READ) rights_add(&clerk.rights, right);
    check_ok(t, try_claim(t, NULL, &claimant, 0, &claim));
    t->ctx->who = &clerk;
    shape_clear(&claim_change_shape, &change);
    change.claimant = &masked;
    check_status(t, claim_change(t->ctx, claim.id, claim.version, &change, &claim), INVALID);
    check_text(t, t->ctx->problem.field, "claimant.phone");
    t->ctx->who = NULL;
}

static Status change_claimant(T *t, Claim *claim, const Claimant *given)
{
    ClaimChange change;
    Claimant claimant = *given;
    shape_clear(&claim_change_shape, &change);
    change.claimant = &claimant;
    change.owner = "";
    return claim_change(t->ctx, claim->id, claim->version, &change, claim);
}

TEST_DB(which_fields_of_a_claimant_changed_stands_on_the_ticket_and_in_the_audit_log)
{
    const AuditFilter filter = {.action = "claim.claimant", .from = NONE, .to = NONE, .limit = 10};
    Claimant claimant = {.name = "Li", .phone = RECEIVER, .account_no = "6222000000001"};
    const Claimant other = {.name = "Li", .account_no = "6222000000002", .bank = "ICBC"};
    Claim claim;
    List list;
    const char *next;
    int64_t ticket_id = given_ticket(t, NULL, "Li", RECEIVER).id;
    check_ok(t, try_claim(t, NULL, &claimant, ticket_id, &claim));
    for (int times = 0; times < 2; times++) /* the second changes nothing */
        check_ok(t, change_claimant(t, &claim, &other));
    check_int(t, entries_of(t, ticket_id, ENTRY_MONEY, "what", "claimant"), 1);
    check_int(t, entries_of(t, ticket_id, ENTRY_MONEY, "fields", "account_no,bank"), 1);
    check_ok(t, audit_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
    check_text(t, ((const AuditRow *)list.items)->detail, "{\"fields\":\"account_no,bank\"}");
}

TEST_DB(of_a_claim_without_a_ticket_too_who_sees_it_sees_that_the_account_changed)
{
    const Claimant other = {.name = "Li", .account_no = "6222000000002"};
    Person clerk = {.kind = PERSON_HUMAN, .id = 6, .login = "clerk", .rights = rights_all()};
    Claim claim;
    ClaimRecord record;
    clerk.scope_outlet_id = given_outlet(t, "PD");
    check_ok(t, try_claim(t, NULL, NULL, 0, &claim));
    check_ok(t, claim_record(t->ctx, claim.id, &record));
    check_int(t, record.changes.count, 0);
    check_ok(t, change_claimant(t, &claim, &other));
    check_ok(t, claim_record(t->ctx, claim.id, &record));
    check_int(t, record.changes.count, 1);
    check_text(t, ((const ClaimantChange *)record.changes.items)->fields, "name,account_no");
    t->ctx->who = &clerk;
    List list;
    check_ok(t, claimant_changes(t->ctx, claim.id, &list)); /* who may not read the whole log */
    check_int(t, list.count, 1);
    t->ctx->who = NULL;
}

TEST_DB(an_assessment_stands_where_the_account_alone_changes_and_not_where_its_facts_do)
{
    const Claimant account = {.account_no = "6222000000002"};
    Claim claim;
    ClaimChange facts;
    shape_clear(&claim_change_shape, &facts);
    facts.freight = 1000;
    check_ok(t, try_claim(t, NULL, NULL, 0, &claim));
    check_ok(t, claim_change(t->ctx, claim.id, claim.version, &facts, &claim));
    check_ok(t, claim_assess(t->ctx, claim.id, claim.version, &claim));
    int64_t assessed = claim.assessed;
    check_ok(t, change_claimant(t, &claim, &account));
    check_int(t, claim.state, CLAIM_ASSESSED);
    check_int(t, claim.assessed, assessed);
    facts.freight = 900;
    check_ok(t, claim_change(t->ctx, claim.id, claim.version, &facts, &claim));
    check_int(t, claim.state, CLAIM_EVIDENCE);
    check_int(t, claim.assessed, NONE);
}
