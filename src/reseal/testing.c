#include "reseal/testing.h"

#include <stdio.h>

#include "access/keys.h"
#include "base/instant.h"
#include "channel/incoming.h"
#include "channel/incoming_store.h"
#include "customer/custom.h"
#include "desk/queue.h"
#include "desk/testing.h"
#include "house.h"
#include "portal/forget.h"
#include "portal/portal.h"
#include "portal/portal_store.h"
#include "waybill/testing.h"

#define OTHER_PHONE "13700137000"
#define MAIL "wang@example.com"

int names_hold(T *t, const Sql *sql, bool (*holds)(const char *name), const char *where)
{
    Rows *rows;
    int count = 0;
    HouseOptions options = {.data = arena_format(t->ctx->arena, "%s/data", t->folder),
                            .throw_away = true,
                            .node = -1,
                            .source = t->ctx->source};
    check_ok(t, house_open(t->ctx, &options));
    check_ok(t, database_reader(t->ctx, t->ctx->house->database));
    check_ok(t, db_query(t->ctx, sql, &rows));
    for (; rows_next(rows); count++) {
        const char *name = rows_text(rows, 0);
        if (!holds(name)) printf("%s is in no %s\n", name, where);
        check(t, holds(name));
    }
    check_ok(t, rows_end(rows));
    database_give_back(t->ctx, t->ctx->house->database);
    house_close(t->ctx);
    return count;
}

void keys_rotated(T *t)
{
    int64_t number;
    const House *house = t->ctx->house;
    check_ok(t, keys_rotate(t->ctx, house->data_folder, &number));
    keys_refresh(t->ctx, house->keys);
    check_int(t, keys_newest(house->keys), number);
}

void given_part(T *t, int64_t customer_id, ContactKind kind, const char *value)
{
    Contact contact;
    shape_clear(&contact_shape, &contact);
    contact.customer_id = customer_id;
    contact.kind = (int64_t)kind;
    contact.value = value;
    check_ok(t, part_add(t->ctx, PART_CONTACT, &contact));
}

static void given_person(T *t, int64_t customer_id)
{
    ContactPerson person;
    shape_clear(&contact_person_shape, &person);
    person.customer_id = customer_id;
    person.name = "李娜";
    person.phone = "13900139000";
    check_ok(t, part_add(t->ctx, PART_PERSON, &person));
}

static void given_value(T *t, int64_t customer_id, const char *name, bool personal)
{
    CustomField field;
    List list;
    Customer customer;
    const char *pair[] = {name, "北门"};
    shape_clear(&custom_field_shape, &field);
    field.name = name;
    field.kind = CUSTOM_TEXT;
    field.zh = field.en = name;
    field.personal = personal;
    check_ok(t, custom_field_declare(t->ctx, &field));
    check_ok(t, customer_find(t->ctx, customer_id, &customer));
    const CustomInput in = {{pair, 2}};
    check_ok(t, custom_values_write(t->ctx, customer_id, customer.version, &in, &list));
}

static Customer given_company(T *t)
{
    Customer customer = blank_customer("C-1");
    customer.kind = CUSTOMER_COMPANY;
    customer.name = NAME;
    customer.phone = PHONE;
    customer.email = MAIL;
    customer.address = "人民路 1 号";
    customer = stored_customer(t, customer);
    given_part(t, customer.id, CONTACT_WECHAT, WECHAT);
    given_person(t, customer.id);
    given_value(t, customer.id, "gate", false);
    given_value(t, customer.id, "door", true);
    return customer;
}

static void given_ticket(T *t)
{
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_EMAIL);
    input.contact_phone = PHONE;
    input.contact_email = MAIL;
    opened_ticket(t, input);
}

void given_parcel(T *t, const char *no, const char *name, const char *phone)
{
    WaybillInput input = given_waybill(no);
    input.receiver_name = name;
    input.receiver_phone = phone;
    take_waybill(t, input, NULL);
}

static void given_messages(T *t)
{
    static const char *const from[] = {OTHER_PHONE, "CMCC"};
    for (int i = 0; i < 2; i++) {
        Incoming in;
        IncomingRow row = {0};
        shape_clear(&incoming_shape, &in);
        in.channel = CHANNEL_SMS;
        in.message_id = from[i];
        in.from = from[i];
        in.text = "到了吗";
        check_ok(t, incoming_take(t->ctx, &in, &row));
    }
}

static void given_visitor(T *t)
{
    PortalBegun begun;
    const unsigned char hash[PORTAL_HASH] = {1};
    PortalSession session = {.contact = MAIL, .expires_ms = ctx_now(t->ctx) + 30 * DAY_MS};
    check_ok(t, portal_begin(t->ctx, MAIL, &begun));
    check_ok(t, contact_key_of(t->ctx, MAIL, &session.contact_key));
    check_ok(t, portal_store_session(t->ctx, hash, &session));
}

Customer given_all(T *t)
{
    Customer customer = given_company(t);
    given_ticket(t);
    given_parcel(t, "776000000001", NAME, PHONE);
    given_messages(t);
    given_visitor(t);
    return customer;
}

static void check_customer_found(T *t, CustomerFilter filter)
{
    List list;
    const char *next;
    filter.limit = 10;
    check_ok(t, customer_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
}

size_t parcels_by(T *t, const char *phone, const char *tail, const char *name)
{
    List list;
    const char *next;
    WaybillFilter filter;
    shape_clear(&waybill_filter_shape, &filter);
    filter.limit = 10;
    filter.cursor = NULL;
    filter.phone = phone;
    filter.phone_tail = tail;
    filter.name = name;
    check_ok(t, waybill_list(t->ctx, &filter, &list, &next));
    return list.count;
}

static void check_counted(T *t, const char *sender)
{
    KeyIndex key;
    int64_t count;
    check_ok(t, key_name(t->ctx, INCOMING_SENDER, sender, &key));
    check_ok(t, incoming_store_recent(t->ctx, &key, 0, &count));
    check_int(t, count, 1);
}

void check_found(T *t)
{
    KeyIndex key;
    int64_t rows;
    List list;
    const char *next;
    const TicketFilter tickets = {.sort = NONE, .limit = 10, .phone = PHONE};
    check_customer_found(t, (CustomerFilter){.name = NAME});
    check_customer_found(t, (CustomerFilter){.phone = PHONE});
    check_customer_found(t, (CustomerFilter){.phone_tail = "8000"});
    check_customer_found(t, (CustomerFilter){.email = MAIL});
    check_customer_found(t, (CustomerFilter){.name = "李娜"});
    check_customer_found(t, (CustomerFilter){.phone = "13900139000"});
    check_customer_found(t, (CustomerFilter){.field = "gate", .value = "北门"});
    check_customer_found(t, (CustomerFilter){.field = "door", .value = "北门"});
    check_int(t, parcels_by(t, PHONE, NULL, NULL), 1);
    check_int(t, parcels_by(t, NULL, "8000", NULL), 1);
    check_int(t, parcels_by(t, NULL, NULL, NAME), 1);
    check_ok(t, ticket_list(t->ctx, &tickets, &list, &next));
    check_int(t, list.count, 1);
    check_counted(t, OTHER_PHONE);
    check_counted(t, "CMCC");
    check_ok(t, contact_key_of(t->ctx, MAIL, &key));
    check_ok(t, portal_store_left(t->ctx, &key, &rows));
    check_int(t, rows, 2);
}

void check_once(T *t, int64_t customer_id)
{
    List list;
    const char *next;
    const PartFilter parts = {.customer_id = customer_id, .limit = 50};
    Customer again = blank_customer("C-1");
    again.phone = "138 0013 8000";
    again.email = MAIL;
    stored_customer(t, again);
    again.phone = "13800138009"; /* and back: it is primary again */
    stored_customer(t, again);
    again.phone = PHONE;
    stored_customer(t, again);
    check_ok(t, part_list(t->ctx, PART_CONTACT, &parts, &list, &next));
    check_int(t, list.count, 4);
    const Contact *contacts = list.items;
    int primary = 0;
    for (size_t i = 0; i < list.count; i++)
        primary += contacts[i].primary && contacts[i].kind == CONTACT_PHONE;
    check_int(t, primary, 1);
}
