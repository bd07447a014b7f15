/* Tags, changed by who sees what is personal in them masked. */
#include "access/person.h"
#include "access/right.h"
#include "base/field_set.h"
#include "desk/testing.h"

static void put_tags(T *t, int64_t id, const char **tags, size_t count, Ticket *out)
{
    TicketChange change;
    shape_clear(&ticket_change_shape, &change);
    change.tags = (Texts){tags, count};
    check_ok(t, ticket_change(t->ctx, id, NONE, &change, out));
}

TEST_DB(tags_that_look_alike_masked_are_all_kept_by_who_adds_another)
{
    const char *had[] = {"电13812345678", "电13912345678"};
    const char *shown[] = {"电****", "急", "电****"};
    Person clerk = {.kind = PERSON_HUMAN, .id = 5};
    Ticket ticket = given_ticket_at(t, 0, 0);
    put_tags(t, ticket.id, had, 2, &ticket);
    rights_add(&clerk.rights, TICKET_READ);
    t->ctx->who = &clerk;
    put_tags(t, ticket.id, shown, 3, &ticket);
    t->ctx->who = NULL;
    check_ok(t, ticket_find(t->ctx, ticket.id, &ticket));
    check_int(t, ticket.tags.count, 3);
    check_text(t, ticket.tags.items[0], "急");
    check_text(t, ticket.tags.items[1], had[0]);
    check_text(t, ticket.tags.items[2], had[1]);
}
