/* Filters that are saved: what they take, and which are refused. */
#include "desk/queue.h"

#include "access/person.h"
#include "desk/merge.h"
#include "desk/team.h"
#include "desk/testing.h"

static TicketFilter any(void)
{
    TicketFilter filter;
    shape_clear(&ticket_query_shape, &filter);
    filter.limit = 50;
    return filter;
}

static Queue given_queue(T *t, TicketFilter *filter)
{
    Queue queue = {.name = "一", .shared = true, .filter = filter};
    check_ok(t, queue_create(t->ctx, &queue));
    return queue;
}

static Ticket given_ticket_in(T *t, const char *state)
{
    TicketEdit edit;
    Ticket ticket = opened_ticket(t, blank_ticket(TICKET_INQUIRY, CHANNEL_EMAIL));
    check_ok(t, ticket_edit(t->ctx, ticket.id, NONE, &edit));
    check_ok(t, ticket_move(t->ctx, &edit, state, "…"));
    check_ok(t, ticket_save(t->ctx, &edit));
    return ticket;
}

/* The filter lists that ticket alone, counts it, and does so as a queue. */
static void check_takes(T *t, TicketFilter filter, int64_t id)
{
    List list;
    const char *next;
    TicketCount counted;
    check_ok(t, ticket_list(t->ctx, &filter, &list, &next));
    check_int(t, (int64_t)list.count, 1);
    if (list.count) check_int(t, ((const Ticket *)list.items)->id, id);
    check_ok(t, ticket_count(t->ctx, &filter, &counted));
    check_int(t, counted.count, 1);
    Queue queue = given_queue(t, &filter);
    check_ok(t, queue_list(t->ctx, true, &list));
    check_int(t, (int64_t)list.count, 1);
    if (list.count) check_int(t, ((const Queue *)list.items)->count, 1);
    check_ok(t, queue_remove(t->ctx, queue.id, queue.version));
}

TEST_DB(a_state_or_a_type_alone_is_listed_and_counted_whatever_it_means)
{
    const char *states[] = {"open", "resolved", "closed"};
    Ticket last = {0};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        TicketFilter state = any(), type = any();
        last = given_ticket_in(t, states[i]);
        state.state = states[i];
        check_takes(t, state, last.id);
        type.types = (Texts){&states[i], 1};
        check_takes(t, type, last.id);
    }
}

TEST_DB(a_merged_ticket_is_found_by_its_state)
{
    TicketFilter filter = any();
    Ticket one = given_ticket_in(t, "open"), two = given_ticket_in(t, "open"), into;
    check_ok(t, ticket_merge(t->ctx, one.id, NONE, two.id, &into));
    filter.state = "merged";
    check_takes(t, filter, one.id);
}

TEST_DB(a_queue_without_a_name_to_be_seen_is_refused)
{
    const char *names[] = {" ", "\u3000", "\u200b"};
    TicketFilter filter = any();
    Queue queue = {.shared = true, .filter = &filter};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        queue.name = names[i];
        check_status(t, queue_create(t->ctx, &queue), INVALID);
        check_text(t, t->ctx->problem.field, "name");
    }
}

TEST_DB(a_time_that_ends_before_it_begins_is_not_saved)
{
    const struct {
        const char *field;
        TicketFilter filter;
    } cases[] = {{"opened_until", {.sort = NONE, .opened_from = 2, .opened_until = 1}},
                 {"due_until", {.sort = NONE, .due_from = 2, .due_until = 1}},
                 {"answered_until", {.sort = NONE, .answered_from = 2, .answered_until = 1}},
                 {"resolved_until", {.sort = NONE, .resolved_from = 2, .resolved_until = 1}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        TicketFilter filter = cases[i].filter;
        Queue queue = {.name = "一", .shared = true, .filter = &filter};
        check_status(t, queue_create(t->ctx, &queue), INVALID);
        check_text(t, t->ctx->problem.field, cases[i].field);
    }
}

TEST_DB(a_queue_that_makes_no_sense_any_more_can_be_mended_and_forgotten)
{
    TicketFilter filter = any(), whole = any();
    Team team = {.code = "HOT", .name = "Hotline"}, closed;
    check_ok(t, team_create(t->ctx, &team));
    filter.team = "HOT";
    Queue mended = given_queue(t, &filter), forgotten = given_queue(t, &filter), now;
    team.closed = true;
    check_ok(t, team_change(t->ctx, "HOT", team.version, &team, &closed));
    Queue change = {.name = "二", .shared = true, .filter = &whole};
    check_ok(t, queue_change(t->ctx, mended.id, 1, &change, &now));
    check_ok(t, queue_remove(t->ctx, forgotten.id, 1));
}
