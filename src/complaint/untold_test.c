/* Of every complaint it is known when its customer must be told, and none is put away before. */
#include "access/person.h"
#include "access/right.h"
#include "access/testing_people.h"
#include "base/instant.h"
#include "complaint/appeal.h"
#include "complaint/complaint.h"
#include "complaint/handoff.h"
#include "complaint/tally.h"
#include "complaint/testing.h"
#include "desk/entry.h"
#include "desk/merge.h"
#include "desk/policy.h"
#include "desk/team.h"
#include "desk/testing.h"
#include "job/testing.h"

static int64_t given_member(T *t, const char *login, bool lead)
{
    const TeamMember member = {.login = login, .lead = lead};
    int64_t id = given_account(t, login, "agent", NULL);
    check_ok(t, team_member_put(t->ctx, "HOT", &member));
    return id;
}

typedef struct Crew {
    int64_t lead, owner;
} Crew;

static Crew given_crew(T *t)
{
    Team team = {.code = "HOT", .name = "Hotline"};
    check_ok(t, team_create(t->ctx, &team));
    return (Crew){given_member(t, "lead", true), given_member(t, "owner", false)};
}

/* A ticket of that kind that `owner` of HOT has; no clock of its own is warned of before the law's.
 */
static Ticket given_held(T *t, int64_t kind)
{
    TicketInput input = blank_ticket(kind, CHANNEL_PHONE);
    input.team = "HOT";
    input.owner = "owner";
    return opened_ticket(t, input);
}

static Complaint complaint_of(T *t, int64_t ticket_id)
{
    Complaint complaint;
    check_ok(t, complaint_find(t->ctx, ticket_id, &complaint));
    return complaint;
}

static Status moving(T *t, int64_t ticket_id, const char *state, const char *why)
{
    TicketEdit edit;
    Status s = ticket_edit(t->ctx, ticket_id, NONE, &edit);
    if (!s) s = ticket_move(t->ctx, &edit, state, why);
    return s ? s : ticket_save(t->ctx, &edit);
}

static Status turning(T *t, int64_t ticket_id, int64_t kind, const char *why)
{
    TicketChange change;
    Ticket out;
    shape_clear(&ticket_change_shape, &change);
    change.kind = kind;
    change.why = why;
    return ticket_change(t->ctx, ticket_id, NONE, &change, &out);
}

static size_t count_overdue(T *t)
{
    const ComplaintFilter filter = {.step = NONE, .overdue = true, .limit = 10};
    List list;
    const char *next;
    check_ok(t, complaint_list(t->ctx, &filter, &list, &next));
    return list.count;
}

static int64_t count_all(T *t)
{
    const TallyQuery query = {.by = TALLY_MONTH, .order = NONE, .from = NONE, .to = NONE};
    List list;
    check_ok(t, tally_list(t->ctx, &query, &list));
    int64_t sum = 0;
    for (size_t i = 0; i < list.count; i++)
        sum += ((const TallyRow *)list.items)[i].complaints;
    return sum;
}

TEST_DB(a_complaint_is_registered_with_its_ticket_whichever_way_it_came)
{
    given_crew(t);
    given_outlet(t, "PD");
    const Ticket opened = given_complaint_ticket(t), asked = given_held(t, TICKET_INQUIRY);
    Complaint complaint;
    check_int(t, complaint_of(t, opened.id).step, STEP_REGISTERED);
    check_int(t, complaint_of(t, opened.id).answer_due_at, TEST_NOW + 7 * DAY_MS);
    check_status(t, complaint_find(t->ctx, asked.id, &complaint), NOT_FOUND);
    check_ok(t, turning(t, asked.id, TICKET_COMPLAINT, NULL));
    check_int(t, complaint_of(t, asked.id).version, 0);
    check_int(t, entries_of(t, asked.id, ENTRY_COMPLAINT, "what", "received"), 1);
    source_move(t->ctx->source, 8 * DAY_MS);
    check_int(t, count_overdue(t), 2);
}

TEST_DB(what_is_known_of_a_complaint_is_registered_once)
{
    ComplaintFacts facts;
    Complaint complaint;
    shape_clear(&complaint_facts_shape, &facts);
    const int64_t id = given_complaint_ticket(t).id;
    check_ok(t, complaint_register(t->ctx, id, &facts, &complaint));
    check_int(t, complaint.version, 1);
    check_status(t, complaint_register(t->ctx, id, &facts, &complaint), CONFLICT);
}

TEST_DB(no_ticket_is_resolved_before_its_customer_was_told_but_for_a_reason)
{
    const int64_t id = given_complaint_ticket(t).id;
    Person agent = {.kind = PERSON_HUMAN, .id = 7, .login = "agent"};
    rights_add(&agent.rights, TICKET_WRITE);
    Person reviewer = agent;
    t->ctx->who = &agent;
    rights_add(&reviewer.rights, COMPLAINT_REVIEW);
    check_status(t, moving(t, id, "resolved", NULL), CONFLICT);
    check_status(t, moving(t, id, "resolved", "打不通"), CONFLICT);
    check_status(t, turning(t, id, TICKET_INQUIRY, "选错了"), CONFLICT);
    t->ctx->who = &reviewer;
    check_status(t, moving(t, id, "resolved", NULL), INVALID);
    check_text(t, t->ctx->problem.field, "why");
    check_ok(t, moving(t, id, "resolved", "客户撤回"));
    t->ctx->who = NULL;
    check_int(t, complaint_of(t, id).step, STEP_CLOSED);
    check_int(t, complaint_of(t, id).closed_by, 7);
    check_int(t, entries_of(t, id, ENTRY_COMPLAINT, "what", "closed_untold"), 1);
}

TEST_DB(a_complaint_that_was_put_away_untold_goes_on_with_its_ticket)
{
    const int64_t id = given_complaint_ticket(t).id;
    check_ok(t, moving(t, id, "resolved", "客户撤回"));
    source_move(t->ctx->source, 8 * DAY_MS);
    check_int(t, count_overdue(t), 0);
    check_ok(t, moving(t, id, "open", NULL));
    check_int(t, complaint_of(t, id).step, STEP_INVESTIGATING);
    check_int(t, count_overdue(t), 1);
    check_status(t, moving(t, id, "resolved", NULL), INVALID);
}

TEST_DB(what_was_no_complaint_is_taken_back_and_counted_no_more)
{
    given_crew(t);
    const int64_t id = given_held(t, TICKET_COMPLAINT).id;
    Complaint complaint;
    check_int(t, count_all(t), 1);
    check_status(t, turning(t, id, TICKET_INQUIRY, NULL), INVALID);
    check_ok(t, turning(t, id, TICKET_INQUIRY, "选错了类型"));
    check_status(t, complaint_find(t->ctx, id, &complaint), NOT_FOUND);
    check_int(t, count_all(t), 0);
    check_int(t, entries_of(t, id, ENTRY_COMPLAINT, "what", "taken_back"), 1);
    check_ok(t, moving(t, id, "resolved", NULL));
}

TEST_DB(what_is_nothing_or_goes_on_elsewhere_needs_no_answer)
{
    const int64_t id = given_complaint_ticket(t).id, other = given_complaint_ticket(t).id;
    Ticket out;
    check_ok(t, ticket_mark_spam(t->ctx, id, NONE, true, &out));
    check_ok(t, ticket_merge(t->ctx, other, NONE, given_complaint_ticket(t).id, &out));
    source_move(t->ctx->source, 8 * DAY_MS);
    run_jobs(t);
    check_int(t, count_overdue(t), 1);
    check(t, complaint_of(t, id).answer_breached_at == NONE);
    check(t, complaint_of(t, other).answer_breached_at == NONE);
}

TEST_DB(who_has_a_complaint_is_warned_and_its_breach_is_theirs)
{
    const Crew crew = given_crew(t);
    const int64_t id = given_held(t, TICKET_COMPLAINT).id;
    source_move(t->ctx->source, 5 * DAY_MS - 1);
    run_jobs(t);
    check(t, complaint_of(t, id).answer_warned_at == NONE);
    source_move(t->ctx->source, 1);
    run_jobs(t);
    check_int(t, complaint_of(t, id).answer_warned_at, TEST_NOW + 5 * DAY_MS);
    check_int(t, news_of(t, crew.owner), 1);
    check_int(t, news_of(t, crew.lead), 0);
    source_move(t->ctx->source, 2 * DAY_MS + 1);
    run_jobs(t);
    check_int(t, complaint_of(t, id).answer_breached_at, TEST_NOW + 7 * DAY_MS);
    check_int(t, complaint_of(t, id).answer_holder_id, crew.owner);
    check_int(t, news_of(t, crew.lead), 1);
    source_move(t->ctx->source, DAY_MS);
    run_jobs(t);
    check_int(t, entries_of(t, id, ENTRY_COMPLAINT, "what", "answer_warned"), 1);
    check_int(t, entries_of(t, id, ENTRY_COMPLAINT, "what", "answer_breached"), 1);
}

/* A handoff's service level as shipped, but that its breach raises the priority. */
static void given_strict_handoffs(T *t)
{
    Policy line, out;
    check_ok(t, policy_find(t->ctx, "handoff", &line));
    line.raise_priority = line.tell_lead = true;
    check_ok(t, policy_change(t->ctx, "handoff", line.version, &line, &out));
}

TEST_DB(the_breach_of_a_handoff_is_told_as_its_service_level_says)
{
    const Crew crew = given_crew(t);
    HandoffInput input;
    Handoff handoff;
    given_outlet(t, "PD");
    given_strict_handoffs(t);
    const int64_t id = given_held(t, TICKET_COMPLAINT).id;
    shape_clear(&handoff_input_shape, &input);
    input.outlet = "PD";
    input.question = "谁签收的?";
    input.minutes = 120;
    check_ok(t, handoff_give(t->ctx, id, &input, &handoff));
    check_int(t, news_of(t, crew.lead), 0);
    const int64_t priority = stored_ticket(t, id).priority;
    source_move(t->ctx->source, 2 * HOUR_MS + 1);
    run_jobs(t);
    check_int(t, news_of(t, crew.lead), 1);
    check_int(t, stored_ticket(t, id).priority, priority + 1);
}

TEST_DB(who_is_asked_is_called_to_the_ticket_where_they_see_it)
{
    const Crew crew = given_crew(t);
    HandoffInput input;
    Handoff handoff;
    const int64_t id = given_complaint_ticket(t).id;
    shape_clear(&handoff_input_shape, &input);
    input.team = "HOT";
    input.question = "谁签收的?";
    check_ok(t, handoff_give(t->ctx, id, &input, &handoff));
    check_int(t, news_of(t, crew.lead), 1);
    check_int(t, news_of(t, crew.owner), 0);
}

TEST_DB(an_appeal_is_warned_of_and_its_breach_is_told)
{
    const Crew crew = given_crew(t);
    const int64_t id = given_held(t, TICKET_COMPLAINT).id;
    const AppealInput input = {"SS-1", "邮政管理局", TEST_NOW, NULL};
    Appeal appeal;
    check_ok(t, appeal_enter(t->ctx, id, &input, &appeal));
    source_move(t->ctx->source, 12 * DAY_MS - 1);
    run_jobs(t);
    check_int(t, entries_of(t, id, ENTRY_COMPLAINT, "what", "appeal_warned"), 0);
    source_move(t->ctx->source, 1);
    run_jobs(t);
    check_int(t, entries_of(t, id, ENTRY_COMPLAINT, "what", "appeal_warned"), 1);
    check_int(t, news_of(t, crew.owner), 1);
    source_move(t->ctx->source, 3 * DAY_MS + 1);
    run_jobs(t);
    run_jobs(t);
    check_int(t, entries_of(t, id, ENTRY_COMPLAINT, "what", "appeal_warned"), 1);
    check_int(t, entries_of(t, id, ENTRY_COMPLAINT, "what", "appeal_overdue"), 1);
    check_int(t, news_of(t, crew.lead), 1);
    check_int(t, stored_ticket(t, id).priority, PRIORITY_URGENT);
}
