#include "customer/part.h"

#include "customer/class.h"
#include "customer/testing.h"
#include "db/db.h"

static Contact contact_of(int64_t customer_id, ContactKind kind, const char *value)
{
    Contact contact;
    shape_clear(&contact_shape, &contact);
    contact.customer_id = customer_id;
    contact.kind = (int64_t)kind;
    contact.value = value;
    return contact;
}

static Contact given_contact(T *t, int64_t customer_id, ContactKind kind, const char *value)
{
    Contact contact = contact_of(customer_id, kind, value);
    check_ok(t, part_add(t->ctx, PART_CONTACT, &contact));
    return contact;
}

static List parts_of(T *t, PartKind kind, int64_t customer_id)
{
    const PartFilter filter = {.customer_id = customer_id, .limit = 50};
    List list;
    const char *next;
    check_ok(t, part_list(t->ctx, kind, &filter, &list, &next));
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

TEST_DB(what_a_file_brings_becomes_primary_and_the_one_before_it_stays)
{
    given_customer(t, "C-1", "张三", "138-0013-8000");
    Customer customer = given_customer(t, "C-1", NULL, "13900139000");
    List list = parts_of(t, PART_CONTACT, customer.id);
    const Contact *contacts = list.items;
    check_int(t, list.count, 2);
    check_text(t, contacts[0].value, "13800138000");
    check(t, !contacts[0].primary && contacts[1].primary);
    check_int(t, found_by_phone(t, "13800138000"), 1);
    given_customer(t, "C-1", NULL, "13800138000");
    list = parts_of(t, PART_CONTACT, customer.id);
    contacts = list.items;
    check_int(t, list.count, 2);
    check(t, contacts[0].primary && !contacts[1].primary);
}

TEST_DB(a_customer_is_reached_by_what_works_and_is_wanted)
{
    Customer customer = given_customer(t, "C-1", NULL, "13800138000");
    const char *value;
    check_ok(t, contact_reach(t->ctx, customer.id, CONTACT_PHONE, &value));
    check_text(t, value, "13800138000");
    Contact other = given_contact(t, customer.id, CONTACT_PHONE, "13900139000");
    check(t, !other.primary);
    Contact first = *(Contact *)parts_of(t, PART_CONTACT, customer.id).items;
    first.invalid = true;
    check_ok(t, part_change(t->ctx, PART_CONTACT, &first, first.version));
    check_ok(t, contact_reach(t->ctx, customer.id, CONTACT_PHONE, &value));
    check_text(t, value, "13900139000");
    other.opted_out = true;
    check_ok(t, part_change(t->ctx, PART_CONTACT, &other, other.version));
    check_ok(t, contact_reach(t->ctx, customer.id, CONTACT_PHONE, &value));
    check(t, value == NULL);
    check_ok(t, contact_reach(t->ctx, customer.id, CONTACT_EMAIL, &value));
    check(t, value == NULL);
}

TEST_DB(a_contact_point_that_changes_is_found_by_what_it_is_and_not_by_what_it_was)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    Contact contact = given_contact(t, customer.id, CONTACT_PHONE, "13800138000");
    check(t, contact.primary);
    contact.value = "13900139000";
    check_ok(t, part_change(t->ctx, PART_CONTACT, &contact, contact.version));
    check_int(t, found_by_phone(t, "13800138000"), 0);
    check_int(t, found_by_phone(t, "13900139000"), 1);
    check_ok(t, customer_find(t->ctx, customer.id, &customer));
    check_text(t, customer.phone, "13900139000");
    check_ok(t, part_remove(t->ctx, PART_CONTACT, (Part *)&contact, contact.version));
    check_int(t, found_by_phone(t, "13900139000"), 0);
    check_ok(t, customer_find(t->ctx, customer.id, &customer));
    check(t, customer.phone == NULL);
}

TEST_DB(a_part_is_written_only_at_the_version_that_was_read)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    Note note = {.customer_id = customer.id, .text = "one"};
    check_ok(t, part_add(t->ctx, PART_NOTE, &note));
    Note mine = note, other = note;
    other.text = "two";
    check_ok(t, part_change(t->ctx, PART_NOTE, &other, 1));
    mine.text = "three";
    check_status(t, part_change(t->ctx, PART_NOTE, &mine, 1), STALE);
    check_status(t, part_remove(t->ctx, PART_NOTE, (Part *)&note, 1), STALE);
    check_text(t, ((Note *)parts_of(t, PART_NOTE, customer.id).items)->text, "two");
    check_ok(t, part_remove(t->ctx, PART_NOTE, (Part *)&note, 2));
    check_status(t, part_find(t->ctx, PART_NOTE, (Part *)&note, &mine), NOT_FOUND);
}

TEST_DB(a_contact_point_cannot_turn_into_another_kind)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    Contact contact = given_contact(t, customer.id, CONTACT_WECHAT, "zsf");
    contact.kind = CONTACT_QQ;
    check_status(t, part_change(t->ctx, PART_CONTACT, &contact, contact.version), INVALID);
    Contact bad = contact_of(customer.id, CONTACT_EMAIL, "a b@example.com");
    check_status(t, part_add(t->ctx, PART_CONTACT, &bad), INVALID);
    bad = contact_of(customer.id, CONTACT_EMAIL, "@example.com");
    check_status(t, part_add(t->ctx, PART_CONTACT, &bad), INVALID);
    bad = contact_of(customer.id + 1, CONTACT_EMAIL, "a@example.com");
    check_status(t, part_add(t->ctx, PART_CONTACT, &bad), NOT_FOUND);
}

static Address given_address(T *t, int64_t customer_id, const char *text, const char *region)
{
    Address address;
    shape_clear(&address_shape, &address);
    address.customer_id = customer_id;
    address.text = text;
    address.region = region;
    address.primary = true;
    check_ok(t, part_add(t->ctx, PART_ADDRESS, &address));
    return address;
}

TEST_DB(a_new_primary_address_says_anew_where_its_customer_is)
{
    Customer in = blank_customer("C-1");
    in.address = "人民路1号";
    in.region = "440300";
    in.city = "深圳";
    in.postcode = "518000";
    Customer customer = stored_customer(t, in);
    given_address(t, customer.id, "南京路9号", "310115");
    check_ok(t, customer_find(t->ctx, customer.id, &customer));
    check_text(t, customer.region, "310115");
    check_text(t, customer.city, "上海");
    check_text(t, customer.postcode, NULL);
    Address last = given_address(t, customer.id, "某处", NULL);
    check_ok(t, customer_find(t->ctx, customer.id, &customer));
    check_text(t, customer.address, "某处");
    check(t, !customer.region && !customer.city);
    check_ok(t, part_remove(t->ctx, PART_ADDRESS, (Part *)&last, last.version));
    check_ok(t, customer_find(t->ctx, customer.id, &customer));
    check_text(t, customer.address, NULL);
}

TEST_DB(a_first_address_that_says_no_place_leaves_that_of_its_customer)
{
    Customer in = blank_customer("C-1");
    in.region = "SP";
    in.city = "São Paulo";
    Customer customer = stored_customer(t, in);
    given_address(t, customer.id, "Rua 9", NULL);
    check_ok(t, customer_find(t->ctx, customer.id, &customer));
    check_text(t, customer.region, "SP");
    check_text(t, customer.city, "São Paulo");
}

SQL(test_merged, "UPDATE customer SET merged_into = $2 WHERE id = $1");

static Classification class_of(int64_t customer_id, ClassKind kind, const char *value)
{
    Classification class;
    shape_clear(&classification_shape, &class);
    class.customer_id = customer_id;
    class.kind = (int64_t)kind;
    class.value = value;
    return class;
}

TEST_DB(a_classification_closes_the_one_before_it_at_the_instant_it_begins)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    Classification class = class_of(customer.id, CLASS_LIFECYCLE, "potential");
    class.since = TEST_NOW - 5000;
    check_ok(t, class_set(t->ctx, &class, 1));
    class = class_of(customer.id, CLASS_LIFECYCLE, "regular");
    class.since = TEST_NOW - 6000;
    check_status(t, class_set(t->ctx, &class, 2), INVALID);
    class.since = TEST_NOW + 1;
    check_status(t, class_set(t->ctx, &class, 2), INVALID);
    class.since = TEST_NOW - 1000;
    check_ok(t, class_set(t->ctx, &class, 2));
    List list;
    const char *next;
    check_ok(t, class_list(t->ctx, customer.id, 10, NULL, &list, &next));
    const Classification *rows = list.items;
    check_int(t, list.count, 2);
    check_text(t, rows[0].value, "regular");
    check_int(t, rows[0].until, NONE);
    check_int(t, rows[1].until, TEST_NOW - 1000);
    check_ok(t, customer_find(t->ctx, customer.id, &customer));
    check_int(t, customer.lifecycle, CUSTOMER_REGULAR);
    check_int(t, customer.version, 3);
}

TEST_DB(a_tier_is_dated_and_a_merged_customer_has_that_of_whom_it_counts_as)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL), other;
    Classification class = class_of(customer.id, CLASS_TIER, "vip");
    class.why = "by contract";
    check_ok(t, class_set(t->ctx, &class, 1));
    class = class_of(customer.id, CLASS_TIER, "golden");
    check_status(t, class_set(t->ctx, &class, 2), INVALID);
    Customer in = blank_customer("C-2");
    in.tier = TIER_MID;
    stored_customer(t, in);
    check_ok(t, customer_by_code(t->ctx, "C-2", &other));
    const int64_t ids[] = {customer.id, other.id, 0, 77};
    int64_t tiers[4];
    check_ok(t, customer_tiers_of(t->ctx, ids, 4, tiers));
    check_int(t, tiers[0], TIER_VIP);
    check_int(t, tiers[1], TIER_MID);
    check_int(t, tiers[2], NONE);
    check_int(t, tiers[3], NONE);
    check_ok(t, db_run(t->ctx, &test_merged, db_int(other.id), db_int(customer.id)));
    check_ok(t, customer_tiers_of(t->ctx, ids, 4, tiers));
    check_int(t, tiers[1], TIER_VIP);
    List list;
    const char *next;
    check_ok(t, class_list(t->ctx, customer.id, 10, NULL, &list, &next));
    check_int(t, list.count, 2); /* that of whom was merged into it, too */
    check_text(t, ((const Classification *)list.items)[1].why, "by contract");
}

TEST_DB(a_file_that_says_another_role_leaves_history_too)
{
    Customer in = blank_customer("C-1");
    in.role = CUSTOMER_RETAIL;
    stored_customer(t, in);
    in.role = CUSTOMER_AGENT;
    Customer customer = stored_customer(t, in);
    stored_customer(t, in);
    List list;
    const char *next;
    check_ok(t, class_list(t->ctx, customer.id, 10, NULL, &list, &next));
    check_int(t, list.count, 2);
    check_text(t, ((Classification *)list.items)->value, "agent");
}
