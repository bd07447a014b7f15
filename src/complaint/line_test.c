/* What the customer's timeline says of their tickets, complaints and appeals. */
#include "complaint/appeal.h"
#include "complaint/complaint.h"
#include "customer/testing.h"
#include "customer/timeline.h"
#include "desk/entry.h"
#include "desk/testing.h"

static int64_t ticket_of(T *t, const char *code)
{
    TicketInput input = blank_ticket(TICKET_COMPLAINT, CHANNEL_EMAIL);
    input.customer = code;
    return opened_ticket(t, input).id;
}

static void say_with(T *t, int64_t ticket_id, Entry entry)
{
    TicketEdit edit;
    entry.text = "您好";
    check_ok(t, ticket_edit(t->ctx, ticket_id, NONE, &edit));
    check_ok(t, ticket_entry_say(t->ctx, &edit, &entry));
    check_ok(t, ticket_save(t->ctx, &edit));
}

static void say(T *t, int64_t ticket_id, EntryKind kind, EntryDirection direction)
{
    Entry entry = ticket_entry_of(kind, kind == ENTRY_NOTE ? ENTRY_INTERNAL : ENTRY_PUBLIC);
    entry.direction = direction;
    say_with(t, ticket_id, entry);
}

TEST_DB(what_was_said_on_a_ticket_stands_on_the_customers_timeline)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000");
    int64_t id = ticket_of(t, "C-1");
    say(t, id, ENTRY_MESSAGE, ENTRY_OUT);
    say(t, id, ENTRY_MESSAGE, ENTRY_IN);
    say(t, id, ENTRY_MESSAGE, ENTRY_IN);
    say(t, id, ENTRY_CALL, ENTRY_OUT);
    say(t, id, ENTRY_CALL, ENTRY_IN);
    const char *detail[] = {ENTRY_MISSED, "true"};
    Entry missed = ticket_entry_of(ENTRY_CALL, ENTRY_PUBLIC);
    missed.direction = ENTRY_IN;
    missed.detail = (Texts){detail, 2};
    say_with(t, id, missed);
    check_int(t, lines_of(t, customer.id, "call.missed"), 1);
    check_int(t, lines_of(t, customer.id, "ticket.replied"), 1);
    check_int(t, lines_of(t, customer.id, "message.received"), 2);
    check_int(t, lines_of(t, customer.id, "call.made"), 1);
    check_int(t, lines_of(t, customer.id, "call.answered"), 1);
}

TEST_DB(what_colleagues_tell_each_other_does_not)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000");
    const TimelineFilter all = {.limit = 10};
    const char *next;
    List before, after;
    int64_t id = ticket_of(t, "C-1");
    check_ok(t, timeline_list(t->ctx, customer.id, &all, &before, &next));
    say(t, id, ENTRY_NOTE, ENTRY_OUT);
    check_ok(t, timeline_list(t->ctx, customer.id, &all, &after, &next));
    check_int(t, after.count, before.count);
}

TEST_DB(a_complaint_and_its_appeal_stand_on_the_customers_timeline)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000");
    int64_t id = ticket_of(t, "C-1");
    ComplaintFacts facts;
    Complaint complaint;
    Appeal appeal;
    const AppealInput input = {
        .reference = "2026-7", .authority = "上海市邮政管理局", .transferred_at = ctx_now(t->ctx)};
    shape_clear(&complaint_facts_shape, &facts);
    check_ok(t, complaint_register(t->ctx, id, &facts, &complaint));
    facts.cause = "attitude";
    check_ok(t, complaint_state_facts(t->ctx, id, complaint.version, &facts, &complaint));
    check_ok(t, complaint_step(t->ctx, id, complaint.version, STEP_CLASSIFIED, NULL, &complaint));
    check_ok(t, appeal_enter(t->ctx, id, &input, &appeal));
    check_ok(t, appeal_reply(t->ctx, appeal.id, appeal.version, "已赔付", &appeal));
    check_ok(t, appeal_decide(t->ctx, appeal.id, appeal.version, APPEAL_FOUNDED, &appeal));
    check_int(t, lines_of(t, customer.id, "complaint.accepted"), 1);
    check_int(t, lines_of(t, customer.id, "complaint.judged"), 0);
    check_int(t, lines_of(t, customer.id, "appeal.received"), 1);
    check_int(t, lines_of(t, customer.id, "appeal.answered"), 1);
}
