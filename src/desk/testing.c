#include "desk/testing.h"

#include "access/account.h"
#include "desk/queue.h"

TicketInput blank_ticket(int64_t kind, int64_t channel)
{
    TicketInput input;
    ticket_input_init(&input);
    input.kind = kind;
    input.channel = channel;
    input.subject = "包裹在哪里";
    return input;
}

Ticket opened_ticket(T *t, TicketInput input)
{
    Ticket ticket;
    check_ok(t, ticket_create(t->ctx, &input, &ticket));
    return ticket;
}

Ticket given_ticket_at(T *t, int64_t outlet_id, int64_t customer_id)
{
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_EMAIL);
    input.outlet_id = outlet_id;
    input.customer_id = customer_id;
    return opened_ticket(t, input);
}

Ticket stored_ticket(T *t, int64_t id)
{
    Ticket ticket;
    check_ok(t, ticket_find(t->ctx, id, &ticket));
    return ticket;
}

int64_t news_of(T *t, int64_t account_id)
{
    Person who;
    TicketFilter filter = {.sort = NONE, .limit = 10, .unread = true};
    List list;
    const char *next;
    check_ok(t, account_person(t->ctx, account_id, &who));
    t->ctx->who = &who;
    check_ok(t, ticket_list(t->ctx, &filter, &list, &next));
    t->ctx->who = NULL;
    return (int64_t)list.count;
}
