/* The customer of a ticket has it on their timeline, whenever they were entered on it. */
#include "customer/testing.h"
#include "customer/timeline.h"
#include "desk/entry.h"
#include "desk/testing.h"

static Ticket given_ticket(T *t)
{
    return opened_ticket(t, blank_ticket(TICKET_INQUIRY, CHANNEL_PHONE));
}

static TicketEdit editing(T *t, int64_t id)
{
    TicketEdit edit;
    source_move(t->ctx->source, 1);
    check_ok(t, ticket_edit(t->ctx, id, NONE, &edit));
    return edit;
}

static void called(T *t, int64_t id)
{
    TicketEdit edit = editing(t, id);
    Entry entry = ticket_entry_of(ENTRY_CALL, ENTRY_PUBLIC);
    entry.direction = ENTRY_IN;
    entry.text = "asked again";
    check_ok(t, ticket_entry_say(t->ctx, &edit, &entry));
    check_ok(t, ticket_save(t->ctx, &edit));
}

static void noted(T *t, int64_t id, int64_t kind, const char *what)
{
    TicketEdit edit = editing(t, id);
    check_ok(t, ticket_entry_add_detail(t->ctx, &edit, kind, ENTRY_INTERNAL, "what", what, NULL));
    check_ok(t, ticket_save(t->ctx, &edit));
}

static void given_customer_of(T *t, int64_t id, const char *code)
{
    TicketChange change;
    Ticket ticket, now;
    source_move(t->ctx->source, 1);
    check_ok(t, ticket_find(t->ctx, id, &ticket));
    shape_clear(&ticket_change_shape, &change);
    change.customer = code;
    check_ok(t, ticket_change(t->ctx, id, ticket.version, &change, &now));
}

TEST_DB(who_becomes_the_customer_of_a_ticket_has_all_of_it_on_their_timeline)
{
    static const char *const kinds[] = {
        "ticket.resolved", "appeal.received", "form.filled",      "handoff.given",
        "call.answered",   "ticket.opened",   "customer.created", NULL};
    Customer one = given_customer(t, "C-1", "张三", "13800138000");
    source_move(t->ctx->source, 1);
    Ticket ticket = given_ticket(t);
    called(t, ticket.id);
    noted(t, ticket.id, ENTRY_HANDOFF, "given");
    noted(t, ticket.id, ENTRY_FORM, "filled_in");
    noted(t, ticket.id, ENTRY_COMPLAINT, "appeal_transferred");
    TicketEdit edit = editing(t, ticket.id);
    check_ok(t, ticket_move_type(t->ctx, &edit, TYPE_RESOLVED, NULL));
    check_ok(t, ticket_save(t->ctx, &edit));
    check_story(t, one.id, kinds + 6);
    given_customer_of(t, ticket.id, "C-1");
    check_story(t, one.id, kinds);
    given_customer_of(t, ticket.id, "C-1");
    check_story(t, one.id, kinds);
}

TEST_DB(what_came_of_a_ticket_is_once_on_the_timeline_of_who_is_its_customer_again)
{
    static const char *const kinds[] = {"ticket.resolved", "ticket.reopened",  "ticket.resolved",
                                        "ticket.opened",   "customer.created", NULL};
    Customer one = given_customer(t, "C-1", "张三", "13800138000");
    Customer other = given_customer(t, "C-2", "李四", "13800138001");
    source_move(t->ctx->source, 1);
    Ticket ticket = given_ticket(t);
    given_customer_of(t, ticket.id, "C-1");
    for (int i = 0; i < 3; i++) {
        TicketEdit edit = editing(t, ticket.id);
        TicketType type = i == 1 ? TYPE_OPEN : TYPE_RESOLVED;
        check_ok(t, ticket_move_type(t->ctx, &edit, type, NULL));
        check_ok(t, ticket_save(t->ctx, &edit));
    }
    check_story(t, one.id, kinds);
    given_customer_of(t, ticket.id, "C-2");
    check_story(t, other.id, kinds);
    given_customer_of(t, ticket.id, "C-1");
    check_story(t, one.id, kinds);
}

TEST_DB(what_becomes_a_complaint_of_a_customer_at_once_is_accepted_once)
{
    static const char *const kinds[] = {"complaint.accepted", "ticket.opened", "customer.created",
                                        NULL};
    Customer one = given_customer(t, "C-1", "张三", "13800138000");
    TicketChange change;
    Ticket now;
    source_move(t->ctx->source, 1);
    Ticket ticket = given_ticket(t);
    source_move(t->ctx->source, 1);
    shape_clear(&ticket_change_shape, &change);
    change.customer = "C-1";
    change.kind = TICKET_COMPLAINT;
    check_ok(t, ticket_change(t->ctx, ticket.id, ticket.version, &change, &now));
    check_story(t, one.id, kinds);
    given_customer(t, "C-2", "李四", "13800138001");
    given_customer_of(t, ticket.id, "C-2");
    given_customer_of(t, ticket.id, "C-1");
    check_story(t, one.id, kinds);
}

TEST_DB(a_handoff_and_a_form_are_on_the_timeline_as_they_are_made)
{
    static const char *const kinds[] = {"form.filled", "handoff.given", "ticket.opened",
                                        "customer.created", NULL};
    Customer one = given_customer(t, "C-1", "张三", "13800138000");
    Ticket ticket = given_ticket(t);
    given_customer_of(t, ticket.id, "C-1");
    noted(t, ticket.id, ENTRY_HANDOFF, "given");
    noted(t, ticket.id, ENTRY_FORM, "filled_in");
    check_story(t, one.id, kinds);
}
