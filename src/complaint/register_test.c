#include <string.h>

#include "base/instant.h"
#include "complaint/complaint.h"
#include "complaint/complaint_jobs.h"
#include "complaint/tally.h"
#include "complaint/testing.h"
#include "complaint/weigh.h"
#include "db/db.h"
#include "desk/entry.h"
#include "desk/replay.h"
#include "desk/testing.h"
#include "job/testing.h"
#include "waybill/waybill.h"

/* The order of a parcel that is insured for CNY 1,400.00. */
static void given_parcel(T *t, const char *no)
{
    WaybillInput parcel;
    shape_clear(&waybill_input_shape, &parcel);
    parcel.carrier = "sto";
    parcel.no = no;
    parcel.insured = 140000;
    UpsertRow row = {.thing = &parcel, .number = 1};
    check_ok(t, waybill_apply(t->ctx, &row, 1));
}

/* A complaint's ticket of that category. */
static int64_t given_ticket_about(T *t, const char *no, const char *category)
{
    TicketWaybill about = {.carrier = "sto", .no = no};
    TicketInput input = blank_ticket(TICKET_COMPLAINT, CHANNEL_PHONE);
    input.category = category;
    input.waybills = (List){&about, 1};
    return opened_ticket(t, input).id;
}

static int64_t given_insured(T *t, const char *no, const char *category)
{
    given_parcel(t, no);
    return given_ticket_about(t, no, category);
}

SQL(test_complaint_closed, "UPDATE complaint SET step = $2 WHERE ticket_id = $1");

/* Damage 1.80 × CNY 1,400 1.20 = 2.16. */
TEST_DB(a_complaint_has_its_ticket_s_category_and_its_parcel_s_insured_value_where_none_is_given)
{
    ComplaintFacts facts;
    Complaint complaint;
    int64_t id = given_insured(t, "770000000001", "damage");
    shape_clear(&complaint_facts_shape, &facts);
    check_ok(t, complaint_register(t->ctx, id, &facts, &complaint));
    check_int(t, complaint.category, CATEGORY_DAMAGE);
    check_int(t, complaint.value, 140000);
    check_int(t, complaint.score, 216);
    facts.value = 50000;
    facts.cause = "transit_delay";
    id = given_insured(t, "770000000002", "damage");
    check_ok(t, complaint_register(t->ctx, id, &facts, &complaint));
    check_int(t, complaint.category, CATEGORY_DELAY);
    check_int(t, complaint.value, 50000);
}

/* Registered while nobody knew the parcel; it is worth more than CNY 1,000, but not 10,000. */
TEST_DB(an_order_that_comes_after_the_complaint_says_what_its_parcel_is_worth)
{
    static const char *const numbers[] = {"770000000003", "770000000004"};
    int64_t ids[2];
    ComplaintFacts facts;
    Complaint complaint;
    for (int i = 0; i < 2; i++) {
        ids[i] = given_ticket_about(t, numbers[i], "damage");
        shape_clear(&complaint_facts_shape, &facts);
        facts.value = 2000000;
        check_ok(t, complaint_register(t->ctx, ids[i], &facts, &complaint));
        check_int(t, complaint.score, 270);
    }
    check_ok(t, db_run(t->ctx, &test_complaint_closed, db_int(ids[1]), db_int(STEP_CLOSED)));
    given_parcel(t, numbers[0]);
    given_parcel(t, numbers[1]);
    run_jobs(t);
    check_ok(t, complaint_find(t->ctx, ids[0], &complaint));
    check_int(t, complaint.value, 140000);
    check_int(t, complaint.score, 216);
    check_ok(t, complaint_find(t->ctx, ids[1], &complaint));
    check_int(t, complaint.value, 2000000);
}

static Status putting(T *t, WeightFactor factor, int64_t at, int64_t weight, int64_t version)
{
    Weight put = {factor, "", at, weight, version};
    Status s = complaint_weight_put(t->ctx, &put);
    problem_clear(t->ctx);
    return s;
}

TEST_DB(a_weight_that_was_taken_away_and_put_in_again_is_not_at_the_version_of_before)
{
    check_ok(t, putting(t, WEIGHT_AGE, 24, 110, 0));
    check_status(t, putting(t, WEIGHT_AGE, 24, 120, 0), CONFLICT);
    check_ok(t, putting(t, WEIGHT_AGE, 24, 0, 1));
    check_status(t, putting(t, WEIGHT_AGE, 24, 120, 1), STALE);
    check_ok(t, putting(t, WEIGHT_AGE, 24, 130, 0));
    check_status(t, putting(t, WEIGHT_AGE, 24, 120, 1), STALE);
    check_ok(t, putting(t, WEIGHT_AGE, 24, 140, 3));
}

/* As shipped: normal 90, high 180, urgent 350. */
TEST_DB(a_higher_priority_needs_a_higher_score)
{
    check_status(t, putting(t, WEIGHT_PRIORITY, PRIORITY_URGENT, 180, 1), INVALID);
    check_status(t, putting(t, WEIGHT_PRIORITY, PRIORITY_NORMAL, 180, 1), INVALID);
    check_ok(t, putting(t, WEIGHT_PRIORITY, PRIORITY_URGENT, 181, 1));
    check_ok(t, putting(t, WEIGHT_PRIORITY, PRIORITY_HIGH, 0, 1));
    check_ok(t, putting(t, WEIGHT_PRIORITY, PRIORITY_NORMAL, 180, 1));
}

TEST_DB(a_priority_that_somebody_set_is_not_lowered_by_the_score)
{
    ComplaintFacts facts;
    Complaint complaint;
    TicketEdit edit;
    Ticket ticket;
    int64_t id = given_insured(t, "773000000000099", "damage");
    shape_clear(&complaint_facts_shape, &facts);
    check_ok(t, ticket_edit(t->ctx, id, NONE, &edit));
    edit.now.priority = PRIORITY_URGENT;
    check_ok(t, ticket_save(t->ctx, &edit));
    check_ok(t, complaint_register(t->ctx, id, &facts, &complaint));
    check(t, complaint.priority < PRIORITY_URGENT);
    check_ok(t, ticket_find(t->ctx, id, &ticket));
    check_int(t, ticket.priority, PRIORITY_URGENT);
}

/* By e-mail, of what was lost: by its category it is high, that is answered in an hour. */
static const char *terms_text(T *t, const Clock *clock)
{
    return arena_format(t->ctx->arena, "%lld", (long long)clock->policy_id);
}

TEST_DB(the_clocks_of_a_new_complaint_are_those_of_the_priority_that_it_gets)
{
    const char *why;
    TicketInput input = blank_ticket(TICKET_COMPLAINT, CHANNEL_EMAIL);
    input.category = "loss_shortage";
    Ticket ticket = opened_ticket(t, input);
    check_int(t, ticket.priority, PRIORITY_HIGH);
    const Clock *first = ticket.clocks.items;
    check_int(t, first->clock, CLOCK_FIRST_RESPONSE);
    check_int(t, first->deadline_at, TEST_NOW + HOUR_MS);
    check_int(t, entries_of(t, ticket.id, ENTRY_TERMS, "first_response", terms_text(t, first)), 1);
    check_ok(t, ticket_clocks_verify(t->ctx, ticket.id, &why));
    check(t, !why);
}

static Status putting_category(T *t, int64_t ticket_id, const char *category)
{
    TicketChange change;
    Ticket ticket;
    shape_clear(&ticket_change_shape, &change);
    change.category = category;
    return ticket_change(t->ctx, ticket_id, NONE, &change, &ticket);
}

static int64_t counted_of(T *t, const char *category)
{
    const TallyQuery query = {TALLY_CATEGORY, NONE, NONE, NONE, NONE};
    List list;
    check_ok(t, tally_list(t->ctx, &query, &list));
    const TallyRow *rows = list.items;
    for (size_t i = 0; i < list.count; i++)
        if (strcmp(rows[i].value, category) == 0) return rows[i].complaints;
    return 0;
}

TEST_DB(a_category_that_is_corrected_on_the_ticket_is_its_complaint_s)
{
    ComplaintFacts facts;
    Complaint complaint;
    const int64_t id = given_insured(t, "770000000005", NULL);
    check_ok(t, putting_category(t, id, "delay"));
    check_int(t, counted_of(t, "delay"), 1);
    check_ok(t, putting_category(t, id, "damage"));
    check_int(t, counted_of(t, "delay"), 0);
    check_int(t, counted_of(t, "damage"), 1);
    shape_clear(&complaint_facts_shape, &facts);
    check_ok(t, complaint_register(t->ctx, id, &facts, &complaint));
    check_int(t, complaint.category, CATEGORY_DAMAGE);
    check_int(t, complaint.score, 216);
    check_text(t, stored_ticket(t, id).category, "damage");
}

TEST_DB(a_category_is_not_corrected_away_from_under_its_cause)
{
    ComplaintFacts facts;
    Complaint complaint;
    const int64_t id = given_ticket_about(t, "770000000006", "delay");
    shape_clear(&complaint_facts_shape, &facts);
    facts.cause = "transit_delay";
    check_ok(t, complaint_register(t->ctx, id, &facts, &complaint));
    check_ok(t, putting_category(t, id, "delay"));
    check_status(t, putting_category(t, id, "damage"), INVALID);
    check_text(t, t->ctx->problem.field, "category");
    check_status(t, putting_category(t, id, ""), INVALID);
}

SQL(test_complaint_gone, "DELETE FROM complaint WHERE ticket_id = $1");

static void registered_by_job(T *t, int64_t ticket_id)
{
    int64_t count;
    check_ok(t, job_add(t->ctx, COMPLAINT_REGISTER_JOB, "1", ticket_id, NULL, ctx_now(t->ctx)));
    check_ok(t, jobs_run_due(t->ctx, &count));
}

TEST_DB(a_complaint_from_before_they_were_registered_with_their_tickets_is_registered_once)
{
    Complaint complaint, again;
    int64_t id = given_insured(t, "770000000001", "damage");
    check_ok(t, db_run(t->ctx, &test_complaint_gone, db_int(id)));
    registered_by_job(t, id);
    check_ok(t, complaint_find(t->ctx, id, &complaint));
    check_int(t, complaint.category, CATEGORY_DAMAGE);
    check_int(t, complaint.received_at, TEST_NOW);
    int64_t entries = entries_of(t, id, ENTRY_COMPLAINT, "what", "received");
    registered_by_job(t, id);
    check_ok(t, complaint_find(t->ctx, id, &again));
    check_int(t, again.version, complaint.version);
    check_int(t, entries_of(t, id, ENTRY_COMPLAINT, "what", "received"), entries);
}

/* The migration's own words, on a store as it was before it. */
SQL(test_register_jobs,
    "INSERT INTO job (id, kind, key, subject_id, due_ms, attempt, state, created_ms)"
    " SELECT t.id, 'complaint.register', CAST(t.id AS TEXT), t.id, t.changed_ms, 0, 1, t.changed_ms"
    " FROM ticket_queue q JOIN ticket t ON t.id = q.ticket_id"
    " WHERE t.kind = 2 AND NOT EXISTS (SELECT 1 FROM complaint c WHERE c.ticket_id = t.id)"
    " ON CONFLICT DO NOTHING");

TEST_DB(those_that_have_none_are_looked_for_once_after_an_upgrade)
{
    Complaint complaint;
    int64_t count, id = given_insured(t, "770000000001", "damage");
    int64_t other = given_ticket_about(t, "770000000001", "damage");
    int64_t version = stored_ticket(t, other).version;
    check_ok(t, db_run(t->ctx, &test_complaint_gone, db_int(id)));
    check_ok(t, db_run(t->ctx, &test_register_jobs));
    check_ok(t, jobs_run_due(t->ctx, &count));
    check_ok(t, complaint_find(t->ctx, id, &complaint));
    check_int(t, stored_ticket(t, other).version, version);
}
