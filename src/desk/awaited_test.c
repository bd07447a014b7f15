/* Tickets about a number that becomes a parcel only later. */
#include "desk/awaited.h"

#include "access/person.h"
#include "complaint/testing.h"
#include "customer/testing.h"
#include "db/db.h"
#include "desk/entry.h"
#include "desk/testing.h"
#include "waybill/testing.h"

#define NO "78900000000001"
#define PAYER "13812340001"
#define STRANGER "13812340003"

typedef struct Contact {
    const char *name, *phone;
} Contact;

/* Opened before anybody knows the parcel. */
static Ticket asked(T *t, Contact contact)
{
    TicketWaybill parcel = {.no = NO};
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_PHONE);
    input.contact_name = contact.name;
    input.contact_phone = contact.phone;
    input.waybills = (List){&parcel, 1};
    return opened_ticket(t, input);
}

/* Below TOP, with none below it. */
static int64_t below(T *t, const char *code)
{
    given_outlet(t, "TOP");
    return given_outlet(t, code);
}

static void seen_at(T *t, const char *outlet)
{
    below(t, outlet);
    ScanInput scan = given_scan(NO, 60, "collected");
    scan.site_code = outlet;
    check_int(t, take_scan(t, scan, NULL), UPSERT_CREATED);
}

static int64_t ordered_by(T *t, const char *customer)
{
    WaybillInput order = given_waybill(NO);
    Customer payer = given_customer(t, customer, "Shop", PAYER);
    order.customer_ref = customer;
    UpsertOutcome is = take_waybill(t, order, NULL);
    check(t, is == UPSERT_CREATED || is == UPSERT_CHANGED);
    return payer.id;
}

static Ticket filled(T *t, int64_t id)
{
    Ticket ticket;
    check_ok(t, awaited_fill(t->ctx, NULL));
    check_ok(t, ticket_find(t->ctx, id, &ticket));
    return ticket;
}

static int64_t said(T *t, int64_t id)
{
    return entries_of(t, id, ENTRY_CHANGED, "why", "parcel");
}

SQL(test_awaited, "SELECT COUNT(*) FROM ticket_awaited");

static int64_t awaited(T *t)
{
    int64_t count;
    check_ok(t, db_get_int(t->ctx, &test_awaited, &count));
    return count;
}

TEST_DB(a_parcel_that_comes_later_says_its_outlet_and_who_pays)
{
    int64_t id = asked(t, (Contact){0}).id;
    check_int(t, filled(t, id).version, 1);
    seen_at(t, "PD");
    Ticket ticket = filled(t, id);
    check_text(t, ticket.outlet, "PD");
    check_int(t, ticket.customer_id, 0);
    check_int(t, entries_of(t, id, ENTRY_CHANGED, "outlet", "PD"), 1);
    int64_t payer = ordered_by(t, "SHOP"); /* its order comes after its scans */
    ticket = filled(t, id);
    check_int(t, ticket.customer_id, payer);
    check_text(t, ticket.customer, "SHOP");
    check_int(t, entries_of(t, id, ENTRY_CHANGED, "customer", "SHOP"), 1);
    check(t, ((const TicketWaybill *)ticket.waybills.items)->waybill_id != 0);
    check_int(t, awaited(t), 0);
    check_int(t, filled(t, id).version, ticket.version);
    check_int(t, said(t, id), 2);
}

/* PATCHed onto a ticket: the number, and what else is said with it (NULL: nothing). */
static Ticket named_later(T *t, int64_t id, const char *no, const char *outlet)
{
    TicketChange change;
    Ticket now;
    TicketWaybill parcel = {.no = no, .carrier = ""};
    shape_clear(&ticket_change_shape, &change);
    check_ok(t, ticket_find(t->ctx, id, &now));
    change.waybills = (List){&parcel, 1};
    change.outlet = outlet;
    check_ok(t, ticket_change(t->ctx, id, now.version, &change, &now));
    return now;
}

TEST_DB(a_number_that_is_named_later_is_awaited_too)
{
    int64_t id = given_ticket_at(t, 0, 0).id;
    named_later(t, id, NO, NULL);
    named_later(t, id, NO, NULL);
    check_int(t, awaited(t), 1);
    seen_at(t, "PD");
    check_text(t, filled(t, id).outlet, "PD");
    int64_t payer = ordered_by(t, "SHOP");
    check_int(t, filled(t, id).customer_id, payer);
}

TEST_DB(a_known_parcel_that_is_named_later_says_its_outlet_and_who_pays_at_once)
{
    seen_at(t, "PD");
    int64_t payer = ordered_by(t, "SHOP"), id = given_ticket_at(t, 0, 0).id;
    Ticket now = named_later(t, id, NO, NULL);
    check_text(t, now.outlet, "PD");
    check_int(t, now.customer_id, payer);
    check_int(t, entries_of(t, id, ENTRY_CHANGED, "outlet", "PD"), 1);
    check_int(t, awaited(t), 0);
}

TEST_DB(what_is_said_with_a_known_parcel_or_taken_away_after_it_was_named_stays)
{
    Ticket now;
    TicketChange change;
    seen_at(t, "PD");
    ordered_by(t, "SHOP");
    int64_t id = given_ticket_at(t, 0, 0).id;
    check_text(t, named_later(t, id, NO, "").outlet, NULL);
    shape_clear(&ticket_change_shape, &change);
    change.customer = "";
    check_ok(t, ticket_change(t->ctx, id, NONE, &change, &now));
    now = named_later(t, id, NO, NULL);
    check_text(t, now.outlet, NULL);
    check_int(t, now.customer_id, 0);
}

TEST_DB(what_a_person_says_with_a_number_or_took_away_before_it_was_named_again_stays)
{
    int64_t id = given_ticket_at(t, 0, 0).id;
    named_later(t, id, NO, "");
    named_later(t, id, NO, NULL);
    seen_at(t, "PD");
    check_text(t, filled(t, id).outlet, NULL);
    int64_t payer = ordered_by(t, "SHOP");
    check_int(t, filled(t, id).customer_id, payer);
}

TEST_DB(who_pays_for_it_is_not_told_what_a_stranger_asks)
{
    int64_t stranger_s = asked(t, (Contact){"Wang", STRANGER}).id;
    int64_t shop_s = asked(t, (Contact){"Shop", PAYER}).id;
    int64_t payer = ordered_by(t, "SHOP");
    check_int(t, filled(t, stranger_s).customer_id, 0);
    check_int(t, filled(t, shop_s).customer_id, payer);
    check_int(t, said(t, stranger_s), 0);
}

TEST_DB(what_a_person_set_or_took_away_stays)
{
    int64_t set = asked(t, (Contact){0}).id, emptied = asked(t, (Contact){0}).id;
    Ticket ticket;
    TicketChange change;
    Customer other = given_customer(t, "OTHER", "Wang", STRANGER);
    shape_clear(&ticket_change_shape, &change);
    change.customer = "OTHER";
    check_ok(t, ticket_change(t->ctx, set, NONE, &change, &ticket));
    check_ok(t, ticket_change(t->ctx, emptied, NONE, &change, &ticket));
    change.customer = "";
    check_ok(t, ticket_change(t->ctx, emptied, NONE, &change, &ticket));
    seen_at(t, "PD");
    ordered_by(t, "SHOP");
    ticket = filled(t, set);
    check_int(t, ticket.customer_id, other.id);
    check_text(t, ticket.outlet, "PD");
    ticket = filled(t, emptied);
    check_int(t, ticket.customer_id, 0);
    check_text(t, ticket.outlet, "PD");
}

/* Opened by a clerk of the outlet; what it is about comes to PD. */
static int64_t customer_by_clerk_of(T *t, const char *outlet)
{
    Person clerk = {.kind = PERSON_HUMAN, .id = 6, .rights = rights_all()};
    clerk.scope_outlet_id = below(t, outlet);
    t->ctx->who = &clerk;
    Ticket ticket = asked(t, (Contact){0});
    check_text(t, ticket.outlet, outlet);
    t->ctx->who = NULL;
    seen_at(t, "PD");
    ordered_by(t, "SHOP");
    return filled(t, ticket.id).customer_id;
}

TEST_DB(who_opened_it_and_does_not_see_the_parcel_learns_nothing_of_who_pays)
{
    check_int(t, customer_by_clerk_of(t, "AWAY"), 0);
}

TEST_DB(who_opened_it_and_sees_the_parcel_has_who_pays_for_it)
{
    check(t, customer_by_clerk_of(t, "PD") != 0);
}

TEST_DB(a_number_that_two_carriers_have_says_nothing)
{
    int64_t id = asked(t, (Contact){0}).id;
    WaybillInput other = given_waybill(NO);
    other.carrier = "other";
    ordered_by(t, "SHOP");
    check_int(t, take_waybill(t, other, NULL), UPSERT_CREATED);
    check_int(t, filled(t, id).customer_id, 0);
    check_int(t, awaited(t), 1);
}

static Status close_it(Ctx *ctx, void *work)
{
    TicketEdit edit;
    Status s = ticket_edit(ctx, *(const int64_t *)work, NONE, &edit);
    if (!s) s = ticket_move_type(ctx, &edit, TYPE_CLOSED, NULL);
    return s ? s : ticket_save(ctx, &edit);
}

TEST_DB(a_ticket_that_is_closed_waits_for_nothing)
{
    int64_t id = asked(t, (Contact){0}).id;
    check_int(t, awaited(t), 1);
    check_ok(t, close_it(t->ctx, &id));
    ordered_by(t, "SHOP");
    check_int(t, filled(t, id).customer_id, 0);
    check_int(t, awaited(t), 0);
}

TEST_DB(a_ticket_that_lacks_nothing_waits_for_nothing)
{
    ordered_by(t, "SHOP");
    seen_at(t, "PD");
    check(t, asked(t, (Contact){0}).customer_id != 0);
    check_int(t, awaited(t), 0);
}

SQL(test_owner, "INSERT INTO account (id, version, login, password_hash, must_change_password,"
                " outlet_id, closed, created_ms) VALUES (9, 1, 'far', '', 0, $1, 0, 0)");
SQL(test_owned, "UPDATE ticket SET owner_id = 9 WHERE id = $1");

TEST_DB(who_has_the_ticket_does_not_lose_sight_of_it)
{
    int64_t id = asked(t, (Contact){0}).id;
    check_ok(t, db_run(t->ctx, &test_owner, db_int(below(t, "AWAY"))));
    check_ok(t, db_run(t->ctx, &test_owned, db_int(id)));
    seen_at(t, "PD");
    Ticket ticket = filled(t, id);
    check_int(t, ticket.outlet_id, 0);
    check(t, t->ctx->problem.message[0] == 0);
}

/* Mistyped, and corrected since; what has that number belongs to others. */
TEST_DB(a_number_that_the_ticket_does_not_name_any_more_says_nothing_to_it)
{
    TicketWaybill right = {.no = "78900000000002"};
    TicketChange change;
    Ticket ticket = asked(t, (Contact){0});
    shape_clear(&ticket_change_shape, &change);
    change.waybills = (List){&right, 1};
    check_ok(t, ticket_change(t->ctx, ticket.id, NONE, &change, &ticket));
    seen_at(t, "PD");
    ordered_by(t, "SHOP");
    ticket = filled(t, ticket.id);
    check_int(t, ticket.outlet_id, 0);
    check_int(t, ticket.customer_id, 0);
    check_int(t, said(t, ticket.id), 0);
}

SQL(test_merged, "UPDATE ticket SET merged_into_id = $2 WHERE id = $1");

TEST_DB(a_ticket_that_cannot_be_written_keeps_no_other_waiting)
{
    int64_t first = asked(t, (Contact){0}).id, second = asked(t, (Contact){0}).id;
    check_ok(t, db_run(t->ctx, &test_merged, db_int(first), db_int(second)));
    seen_at(t, "PD");
    check_text(t, filled(t, second).outlet, "PD");
    check_int(t, said(t, first), 0);
    check(t, t->ctx->problem.message[0] == 0);
}
