#include "access/outlet.h"
#include "access/person.h"
#include "access/testing_people.h"
#include "customer/customer.h"
#include "db/db.h"
#include "desk/entry.h"
#include "desk/merge.h"
#include "desk/queue.h"
#include "desk/testing.h"
#include "test.h"
#include "waybill/testing.h"
#include "waybill/waybill.h"

static int64_t given_customer(T *t, const char *code)
{
    Customer customer;
    shape_clear(&customer_shape, &customer);
    customer.code = code;
    UpsertRow row = {.thing = &customer, .number = 1};
    check_ok(t, customer_upsert(t->ctx, &row, 1));
    check_ok(t, customer_by_code(t->ctx, code, &customer));
    return customer.id;
}

SQL(test_tier, "UPDATE customer SET tier = $2 WHERE id = $1");

TEST_DB(a_ticket_has_the_tier_of_its_customer)
{
    int64_t id = given_customer(t, "C-9");
    check(t, given_ticket_at(t, 0, id).tier == NULL);
    check_ok(t, db_run(t->ctx, &test_tier, db_int(id), db_int(TIER_VIP)));
    check_text(t, given_ticket_at(t, 0, id).tier, "vip");
}

static size_t listed(T *t, int64_t sort)
{
    TicketFilter filter = {.sort = sort, .limit = 10};
    List list;
    const char *next;
    check_ok(t, ticket_list(t->ctx, &filter, &list, &next));
    return list.count;
}

static int64_t counted(T *t)
{
    TicketFilter filter = {.sort = NONE, .limit = 10};
    TicketCount count;
    check_ok(t, ticket_count(t->ctx, &filter, &count));
    return count.count;
}

TEST_DB(who_is_limited_to_an_outlet_sees_and_counts_its_tickets_alone)
{
    given_outlet(t, "HQ"); /* the top: the others stand below it */
    int64_t here = given_outlet(t, "HERE"), there = given_outlet(t, "THERE");
    Ticket ours = given_ticket_at(t, here, 0), theirs = given_ticket_at(t, there, 0);
    given_ticket_at(t, 0, 0);
    Person clerk = {.kind = PERSON_HUMAN, .id = 5, .rights = rights_all(), .scope_outlet_id = here};
    t->ctx->who = &clerk;
    check_int(t, listed(t, SORT_DUE), 1);
    check_int(t, listed(t, SORT_URGENCY), 1);
    check_int(t, listed(t, SORT_NEWEST), 1);
    check_int(t, counted(t), 1);
    Ticket ticket;
    TicketEdit edit;
    check_ok(t, ticket_find(t->ctx, ours.id, &ticket));
    check_status(t, ticket_find(t->ctx, theirs.id, &ticket), NOT_FOUND);
    check_status(t, ticket_find_no(t->ctx, theirs.no, &ticket), NOT_FOUND);
    check_status(t, ticket_edit(t->ctx, theirs.id, NONE, &edit), NOT_FOUND);
    t->ctx->who = NULL;
}

TEST_DB(a_customer_sees_their_own_tickets_and_what_is_public_of_them)
{
    int64_t one = given_customer(t, "C-1"), two = given_customer(t, "C-2");
    Ticket ours = given_ticket_at(t, 0, one), theirs = given_ticket_at(t, 0, two);
    TicketEdit edit;
    Entry note = ticket_entry_of(ENTRY_NOTE, ENTRY_INTERNAL);
    note.text = "难缠";
    check_ok(t, ticket_edit(t->ctx, ours.id, NONE, &edit));
    check_ok(t, ticket_entry_say(t->ctx, &edit, &note));
    Person client = {
        .kind = PERSON_HUMAN, .id = 6, .rights = rights_all(), .scope_customer_id = one};
    t->ctx->who = &client;
    EntryFilter filter = {.limit = 10};
    List list;
    const char *next;
    Entry entry;
    check_int(t, listed(t, NONE), 1);
    check_int(t, counted(t), 1);
    check_ok(t, ticket_entry_list(t->ctx, ours.id, &filter, &list, &next));
    check_int(t, list.count, 1);
    check_status(t, ticket_entry_find(t->ctx, ours.id, note.id, &entry), NOT_FOUND);
    check_status(t, ticket_entry_list(t->ctx, theirs.id, &filter, &list, &next), NOT_FOUND);
    t->ctx->who = NULL;
}

typedef struct Raise {
    int64_t id, version;
} Raise;

static Status raise_it(Ctx *ctx, void *work)
{
    const Raise *what = work;
    TicketEdit edit;
    Status s = ticket_edit(ctx, what->id, what->version, &edit);
    edit.now.priority = PRIORITY_HIGH;
    return s ? s : ticket_save(ctx, &edit);
}

TEST_DB(of_two_who_read_the_same_version_the_second_is_refused_and_nothing_is_lost)
{
    Ticket ticket = given_ticket_at(t, 0, 0);
    Raise first = {ticket.id, 1};
    check_ok(t, raise_it(t->ctx, &first));
    check_status(t, db_attempt(t->ctx, raise_it, &first), STALE);
    check_ok(t, ticket_find(t->ctx, ticket.id, &ticket));
    check_int(t, ticket.version, 2);
    check_int(t, ticket.priority, PRIORITY_HIGH);
    check_int(t, counted(t), 1);
}

static Ticket given_ticket_about(T *t, int64_t outlet_id, TicketWaybill *parcel)
{
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_EMAIL);
    input.outlet_id = outlet_id;
    input.waybills = (List){parcel, 1};
    Ticket ticket = opened_ticket(t, input);
    check_int(t, ticket.waybills.count, 1);
    return ticket;
}

TEST_DB(a_parcel_out_of_scope_is_kept_as_a_number_and_does_not_tell_whose_it_is)
{
    TicketWaybill named = {.no = "771234567890124"};
    TicketChange change;
    given_outlet(t, "HQ");
    int64_t here = given_outlet(t, "HERE"), customer = given_customer(t, "C-1");
    Person clerk = {.kind = PERSON_HUMAN, .id = 5, .rights = rights_all(), .scope_outlet_id = here};
    WaybillInput parcel = given_waybill(named.no);
    parcel.customer_ref = "C-1";
    check_int(t, take_waybill(t, parcel, NULL), UPSERT_CREATED);
    Ticket seen = given_ticket_about(t, here, &named);
    check_int(t, seen.customer_id, customer);
    t->ctx->who = &clerk;
    Ticket ticket = given_ticket_about(t, here, &named);
    check_int(t, ticket.customer_id, 0);
    check_int(t, ((const TicketWaybill *)ticket.waybills.items)->waybill_id, 0);
    shape_clear(&ticket_change_shape, &change);
    change.waybills = (List){&named, 1};
    check_ok(t, ticket_change(t->ctx, seen.id, NONE, &change, &ticket)); /* what it knew it keeps */
    check_int(t, ((const TicketWaybill *)ticket.waybills.items)->waybill_id,
              ((const TicketWaybill *)seen.waybills.items)->waybill_id);
    t->ctx->who = NULL;
}

/* The only parcel of a ticket, as ctx's person reads it. */
static TicketWaybill parcel_of(T *t, int64_t ticket_id)
{
    Ticket ticket;
    check_ok(t, ticket_find(t->ctx, ticket_id, &ticket));
    check_int(t, ticket.waybills.count, 1);
    return *(const TicketWaybill *)ticket.waybills.items;
}

/* The same where it is the only one listed. */
static TicketWaybill listed_parcel(T *t)
{
    const TicketFilter all = {.sort = NONE, .limit = 20};
    List list;
    const char *next;
    check_ok(t, ticket_list(t->ctx, &all, &list, &next));
    check_int(t, list.count, 1);
    const Ticket *ticket = list.items;
    check_int(t, ticket->waybills.count, 1);
    return *(const TicketWaybill *)ticket->waybills.items;
}

TEST_DB(a_number_that_nobody_knew_is_the_parcel_s_once_there_is_one_for_who_may_see_it)
{
    TicketWaybill named = {.no = "771234567890124"};
    given_outlet(t, "HQ");
    int64_t here = given_outlet(t, "HERE");
    Person clerk = {.kind = PERSON_HUMAN, .id = 5, .rights = rights_all(), .scope_outlet_id = here};
    Ticket ticket = given_ticket_about(t, here, &named);
    check_int(t, parcel_of(t, ticket.id).waybill_id, 0);
    WaybillInput parcel = given_waybill(named.no);
    check_int(t, take_waybill(t, parcel, NULL), UPSERT_CREATED);
    TicketWaybill bound = parcel_of(t, ticket.id);
    check(t, bound.waybill_id != 0);
    check_text(t, bound.carrier, parcel.carrier);
    check_int(t, listed_parcel(t).waybill_id, 0);
    t->ctx->who = &clerk;
    check_int(t, parcel_of(t, ticket.id).waybill_id, 0);
    t->ctx->who = NULL;
    parcel.carrier = "other";
    check_int(t, take_waybill(t, parcel, NULL), UPSERT_CREATED);
    check_int(t, parcel_of(t, ticket.id).waybill_id, 0); /* which of the two, nobody can say */
    check_text(t, parcel_of(t, ticket.id).carrier, "");
}

TEST_DB(a_parcel_that_is_split_off_stays_that_parcel_though_who_does_it_does_not_see_it)
{
    TicketWaybill named = {.no = "771234567890124"};
    given_outlet(t, "HQ");
    int64_t here = given_outlet(t, "HERE");
    Person clerk = {.kind = PERSON_HUMAN, .id = 5, .rights = rights_all(), .scope_outlet_id = here};
    check_int(t, take_waybill(t, given_waybill(named.no), NULL), UPSERT_CREATED);
    Ticket whole = given_ticket_about(t, here, &named), part;
    const TicketSplit split = {.subject = "二", .kind = NONE, .waybills = {&named, 1}};
    t->ctx->who = &clerk;
    check_ok(t, ticket_split(t->ctx, whole.id, 1, &split, &part));
    check_int(t, part.waybills.count, 1);
    check_int(t, ((const TicketWaybill *)part.waybills.items)->waybill_id,
              ((const TicketWaybill *)whole.waybills.items)->waybill_id);
    check_ok(t, ticket_find(t->ctx, whole.id, &whole));
    check_int(t, whole.waybills.count, 0);
    t->ctx->who = NULL;
}

/* What ctx's person reads in the log of a ticket that opens tickets: one entry for each. */
static int64_t openings(T *t, int64_t ticket_id)
{
    EntryFilter filter = {.limit = 50};
    List list;
    const char *next;
    int64_t count = 0;
    check_ok(t, ticket_entry_list(t->ctx, ticket_id, &filter, &list, &next));
    for (size_t i = 0; i < list.count; i++)
        count += ((const Entry *)list.items)[i].kind == ENTRY_OPENED;
    return count;
}

TEST_DB(a_merged_ticket_is_read_in_the_other_by_those_only_who_would_see_it_alone)
{
    given_outlet(t, "HQ");
    int64_t here = given_outlet(t, "HERE"), there = given_outlet(t, "THERE");
    int64_t one = given_customer(t, "C-1"), two = given_customer(t, "C-2");
    Ticket into = given_ticket_at(t, here, one), other;
    const Ticket merged[] = {given_ticket_at(t, here, one), given_ticket_at(t, here, two),
                             given_ticket_at(t, there, one)};
    for (size_t i = 0; i < sizeof merged / sizeof *merged; i++)
        check_ok(t, ticket_merge(t->ctx, merged[i].id, NONE, into.id, &other));
    Person clerk = {.kind = PERSON_HUMAN, .id = 5, .rights = rights_all(), .scope_outlet_id = here};
    Person client = {
        .kind = PERSON_HUMAN, .id = 6, .rights = rights_all(), .scope_customer_id = one};
    check_int(t, openings(t, into.id), 4);
    t->ctx->who = &clerk;
    check_int(t, openings(t, into.id), 3);
    t->ctx->who = &client;
    check_int(t, openings(t, into.id), 3);
    t->ctx->who = NULL;
}

static Customer known(T *t, const char *code, const char *phone, const char *email)
{
    Customer customer;
    shape_clear(&customer_shape, &customer);
    customer.code = code;
    customer.phone = phone;
    customer.email = email;
    UpsertRow row = {.thing = &customer, .number = 1};
    check_ok(t, customer_upsert(t->ctx, &row, 1));
    check_ok(t, customer_by_code(t->ctx, code, &customer));
    return customer;
}

#define PAID_NO "YT7100000000007"

static void given_parcel_of(T *t, const char *code)
{
    WaybillInput input;
    shape_clear(&waybill_input_shape, &input);
    input.carrier = "yto";
    input.no = PAID_NO;
    input.customer_ref = code;
    UpsertRow row = {.thing = &input, .number = 1};
    check_ok(t, waybill_apply(t->ctx, &row, 1));
}

/* The customer of a ticket about the parcel that names none. */
static int64_t customer_of(T *t, const char *name, const char *phone, const char *email)
{
    TicketWaybill about = {.carrier = "yto", .no = PAID_NO};
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_PHONE);
    input.contact_name = name;
    input.contact_phone = phone;
    input.contact_email = email;
    input.waybills = (List){&about, 1};
    return opened_ticket(t, input).customer_id;
}

TEST_DB(who_pays_for_a_parcel_is_the_customer_of_what_others_say_about_it_only_where_they_said_it)
{
    int64_t payer = known(t, "PAYER", "13800138000", "p@example.com").id;
    int64_t other = known(t, "OTHER", "13900139000", "o@example.com").id;
    given_parcel_of(t, "PAYER");
    check_int(t, customer_of(t, NULL, NULL, NULL), payer);
    check_int(t, customer_of(t, "", "", ""), payer);
    check_int(t, customer_of(t, "收件人", "13700137000", NULL), 0);
    check_int(t, customer_of(t, "收件人", NULL, NULL), 0);
    check_int(t, customer_of(t, NULL, NULL, "nobody@example.com"), 0);
    check_int(t, customer_of(t, NULL, "13800138000", NULL), payer);
    check_int(t, customer_of(t, NULL, "13700137000", "p@example.com"), payer);
    check_int(t, customer_of(t, NULL, "13900139000", NULL), other);
    check_int(t, customer_of(t, NULL, NULL, "o@example.com"), other);
    known(t, "THIRD", "13600136000", NULL);
    check_int(t, customer_of(t, NULL, "13600136000", "o@example.com"), 0); /* two people */
    known(t, "FOURTH", "13900139000", NULL);
    check_int(t, customer_of(t, NULL, "13900139000", NULL), 0); /* whose, nobody knows */
}

static Entry said(T *t, int64_t ticket_id, int64_t kind, const char *text)
{
    TicketEdit edit;
    Entry entry = ticket_entry_of(kind, ENTRY_PUBLIC);
    entry.text = text;
    entry.direction = ENTRY_OUT;
    check_ok(t, ticket_edit(t->ctx, ticket_id, NONE, &edit));
    check_ok(t, ticket_entry_say(t->ctx, &edit, &entry));
    check_ok(t, ticket_save(t->ctx, &edit));
    return entry;
}

TEST_DB(a_customer_reads_no_name_of_a_machine_either)
{
    int64_t one = given_customer(t, "C-1");
    Ticket ours = given_ticket_at(t, 0, one);
    Person machine = {.kind = PERSON_TOKEN, .id = 5, .login = "erp", .rights = rights_all()};
    Person client = {
        .kind = PERSON_HUMAN, .id = 6, .rights = rights_all(), .scope_customer_id = one};
    t->ctx->who = &machine;
    Entry answer = said(t, ours.id, ENTRY_MESSAGE, "在路上"), entry;
    check_ok(t, ticket_entry_find(t->ctx, ours.id, answer.id, &entry));
    check_text(t, entry.author, "erp");
    t->ctx->who = &client;
    check_ok(t, ticket_entry_find(t->ctx, ours.id, answer.id, &entry));
    check_text(t, entry.author, ENTRY_STAFF);
    check_int(t, entry.author_id, 0);
    t->ctx->who = NULL;
}

TEST_DB(a_customer_reads_no_calls_and_no_colleague_s_login)
{
    int64_t one = given_customer(t, "C-1");
    Ticket ours = given_ticket_at(t, 0, one), seen;
    Person clerk = {.kind = PERSON_HUMAN, .id = 5, .login = "anna", .rights = rights_all()};
    Person client = {
        .kind = PERSON_HUMAN, .id = 6, .rights = rights_all(), .scope_customer_id = one};
    t->ctx->who = &clerk;
    Entry call = said(t, ours.id, ENTRY_CALL, "收件人说的"), entry;
    Entry answer = said(t, ours.id, ENTRY_MESSAGE, "在路上");
    check_ok(t, ticket_entry_find(t->ctx, ours.id, call.id, &entry));
    check_text(t, entry.author, "anna");
    t->ctx->who = &client;
    EntryFilter filter = {.limit = 10};
    List list;
    const char *next;
    check_ok(t, ticket_entry_list(t->ctx, ours.id, &filter, &list, &next));
    check_int(t, list.count, 2);
    check_status(t, ticket_entry_find(t->ctx, ours.id, call.id, &entry), NOT_FOUND);
    check_ok(t, ticket_entry_find(t->ctx, ours.id, answer.id, &entry));
    check_text(t, entry.author, ENTRY_STAFF);
    check_int(t, entry.author_id, 0);
    check_ok(t, ticket_find(t->ctx, ours.id, &seen));
    check(t, !seen.owner);
    t->ctx->who = NULL;
}
