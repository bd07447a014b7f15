/* Who may have a ticket, and who is called to it: only who would see it. */
#include "access/account.h"
#include "access/outlet.h"
#include "desk/entry.h"
#include "desk/follow.h"
#include "desk/ticket.h"
#include "test.h"

static void given_account(T *t, const char *login, const char *outlet)
{
    const char *role = "agent";
    Account account = {.login = login, .name = "某某", .roles = {&role, 1}, .outlet = outlet};
    check_ok(t, account_create(t->ctx, &account));
}

/* A ticket of the outlet: `owner` NULL for nobody's. */
static Status make(T *t, int64_t outlet_id, const char *owner, Ticket *out)
{
    TicketInput input;
    ticket_input_init(&input);
    input.kind = TICKET_INQUIRY;
    input.channel = CHANNEL_PHONE;
    input.subject = "包裹在哪里";
    input.outlet_id = outlet_id;
    input.owner = owner;
    return ticket_create(t->ctx, &input, out);
}

/* One of HERE, one of THERE, one who sees everything; the id of HERE. */
static int64_t given_people(T *t)
{
    int64_t top, here, there;
    check_ok(t, outlet_ensure(t->ctx, "HQ", "HQ", OUTLET_STATION, &top));
    check_ok(t, outlet_ensure(t->ctx, "HERE", "HERE", OUTLET_STATION, &here));
    check_ok(t, outlet_ensure(t->ctx, "THERE", "THERE", OUTLET_STATION, &there));
    given_account(t, "near", "HERE");
    given_account(t, "far", "THERE");
    given_account(t, "free", NULL);
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
