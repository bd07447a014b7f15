/* Who may have a ticket, and who is called to it: only who would see it. */
#include "access/testing_people.h"
#include "desk/entry.h"
#include "desk/follow.h"
#include "desk/testing.h"

/* A ticket of the outlet: `owner` NULL for nobody's. */
static Status make(T *t, int64_t outlet_id, const char *owner, Ticket *out)
{
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_PHONE);
    input.outlet_id = outlet_id;
    input.owner = owner;
    return ticket_create(t->ctx, &input, out);
}

/* One of HERE, one of THERE, one who sees everything; the id of HERE. */
static int64_t given_people(T *t)
{
    given_outlet(t, "HQ");
    int64_t here = given_outlet(t, "HERE");
    given_outlet(t, "THERE");
    given_account(t, "near", "agent", "HERE");
    given_account(t, "far", "agent", "THERE");
    given_account(t, "free", "agent", NULL);
    return here;
}

TEST_DB(nobody_is_given_a_ticket_that_they_would_not_see)
{
    Ticket ticket;
    int64_t here = given_people(t);
    check_status(t, make(t, here, "far", &ticket), INVALID);
    check_text(t, t->ctx->problem.field, "owner");
    check_ok(t, make(t, here, "near", &ticket));
    const struct {
        const char *owner;
        Status expected;
    } cases[] = {{"far", INVALID}, {"free", OK}, {"near", OK}, {"", OK}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        TicketChange change;
        shape_clear(&ticket_change_shape, &change);
        change.owner = cases[i].owner;
        check_status(t, ticket_change(t->ctx, ticket.id, NONE, &change, &ticket),
                     cases[i].expected);
    }
}

TEST_DB(who_would_not_see_a_ticket_is_not_called_to_it)
{
    Ticket ticket;
    TicketEdit edit;
    List followers;
    Entry note = ticket_entry_of(ENTRY_NOTE, ENTRY_INTERNAL);
    check_ok(t, make(t, given_people(t), NULL, &ticket));
    note.text = "@far @near 请看";
    check_ok(t, ticket_edit(t->ctx, ticket.id, NONE, &edit));
    check_ok(t, ticket_entry_add(t->ctx, &edit, &note));
    check_ok(t, ticket_save(t->ctx, &edit));
    check_ok(t, ticket_followers(t->ctx, ticket.id, &followers));
    check_int(t, followers.count, 1);
    check_text(t, ((const Follower *)followers.items)->login, "near");
}
