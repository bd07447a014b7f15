#include "desk/desk_tell.h"

#include <string.h>
#include <unistd.h>

#include "access/testing.h"
#include "customer/testing.h"
#include "db/db.h"
#include "desk/testing.h"

static Status note_write(Ctx *ctx, void *work)
{
    const Ticket *ticket = work;
    TicketEdit edit;
    Entry note = ticket_entry_of(ENTRY_NOTE, ENTRY_INTERNAL);
    note.text = "the courier was called";
    Status s = ticket_edit(ctx, ticket->id, NONE, &edit);
    return s ? s : ticket_entry_say(ctx, &edit, &note);
}

static Status answer_write(Ctx *ctx, void *work)
{
    const Ticket *ticket = work;
    TicketEdit edit;
    Entry answer = ticket_entry_of(ENTRY_MESSAGE, ENTRY_PUBLIC);
    answer.direction = ENTRY_OUT;
    answer.channel = CHANNEL_EMAIL;
    answer.text = "it comes today";
    Status s = ticket_edit(ctx, ticket->id, NONE, &edit);
    if (!s) s = ticket_entry_say(ctx, &edit, &answer);
    return s ? s : ticket_save(ctx, &edit);
}

TEST_DB(a_note_is_heard_by_colleagues_and_that_there_is_one_not_by_the_customer)
{
    int64_t customer_id = given_customer(t, "C1", "李雷", NULL).id;
    Ticket ticket = given_ticket_at(t, 0, customer_id);
    const char *colleague = given_listener(t, NULL, 0);
    const char *customer = given_listener(t, NULL, customer_id);
    Site *site = given_feed(t);
    int ears[] = {listen_as(site, colleague), listen_as(site, customer)};
    check_ok(t, database_write(t->ctx, t->house->database, note_write, &ticket));
    char *heard = receive_until(site, ears[0], "event: ticket.changed");
    check(t, strstr(heard, ticket.no));
    check(t, !strstr(heard, "courier"));
    check_ok(t, database_write(t->ctx, t->house->database, answer_write, &ticket));
    heard = receive_until(site, ears[1], "\"version\":2");
    check(t, strstr(heard, "event: ticket.changed"));
    int64_t notes = 0;
    for (const char *at = heard; (at = strstr(at, "event: ticket.changed")); at++)
        notes++;
    check_int(t, notes, 2); /* the answer, and the ticket by it */
    for (size_t i = 0; i < 2; i++)
        close(ears[i]);
    close_feed(site);
}

static Status one_create(Ctx *ctx, void *work)
{
    Ticket ticket;
    return ticket_create(ctx, work, &ticket);
}

TEST_DB(a_new_ticket_is_told_with_its_parcels)
{
    TicketWaybill parcel = {.carrier = "sto", .no = "771234567890123"};
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_PHONE);
    input.waybills = (List){&parcel, 1};
    const char *colleague = given_listener(t, NULL, 0);
    const char *wanted = "\"no\":\"771234567890123\"}";
    check(t, strstr(heard_of(t, colleague, one_create, &input, wanted), wanted));
}
