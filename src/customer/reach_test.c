/* Phones and e-mail addresses of customers: what is refused, what is kept, what is found. */
#include "base/text.h"
#include "customer/derive.h"
#include "customer/part.h"
#include "customer/record.h"
#include "customer/testing.h"

static UpsertRow taken(T *t, Customer *customer)
{
    UpsertRow row = {.thing = customer, .number = 1};
    check_ok(t, customer_upsert(t->ctx, &row, 1));
    return row;
}

/* A customer from before phones were looked at. */
static Customer given_older(T *t, const char *code, const char *phone, const char *email)
{
    Customer customer = blank_customer(code), stored;
    customer.id = ctx_id(t->ctx);
    customer.version = 1;
    customer.kind = CUSTOMER_PERSON;
    customer.created_at = customer.changed_at = TEST_NOW;
    customer.phone = phone;
    customer.email = email;
    const CustomerWrite write = {.customer = &customer};
    check_ok(t, customer_store_insert(t->ctx, &write, 1));
    check_ok(t, customer_derive(t->ctx, &write, 1));
    check_ok(t, customer_by_code(t->ctx, code, &stored));
    return stored;
}

static List contacts_of(T *t, int64_t customer_id)
{
    const PartFilter filter = {.customer_id = customer_id, .limit = 50};
    List list;
    const char *next;
    check_ok(t, part_list(t->ctx, PART_CONTACT, &filter, &list, &next));
    return list;
}

static size_t found_by_phone(T *t, const char *phone)
{
    const CustomerFilter filter = {.phone = phone, .limit = 10};
    List list;
    const char *next;
    check_ok(t, customer_list(t->ctx, &filter, &list, &next));
    return list.count;
}

TEST_DB(a_phone_that_is_none_and_an_address_that_is_none_are_refused)
{
    static const char *const phones[] = {"abc", "138", "13812341234/13912341234", "138****1234",
                                         "13812341234;13912341234"};
    for (size_t i = 0; i < sizeof phones / sizeof *phones; i++) {
        Customer customer = blank_customer("C-1");
        customer.phone = phones[i];
        UpsertRow row = taken(t, &customer);
        check_int(t, row.outcome, UPSERT_REJECTED);
        check_text(t, row.field, "phone");
    }
    Customer customer = blank_customer("C-1");
    customer.email = "somewhere";
    UpsertRow row = taken(t, &customer);
    check_text(t, row.field, "email");
    check_text(t, row.reason, "is not an e-mail address");
}

TEST_DB(numbers_of_every_sort_are_taken)
{
    static const char *const phones[] = {"+44 20 7946 0958",
                                         "00852 2345 6789",
                                         "0571-87654321",
                                         "400-820-8820",
                                         "95338",
                                         "662345",
                                         "6255 1234",
                                         "+86 138 1234 1234",
                                         "１３８１２３４１２３４"};
    for (size_t i = 0; i < sizeof phones / sizeof *phones; i++) {
        Customer customer =
            given_customer(t, arena_format(t->ctx->arena, "C-%zu", i), NULL, phones[i]);
        check_text(t, customer.phone, phones[i]);
        check_int(t, found_by_phone(t, phones[i]) > 0, 1);
    }
}

TEST_DB(a_change_to_what_is_no_number_names_its_field_and_writes_nothing)
{
    Customer customer = given_customer(t, "C-1", "张三", "13800138000"), change, out;
    shape_clear(&customer_change_shape, &change);
    change.phone = "ask at the door";
    check_status(t, customer_change(t->ctx, customer.id, customer.version, &change, &out), INVALID);
    check_text(t, t->ctx->problem.field, "phone");
    problem_clear(t->ctx);
    change.phone = NULL;
    change.email = "a b@example.com";
    check_status(t, customer_change(t->ctx, customer.id, customer.version, &change, &out), INVALID);
    check_text(t, t->ctx->problem.field, "email");
    check_ok(t, customer_find(t->ctx, customer.id, &out));
    check_int(t, out.version, customer.version);
}

TEST_DB(what_was_kept_before_is_read_and_edited_still)
{
    Customer customer = given_older(t, "C-1", "ask at the door", "nowhere"), change, out;
    Contact contact = *(const Contact *)contacts_of(t, customer.id).items;
    check_text(t, contact.value, "ask at the door");
    check(t, contact.invalid && contact.primary);
    shape_clear(&customer_change_shape, &change);
    change.phone = "ask at the door";
    change.city = "上海";
    check_ok(t, customer_change(t->ctx, customer.id, customer.version, &change, &out));
    check_text(t, out.city, "上海");
    contact.label = "front door";
    check_ok(t, part_change(t->ctx, PART_CONTACT, &contact, contact.version));
    check_text(t, contact.label, "front door");
    contact.value = "ask at the gate";
    check_status(t, part_change(t->ctx, PART_CONTACT, &contact, contact.version), INVALID);
    Customer again = blank_customer("C-1");
    again.phone = "ask at the door";
    check_int(t, taken(t, &again).outcome, UPSERT_UNCHANGED);
}

TEST_DB(an_extension_stays_with_its_number_which_is_found_without_it)
{
    Customer customer = given_customer(t, "C-1", NULL, "021-12345678 转 801");
    const Contact *contact = contacts_of(t, customer.id).items;
    check_text(t, contact->value, "021-12345678 转 801");
    check_int(t, found_by_phone(t, "02112345678"), 1);
    check_int(t, found_by_phone(t, "021-12345678-802"), 1);
    const char *reached;
    check_ok(t, contact_reach(t->ctx, customer.id, CONTACT_PHONE, &reached));
    check_text(t, reached, "021-12345678 转 801");
}

TEST_DB(two_extensions_of_a_number_are_two_contact_points)
{
    Customer customer = given_customer(t, "C-1", NULL, "021-12345678 转 801");
    Contact contact;
    shape_clear(&contact_shape, &contact);
    contact.customer_id = customer.id;
    contact.kind = CONTACT_PHONE;
    contact.value = " 021-12345678-802 ";
    check_ok(t, part_add(t->ctx, PART_CONTACT, &contact));
    check_text(t, contact.value, "021-12345678-802");
    Contact same = contact;
    same.value = "021 1234 5678 ext. 801";
    check_status(t, part_add(t->ctx, PART_CONTACT, &same), CONFLICT);
    check_ok(t, part_remove(t->ctx, PART_CONTACT, (Part *)&contact, contact.version));
    check_int(t, found_by_phone(t, "02112345678"), 1);
}

TEST_DB(who_opted_out_with_an_extension_is_not_called_at_the_number)
{
    Customer customer = given_customer(t, "C-1", NULL, "021-12345678 转 801");
    Contact contact = *(const Contact *)contacts_of(t, customer.id).items;
    bool barred;
    contact.opted_out = true;
    check_ok(t, part_change(t->ctx, PART_CONTACT, &contact, contact.version));
    check_ok(t, contact_barred(t->ctx, customer.id, CONTACT_PHONE, "02112345678", &barred));
    check(t, barred);
    check_ok(t, contact_barred(t->ctx, customer.id, CONTACT_PHONE, "02112345679", &barred));
    check(t, !barred);
}
