#include "complaint/complaint.h"

#include "access/person.h"
#include "access/right.h"
#include "base/instant.h"
#include "complaint/appeal.h"
#include "complaint/cause.h"
#include "complaint/cost.h"
#include "complaint/handoff.h"
#include "complaint/step.h"
#include "complaint/tally.h"
#include "complaint/testing.h"
#include "complaint/weigh.h"
#include "desk/entry.h"
#include "desk/replay.h"
#include "job/job.h"
#include "test.h"

static ComplaintFacts nothing(void)
{
    ComplaintFacts facts;
    shape_clear(&complaint_facts_shape, &facts);
    return facts;
}

static Complaint registered(T *t, const char *cause)
{
    ComplaintFacts facts = nothing();
    Complaint complaint;
    facts.cause = cause;
    check_ok(t, complaint_register(t->ctx, given_complaint_ticket(t).id, &facts, &complaint));
    return complaint;
}

static Status stating(T *t, Complaint *complaint, const ComplaintFacts *facts)
{
    Complaint out;
    Status s = complaint_state_facts(t->ctx, complaint->ticket_id, complaint->version, facts, &out);
    if (!s) *complaint = out;
    return s;
}

static Status stepping(T *t, Complaint *complaint, ComplaintStep step, const char *why)
{
    Complaint out;
    Status s = complaint_step(t->ctx, complaint->ticket_id, complaint->version, step, why, &out);
    if (!s) *complaint = out;
    return s;
}

static Status sharing(T *t, Complaint *complaint, ComplaintShare *shares, size_t count)
{
    Complaint out;
    Status s = complaint_share(t->ctx, complaint->ticket_id, complaint->version,
                               &(List){shares, count}, &out);
    if (!s) *complaint = out;
    return s;
}

static int64_t said(T *t, int64_t ticket_id, EntryKind kind, EntryDirection direction)
{
    TicketEdit edit;
    Entry entry = ticket_entry_of(kind, kind == ENTRY_NOTE ? ENTRY_INTERNAL : ENTRY_PUBLIC);
    check_ok(t, ticket_edit(t->ctx, ticket_id, NONE, &edit));
    entry.direction = direction;
    entry.channel = CHANNEL_PHONE;
    entry.text = "…";
    check_ok(t, ticket_entry_say(t->ctx, &edit, &entry));
    check_ok(t, ticket_save(t->ctx, &edit));
    return entry.id;
}

static int64_t missed(T *t, int64_t ticket_id)
{
    TicketEdit edit;
    const char *detail[] = {ENTRY_MISSED, "true"};
    Entry entry = ticket_entry_of(ENTRY_CALL, ENTRY_PUBLIC);
    entry.direction = ENTRY_OUT;
    entry.detail = (Texts){detail, 2};
    check_ok(t, ticket_edit(t->ctx, ticket_id, NONE, &edit));
    check_ok(t, ticket_entry_say(t->ctx, &edit, &entry));
    check_ok(t, ticket_save(t->ctx, &edit));
    return entry.id;
}

/* To the step before the customer is told. */
static Complaint proposed(T *t)
{
    Complaint complaint = registered(t, "false_signature");
    ComplaintFacts facts = nothing();
    ComplaintShare share = {PARTY_COURIER, 100, "PD", "C-0042", 0, 0, "监控", 0};
    given_outlet(t, "PD");
    check_ok(t, stepping(t, &complaint, STEP_CLASSIFIED, NULL));
    check_ok(t, stepping(t, &complaint, STEP_INVESTIGATING, NULL));
    facts.founded = 1;
    facts.founded_why = "快递员承认";
    facts.proposal = "道歉并送货上门";
    check_ok(t, stating(t, &complaint, &facts));
    check_ok(t, sharing(t, &complaint, &share, 1));
    check_ok(t, stepping(t, &complaint, STEP_PROPOSED, NULL));
    return complaint;
}

static Complaint closed(T *t)
{
    Complaint complaint = proposed(t);
    ComplaintFacts facts = nothing();
    facts.told_entry_id = said(t, complaint.ticket_id, ENTRY_CALL, ENTRY_OUT);
    check_ok(t, stating(t, &complaint, &facts));
    check_ok(t, stepping(t, &complaint, STEP_TOLD, NULL));
    facts = nothing();
    facts.satisfaction = SATISFIED;
    check_ok(t, stating(t, &complaint, &facts));
    check_ok(t, stepping(t, &complaint, STEP_CONFIRMED, NULL));
    check_ok(t, stepping(t, &complaint, STEP_CLOSED, NULL));
    return complaint;
}

/* 快递暂行条例 (2025) art. 29: seven days of receipt. */
TEST_DB(a_complaint_is_to_be_answered_within_seven_days_of_receipt)
{
    Complaint complaint = registered(t, "false_signature");
    check_int(t, complaint.step, STEP_REGISTERED);
    check_int(t, complaint.category, CATEGORY_DELIVERY_SERVICE);
    check_int(t, complaint.received_at, TEST_NOW);
    check_int(t, complaint.answer_due_at, TEST_NOW + 7 * DAY_MS);
    check_text(t, stored_ticket(t, complaint.ticket_id).category, "delivery_service");
    const char *why;
    check_ok(t, ticket_clocks_verify(t->ctx, complaint.ticket_id, &why));
    check_text(t, why, NULL);
}

TEST_DB(a_complaint_goes_through_its_eight_steps)
{
    Person boss = {.kind = PERSON_HUMAN, .id = 9, .login = "boss", .rights = rights_all()};
    Complaint complaint = closed(t);
    ComplaintFacts facts = nothing();
    check_int(t, stored_ticket(t, complaint.ticket_id).type, TYPE_RESOLVED);
    check_int(t, complaint.told_how, CHANNEL_PHONE);
    check_int(t, complaint.told_at, TEST_NOW);
    facts.review = "处理得当";
    check_ok(t, stating(t, &complaint, &facts));
    t->ctx->who = &boss;
    check_ok(t, stepping(t, &complaint, STEP_REVIEWED, NULL));
    check_int(t, complaint.reviewed_by, 9);
    check_text(t, complaint.founded_why, "快递员承认");
    t->ctx->who = NULL;
}

TEST_DB(no_step_of_a_complaint_is_skipped)
{
    Complaint complaint = registered(t, "false_signature");
    for (ComplaintStep to = STEP_INVESTIGATING; to <= STEP_REVIEWED; to++)
        check_status(t, stepping(t, &complaint, to, "x"), CONFLICT);
    check_int(t, complaint.version, 1);
}

TEST_DB(each_step_names_the_fact_it_lacks)
{
    Complaint complaint = registered(t, NULL);
    ComplaintFacts facts = nothing();
    check_status(t, stepping(t, &complaint, STEP_CLASSIFIED, NULL), INVALID);
    check_text(t, t->ctx->problem.field, "category");
    facts.category = CATEGORY_DELAY;
    check_ok(t, stating(t, &complaint, &facts));
    check_status(t, stepping(t, &complaint, STEP_CLASSIFIED, NULL), INVALID);
    check_text(t, t->ctx->problem.field, "cause");
    facts.cause = "damaged_goods";
    check_status(t, stating(t, &complaint, &facts), INVALID);
    facts.cause = "transit_delay";
    check_ok(t, stating(t, &complaint, &facts));
    check_ok(t, stepping(t, &complaint, STEP_CLASSIFIED, NULL));
    check_ok(t, stepping(t, &complaint, STEP_INVESTIGATING, NULL));
    check_status(t, stepping(t, &complaint, STEP_PROPOSED, NULL), INVALID);
    check_text(t, t->ctx->problem.field, "founded");
}

TEST_DB(nothing_is_told_without_proof_that_the_customer_was_told)
{
    Complaint early = registered(t, "attitude");
    ComplaintFacts facts = nothing();
    facts.told_entry_id = said(t, early.ticket_id, ENTRY_CALL, ENTRY_OUT);
    check_status(t, stating(t, &early, &facts), INVALID); /* there was nothing to tell */
    Complaint complaint = proposed(t);
    check_status(t, stepping(t, &complaint, STEP_TOLD, NULL), INVALID);
    check_text(t, t->ctx->problem.field, "told_entry_id");
    check_status(t, stating(t, &complaint, &facts), INVALID); /* another ticket's */
    facts.told_entry_id = said(t, complaint.ticket_id, ENTRY_NOTE, ENTRY_OUT);
    check_status(t, stating(t, &complaint, &facts), INVALID);
    facts.told_entry_id = said(t, complaint.ticket_id, ENTRY_MESSAGE, ENTRY_IN);
    check_status(t, stating(t, &complaint, &facts), INVALID);
    facts.told_entry_id = said(t, complaint.ticket_id, ENTRY_MESSAGE, ENTRY_OUT);
    check_ok(t, stating(t, &complaint, &facts));
    check_ok(t, stepping(t, &complaint, STEP_TOLD, NULL));
}

TEST_DB(who_calls_to_ask_what_became_of_it_is_told_by_that_call)
{
    Complaint complaint = proposed(t);
    ComplaintFacts facts = nothing();
    facts.told_entry_id = missed(t, complaint.ticket_id);
    check_status(t, stating(t, &complaint, &facts), INVALID); /* nobody was reached */
    facts.told_entry_id = said(t, complaint.ticket_id, ENTRY_CALL, ENTRY_IN);
    check_ok(t, stating(t, &complaint, &facts));
    check_ok(t, stepping(t, &complaint, STEP_TOLD, NULL));
    check(t, complaint.told_at != NONE);
}

TEST_DB(what_was_told_before_it_was_taken_up_again_is_no_proof)
{
    Complaint complaint = closed(t);
    ComplaintFacts facts = nothing();
    int64_t old = complaint.told_entry_id;
    check_status(t, stepping(t, &complaint, STEP_INVESTIGATING, NULL), INVALID);
    source_move(t->ctx->source, HOUR_MS);
    check_ok(t, stepping(t, &complaint, STEP_INVESTIGATING, "又投诉了"));
    check(t, complaint.told_at == NONE);
    check_int(t, stored_ticket(t, complaint.ticket_id).type, TYPE_OPEN);
    check_ok(t, stepping(t, &complaint, STEP_PROPOSED, NULL));
    facts.told_entry_id = old;
    check_status(t, stating(t, &complaint, &facts), INVALID);
}

TEST_DB(who_closed_a_complaint_does_not_review_it)
{
    Person clerk = {.kind = PERSON_HUMAN, .id = 5, .login = "li", .rights = rights_all()};
    t->ctx->who = &clerk;
    Complaint complaint = closed(t);
    ComplaintFacts facts = nothing();
    facts.review = "好";
    check_ok(t, stating(t, &complaint, &facts));
    check_status(t, stepping(t, &complaint, STEP_REVIEWED, NULL), FORBIDDEN);
    clerk.id = 6;
    check_ok(t, stepping(t, &complaint, STEP_REVIEWED, NULL));
    t->ctx->who = NULL;
}

TEST_DB(shares_sum_to_a_hundred_and_have_evidence)
{
    ComplaintShare shares[] = {{PARTY_HUB, 60, NULL, NULL, 0, 0, "分拣录像", 0},
                               {PARTY_COURIER, 39, NULL, "C-1", 0, 0, "本人说明", 0}};
    Complaint complaint = registered(t, "transit_delay");
    check_status(t, sharing(t, &complaint, shares, 2), INVALID);
    check_text(t, t->ctx->problem.field, "shares");
    shares[1].percent = 41;
    check_status(t, sharing(t, &complaint, shares, 2), INVALID);
    shares[1].percent = 40;
    shares[0].note = NULL;
    check_status(t, sharing(t, &complaint, shares, 2), INVALID);
    check_text(t, t->ctx->problem.field, "shares[0].note");
    shares[0].entry_id = 12345;
    check_status(t, sharing(t, &complaint, shares, 2), INVALID);
    shares[0].entry_id = said(t, complaint.ticket_id, ENTRY_NOTE, ENTRY_OUT);
    shares[0].outlet = "NOWHERE";
    check_status(t, sharing(t, &complaint, shares, 2), INVALID);
    shares[0].outlet = NULL;
    check_ok(t, sharing(t, &complaint, shares, 2));
    check_int(t, complaint.shares.count, 2);
    check_text(t, ((const ComplaintShare *)complaint.shares.items)[1].note, "本人说明");
}

TEST_DB(no_proposal_while_a_handoff_waits)
{
    HandoffInput input;
    Handoff handoff;
    ComplaintFacts facts = nothing();
    ComplaintShare share = {PARTY_UNDETERMINED, 100, NULL, NULL, 0, 0, NULL, 0};
    given_outlet(t, "PD");
    Complaint complaint = registered(t, "attitude");
    check_ok(t, stepping(t, &complaint, STEP_CLASSIFIED, NULL));
    check_ok(t, stepping(t, &complaint, STEP_INVESTIGATING, NULL));
    facts.founded = 0;
    facts.founded_why = facts.proposal = "…";
    check_ok(t, stating(t, &complaint, &facts));
    check_ok(t, sharing(t, &complaint, &share, 1));
    shape_clear(&handoff_input_shape, &input);
    input.outlet = "PD";
    input.question = "?";
    check_ok(t, handoff_give(t->ctx, complaint.ticket_id, &input, &handoff));
    check_status(t, stepping(t, &complaint, STEP_PROPOSED, NULL), INVALID);
    check_text(t, t->ctx->problem.field, "handoffs");
}

TEST_DB(two_who_change_a_complaint_do_not_lose_each_others_work)
{
    Complaint one = registered(t, "attitude"), two = one;
    ComplaintFacts facts = nothing();
    facts.findings = "A";
    check_ok(t, stating(t, &one, &facts));
    facts.findings = "B";
    check_status(t, stating(t, &two, &facts), STALE);
    check_status(t, stepping(t, &two, STEP_CLASSIFIED, NULL), STALE);
    check_status(t, complaint_register(t->ctx, one.ticket_id, &facts, &two), CONFLICT);
}

TEST_DB(a_complaint_out_of_sight_is_not_there)
{
    int64_t mine = given_outlet(t, "PD");
    Complaint complaint = registered(t, "attitude"), found;
    ComplaintFilter filter = {.step = NONE, .limit = 10};
    List list;
    const char *next;
    Person person = {.kind = PERSON_HUMAN, .id = 5, .scope_outlet_id = mine};
    person.rights = rights_all();
    t->ctx->who = &person;
    check_status(t, complaint_find(t->ctx, complaint.ticket_id, &found), NOT_FOUND);
    check_ok(t, complaint_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 0);
    check_status(t, complaint_weight_put(t->ctx, &(Weight){WEIGHT_AGE, "", 1, 100, 0}), FORBIDDEN);
    t->ctx->who = NULL;
    check_ok(t, complaint_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
}

/* Loss 2.00 × (no tier) 1.00 × new 1.00 × CNY 20,000 1.50 = 3.00: high; after 96 hours 1.50 makes
 * it 4.50: urgent. */
TEST_DB(priority_is_severity_by_tier_by_age_by_value_and_says_so)
{
    ComplaintFacts facts = nothing();
    Complaint complaint;
    int64_t count;
    facts.cause = "lost_parcel";
    facts.value = 2000000;
    check_ok(t, complaint_register(t->ctx, given_complaint_ticket(t).id, &facts, &complaint));
    check_int(t, complaint.score, 300);
    check_int(t, complaint.priority, PRIORITY_HIGH);
    check_text(t, complaint.reasons.items[0], "category");
    check_text(t, complaint.reasons.items[1], "2.00");
    check_int(t, stored_ticket(t, complaint.ticket_id).priority, PRIORITY_HIGH);
    source_move(t->ctx->source, 96 * HOUR_MS);
    check_ok(t, jobs_run_due(t->ctx, &count));
    check_ok(t, complaint_find(t->ctx, complaint.ticket_id, &complaint));
    check_int(t, complaint.score, 450);
    check_int(t, stored_ticket(t, complaint.ticket_id).priority, PRIORITY_URGENT);
}

static List sums(T *t, TallyDimension by)
{
    TallyQuery query = {by, NONE, NONE, NONE, 10};
    List list;
    check_ok(t, tally_list(t->ctx, &query, &list));
    return list;
}

TEST_DB(sums_follow_every_change_of_a_complaint)
{
    Complaint one = proposed(t), two = registered(t, "transit_delay");
    ComplaintFacts facts = nothing();
    List list = sums(t, TALLY_CAUSE);
    const TallyRow *rows = list.items;
    check_int(t, list.count, 2);
    check_text(t, rows[0].value, "false_signature");
    check_int(t, rows[0].founded, 1);
    check_near(t, rows[1].cumulative, 1.0, 1e-9);
    facts.cause = "delivery_delay";
    check_ok(t, stating(t, &two, &facts));
    check_text(t, ((const TallyRow *)sums(t, TALLY_CAUSE).items)[0].value, "delivery_delay");
    check_int(t, sums(t, TALLY_CAUSE).count, 2);
    check_text(t, ((const TallyRow *)sums(t, TALLY_COURIER).items)[0].value, "C-0042");
    check_text(t, ((const TallyRow *)sums(t, TALLY_MONTH).items)[0].value, "2026-11");
    check_int(t, ((const TallyRow *)sums(t, TALLY_MONTH).items)[0].complaints, 2);
    check_ok(t, complaint_add_cost(t->ctx, one.ticket_id, 5000));
    check_int(t, ((const TallyRow *)sums(t, TALLY_ALL).items)[0].cost, 5000);
}

TEST_DB(sums_of_all_customers_are_not_for_who_is_limited_to_one)
{
    const TallyQuery query = {TALLY_CAUSE, TALLY_BY_COUNT, NONE, NONE, NONE};
    Person client = {.kind = PERSON_HUMAN, .id = 6, .rights = rights_all(), .scope_customer_id = 9};
    List list;
    proposed(t);
    t->ctx->who = &client;
    check_status(t, tally_list(t->ctx, &query, &list), FORBIDDEN);
    t->ctx->who = NULL;
}

static void move_to(T *t, int64_t ticket_id, int64_t outlet_id)
{
    TicketEdit edit;
    check_ok(t, ticket_edit(t->ctx, ticket_id, NONE, &edit));
    edit.now.outlet_id = outlet_id;
    check_ok(t, ticket_save(t->ctx, &edit));
}

TEST_DB(sums_follow_a_complaint_whose_ticket_moves_to_another_outlet)
{
    int64_t from = given_outlet(t, "PD"), to = given_outlet(t, "HK");
    Complaint one = registered(t, "attitude");
    ComplaintFacts facts = nothing();
    facts.findings = "A";
    for (int i = 0; i < 2; i++) {
        move_to(t, one.ticket_id, i ? to : from);
        check_ok(t, stating(t, &one, &facts));
        List list = sums(t, TALLY_OUTLET);
        check_int(t, list.count, 1);
        check_text(t, ((const TallyRow *)list.items)[0].value, i ? "HK" : "PD");
        check_int(t, ((const TallyRow *)list.items)[0].complaints, 1);
        check_int(t, ((const TallyRow *)sums(t, TALLY_ALL).items)[0].complaints, 1);
    }
}

TEST_DB(an_appeal_is_found_true_where_it_was_counted)
{
    int64_t to = given_outlet(t, "PD"), from = given_outlet(t, "HK"); /* under PD */
    Complaint one = registered(t, "attitude");
    const AppealInput input = {
        .reference = "2026-7", .authority = "上海市邮政管理局", .transferred_at = ctx_now(t->ctx)};
    Person person = {.kind = PERSON_HUMAN, .id = 5, .scope_outlet_id = from};
    Appeal appeal;
    move_to(t, one.ticket_id, from);
    check_ok(t, appeal_enter(t->ctx, one.ticket_id, &input, &appeal));
    move_to(t, one.ticket_id, to);
    check_ok(t, appeal_reply(t->ctx, appeal.id, 1, "…", &appeal));
    check_ok(t, appeal_decide(t->ctx, appeal.id, 2, APPEAL_FOUNDED, &appeal));
    person.rights = rights_all();
    t->ctx->who = &person;
    List list = sums(t, TALLY_APPEAL);
    t->ctx->who = NULL;
    check_int(t, list.count, 1);
    check_int(t, ((const TallyRow *)list.items)[0].complaints, 1);
    check_int(t, ((const TallyRow *)list.items)[0].founded, 1);
}

TEST_DB(causes_are_the_companys_and_closed_ones_are_not_chosen)
{
    ComplaintCause cause = {"wet", 0, CATEGORY_DAMAGE, "受潮", "Wet", false}, out;
    check_ok(t, complaint_cause_create(t->ctx, &cause));
    check_status(t, complaint_cause_create(t->ctx, &cause), CONFLICT);
    cause.closed = true;
    check_ok(t, complaint_cause_change(t->ctx, "wet", 1, &cause, &out));
    check_status(t, complaint_cause_change(t->ctx, "wet", 1, &cause, &out), STALE);
    Complaint complaint = registered(t, "damaged_goods");
    ComplaintFacts facts = nothing();
    facts.cause = "wet";
    check_status(t, stating(t, &complaint, &facts), INVALID);
    cause.code = "Wet!";
    check_status(t, complaint_cause_create(t->ctx, &cause), INVALID);
}
