#include "complaint/handoff.h"

#include <string.h>

#include "access/person.h"
#include "base/instant.h"
#include "complaint/testing.h"
#include "customer/testing.h"
#include "db/db.h"
#include "desk/entry.h"
#include "desk/replay.h"
#include "desk/testing.h"
#include "job/job.h"

static Handoff given(T *t, int64_t ticket_id, const char *outlet, bool wait)
{
    HandoffInput input;
    Handoff handoff;
    shape_clear(&handoff_input_shape, &input);
    input.outlet = outlet;
    input.question = "谁签收的?";
    input.wait = wait;
    check_ok(t, handoff_give(t->ctx, ticket_id, &input, &handoff));
    return handoff;
}

static Status moving(T *t, Handoff *handoff, HandoffMoveKind kind, const char *text)
{
    const HandoffMove move = {kind, text};
    Handoff out;
    Status s = handoff_move(t->ctx, handoff->id, handoff->version, &move, &out);
    if (!s) *handoff = out;
    return s;
}

static Clock clock_of(T *t, int64_t id)
{
    Handoff handoff;
    check_ok(t, handoff_find(t->ctx, id, &handoff));
    check_int(t, handoff.clocks.count, 1);
    return *(const Clock *)handoff.clocks.items;
}

/* The words of the last entry about a handoff; NULL: it has none. */
static const char *last_words(T *t, int64_t ticket_id)
{
    const EntryFilter filter = {.limit = 50, .newest_first = true};
    List list;
    const char *next;
    check_ok(t, ticket_entry_list(t->ctx, ticket_id, &filter, &list, &next));
    const Entry *entries = list.items;
    for (size_t i = 0; i < list.count; i++) {
        if (entries[i].kind != ENTRY_HANDOFF) continue;
        check_int(t, entries[i].visibility, ENTRY_INTERNAL);
        return entries[i].text;
    }
    check(t, false);
    return NULL;
}

TEST_DB(what_is_asked_and_answered_of_a_handoff_stands_in_the_ticket_s_log)
{
    given_outlet(t, "PD");
    Ticket ticket = given_complaint_ticket(t);
    Handoff handoff = given(t, ticket.id, "PD", false);
    check_text(t, last_words(t, ticket.id), "谁签收的?");
    check_ok(t, moving(t, &handoff, MOVE_ACCEPT, NULL));
    check_text(t, last_words(t, ticket.id), NULL);
    check_ok(t, moving(t, &handoff, MOVE_ANSWER, "快递员放在了驿站"));
    check_text(t, last_words(t, ticket.id), "快递员放在了驿站");
    check_ok(t, moving(t, &handoff, MOVE_RETURN, "哪个驿站?"));
    check_text(t, last_words(t, ticket.id), "哪个驿站?");
    check_ok(t, moving(t, &handoff, MOVE_WITHDRAW, "客户已取件"));
    check_text(t, last_words(t, ticket.id), "客户已取件");
}

TEST_DB(a_handoff_has_a_day_and_is_answered_within_it)
{
    given_outlet(t, "PD");
    Ticket ticket = given_complaint_ticket(t);
    Handoff handoff = given(t, ticket.id, "PD", true);
    check_int(t, handoff.due_at, TEST_NOW + DAY_MS);
    check_int(t, stored_ticket(t, ticket.id).type, TYPE_PENDING_INTERNAL);
    check_ok(t, moving(t, &handoff, MOVE_ACCEPT, NULL));
    source_move(t->ctx->source, 2 * HOUR_MS);
    check_ok(t, moving(t, &handoff, MOVE_ANSWER, "快递员放在了驿站"));
    check_int(t, handoff.state, HANDOFF_ANSWERED);
    check_text(t, handoff.answer, "快递员放在了驿站");
    check(t, handoff.due_at == NONE);
    check_int(t, clock_of(t, handoff.id).used_ms, 2 * HOUR_MS);
    check_int(t, stored_ticket(t, ticket.id).type, TYPE_OPEN);
    check_ok(t, moving(t, &handoff, MOVE_CLOSE, NULL));
    const char *why;
    check_ok(t, ticket_clocks_verify(t->ctx, ticket.id, &why));
    check_text(t, why, NULL);
}

TEST_DB(a_ticket_wakes_when_the_last_of_its_handoffs_is_answered)
{
    given_outlet(t, "PD");
    Ticket ticket = given_complaint_ticket(t);
    Handoff one = given(t, ticket.id, "PD", true), two = given(t, ticket.id, "PD", true);
    check_ok(t, moving(t, &one, MOVE_ANSWER, "…"));
    check_int(t, stored_ticket(t, ticket.id).type, TYPE_PENDING_INTERNAL);
    check_ok(t, moving(t, &two, MOVE_DECLINE, "不归我们"));
    check_int(t, stored_ticket(t, ticket.id).type, TYPE_OPEN);
}

TEST_DB(a_poor_answer_that_is_returned_buys_no_time)
{
    given_outlet(t, "PD");
    Handoff handoff = given(t, given_complaint_ticket(t).id, "PD", false);
    source_move(t->ctx->source, 20 * HOUR_MS);
    check_ok(t, moving(t, &handoff, MOVE_ANSWER, "不知道"));
    source_move(t->ctx->source, 3 * HOUR_MS);
    check_ok(t, moving(t, &handoff, MOVE_RETURN, "请查监控"));
    check_int(t, handoff.due_at, TEST_NOW + 27 * HOUR_MS); /* four hours were left */
    check_text(t, handoff.why, "请查监控");
}

TEST_DB(a_breach_is_told_once_and_stays_with_whoever_had_it)
{
    Person clerk = {.kind = PERSON_HUMAN, .id = 77, .login = "wang"};
    int64_t count;
    given_outlet(t, "PD");
    Ticket ticket = given_complaint_ticket(t);
    Handoff handoff = given(t, ticket.id, "PD", false);
    t->ctx->who = &clerk;
    clerk.rights = rights_all();
    check_ok(t, moving(t, &handoff, MOVE_ACCEPT, NULL));
    t->ctx->who = NULL;
    source_move(t->ctx->source, 21 * HOUR_MS);
    check_ok(t, jobs_run_due(t->ctx, &count));
    check_int(t, entries_of(t, ticket.id, ENTRY_HANDOFF, "what", "warned"), 1);
    source_move(t->ctx->source, 4 * HOUR_MS);
    check_ok(t, jobs_run_due(t->ctx, &count));
    check_ok(t, jobs_run_due(t->ctx, &count));
    check_int(t, entries_of(t, ticket.id, ENTRY_HANDOFF, "what", "breached"), 1);
    Clock clock = clock_of(t, handoff.id);
    check_int(t, clock.breached_at, TEST_NOW + DAY_MS);
    check_int(t, clock.holder_id, 77);
    check_ok(t, moving(t, &handoff, MOVE_ANSWER, "来晚了"));
    check_int(t, clock_of(t, handoff.id).breached_at, TEST_NOW + DAY_MS);
}

static const char *wrong_clock(T *t, int64_t ticket_id)
{
    const char *why;
    check_ok(t, ticket_clocks_verify(t->ctx, ticket_id, &why));
    return why;
}

SQL(test_handoff_clock_later, "UPDATE desk_clock SET deadline_ms = deadline_ms + 1"
                              " WHERE subject_kind = 2 AND subject_id = $1");
SQL(test_handoff_clock_another, "UPDATE desk_clock SET holder_id = 78"
                                " WHERE subject_kind = 2 AND subject_id = $1");
SQL(test_handoff_clock_gone, "DELETE FROM desk_clock WHERE subject_kind = 2 AND subject_id = $1");

TEST_DB(the_clock_of_a_handoff_is_what_its_log_says_after_all_that_was_done_with_it)
{
    Person clerk = {.kind = PERSON_HUMAN, .id = 77, .login = "wang", .rights = rights_all()};
    int64_t count;
    given_outlet(t, "PD");
    Ticket ticket = given_complaint_ticket(t);
    Handoff handoff = given(t, ticket.id, "PD", true), other = given(t, ticket.id, "PD", false);
    check(t, !wrong_clock(t, ticket.id));
    t->ctx->who = &clerk;
    check_ok(t, moving(t, &handoff, MOVE_ACCEPT, NULL));
    source_move(t->ctx->source, 5 * HOUR_MS);
    check_ok(t, moving(t, &handoff, MOVE_ANSWER, "不知道"));
    source_move(t->ctx->source, 3 * HOUR_MS);
    check_ok(t, moving(t, &handoff, MOVE_RETURN, "请查监控"));
    t->ctx->who = NULL;
    check_ok(t, moving(t, &other, MOVE_WITHDRAW, "客户已取件"));
    check(t, !wrong_clock(t, ticket.id));
    source_move(t->ctx->source, 2 * DAY_MS);
    check(t, !wrong_clock(t, ticket.id)); /* its timer is late */
    check_ok(t, jobs_run_due(t->ctx, &count));
    check(t, !wrong_clock(t, ticket.id));
    t->ctx->who = &clerk;
    check_ok(t, moving(t, &handoff, MOVE_ANSWER, "放在驿站"));
    check_ok(t, moving(t, &handoff, MOVE_CLOSE, NULL));
    t->ctx->who = NULL;
    check(t, !wrong_clock(t, ticket.id));
}

TEST_DB(a_clock_of_a_handoff_that_was_falsified_is_found)
{
    const struct {
        const Sql *sql;
        const char *part;
    } cases[] = {{&test_handoff_clock_later, "deadline_at"},
                 {&test_handoff_clock_another, "holder_id"},
                 {&test_handoff_clock_gone, "the number of clocks"}};
    given_outlet(t, "PD");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const int64_t ticket_id = given_complaint_ticket(t).id;
        Handoff handoff = given(t, ticket_id, "PD", false);
        check(t, !wrong_clock(t, ticket_id));
        check_ok(t, db_run(t->ctx, cases[i].sql, db_int(handoff.id)));
        const char *why = wrong_clock(t, ticket_id);
        check(t, why && strstr(why, cases[i].part));
    }
}

TEST_DB(no_step_of_a_handoff_is_skipped_and_none_lacks_its_words)
{
    given_outlet(t, "PD");
    Handoff handoff = given(t, given_complaint_ticket(t).id, "PD", false), old = handoff;
    check_status(t, moving(t, &handoff, MOVE_CLOSE, NULL), CONFLICT);
    check_status(t, moving(t, &handoff, MOVE_RETURN, "x"), CONFLICT);
    check_status(t, moving(t, &handoff, MOVE_ANSWER, NULL), INVALID);
    check_text(t, t->ctx->problem.field, "text");
    check_ok(t, moving(t, &handoff, MOVE_WITHDRAW, "已解决"));
    check_status(t, moving(t, &handoff, MOVE_ACCEPT, NULL), CONFLICT);
    check_status(t, moving(t, &old, MOVE_ACCEPT, NULL), STALE);
}

TEST_DB(nobody_is_asked_who_is_not_there)
{
    HandoffInput input;
    Handoff handoff;
    Ticket ticket = given_complaint_ticket(t);
    shape_clear(&handoff_input_shape, &input);
    input.question = "?";
    check_status(t, handoff_give(t->ctx, ticket.id, &input, &handoff), INVALID);
    input.outlet = "NOWHERE";
    check_status(t, handoff_give(t->ctx, ticket.id, &input, &handoff), INVALID);
    input.outlet = NULL;
    input.team = "NOBODY";
    check_status(t, handoff_give(t->ctx, ticket.id, &input, &handoff), INVALID);
    check_text(t, t->ctx->problem.field, "team");
}

TEST_DB(those_asked_see_the_handoff_and_not_the_ticket)
{
    int64_t mine = given_outlet(t, "PD"), other = given_outlet(t, "HP");
    Ticket ticket = given_complaint_ticket(t), hidden;
    Handoff handoff = given(t, ticket.id, "PD", false), found;
    HandoffFilter filter = {.limit = 10};
    List list;
    const char *next;
    Person person = {.kind = PERSON_HUMAN, .id = 5, .scope_outlet_id = mine};
    person.rights = rights_all();
    t->ctx->who = &person;
    check_status(t, ticket_find(t->ctx, ticket.id, &hidden), NOT_FOUND);
    check_ok(t, handoff_list_waiting(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
    HandoffCount waiting;
    check_ok(t, handoff_count_waiting(t->ctx, &waiting));
    check_int(t, waiting.waiting, 1);
    check_int(t, waiting.overdue, 0);
    source_move(t->ctx->source, 10 * DAY_MS);
    check_ok(t, handoff_count_waiting(t->ctx, &waiting));
    check_int(t, waiting.overdue, 1);
    check_ok(t, moving(t, &handoff, MOVE_ACCEPT, NULL));
    check_int(t, handoff.owner_id, 5);
    check_ok(t, moving(t, &handoff, MOVE_ANSWER, "…"));
    check_status(t, moving(t, &handoff, MOVE_CLOSE, NULL), FORBIDDEN);
    check(t, t->ctx->who == &person);
    person.scope_outlet_id = other;
    check_status(t, handoff_find(t->ctx, handoff.id, &found), NOT_FOUND);
    check_ok(t, handoff_list_waiting(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 0);
    check_ok(t, handoff_count_waiting(t->ctx, &waiting));
    check_int(t, waiting.waiting, 0);
    t->ctx->who = NULL;
}

static size_t listed(T *t, int64_t ticket_id)
{
    List list;
    check_ok(t, handoff_list_ticket(t->ctx, ticket_id, &list));
    return list.count;
}

TEST_DB(a_customer_sees_their_ticket_but_none_of_its_handoffs)
{
    Person client = {.kind = PERSON_HUMAN, .id = 6, .rights = rights_all()};
    given_outlet(t, "PD");
    client.scope_customer_id = given_customer(t, "C-1", NULL, NULL).id;
    TicketInput input = blank_ticket(TICKET_COMPLAINT, CHANNEL_PHONE);
    input.customer_id = client.scope_customer_id;
    Ticket ticket = opened_ticket(t, input);
    given(t, ticket.id, "PD", true);
    check_int(t, listed(t, ticket.id), 1);
    t->ctx->who = &client;
    check_int(t, listed(t, ticket.id), 0);
    t->ctx->who = NULL;
}
