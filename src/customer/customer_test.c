#include "customer/customer.h"

#include <string.h>

#include "access/testing.h"
#include "db/db.h"
#include "test.h"

static Customer given(const char *code)
{
    Customer customer;
    shape_clear(&customer_shape, &customer);
    customer.code = code;
    return customer;
}

static UpsertOutcome take_in(T *t, Customer customer)
{
    UpsertRow row = {.thing = &customer, .number = 1};
    check_ok(t, customer_upsert(t->ctx, &row, 1));
    return row.outcome;
}

TEST_DB(a_customer_is_created_once_enriched_and_then_unchanged)
{
    Customer customer = given("C-1");
    customer.name = "张三";
    customer.region = "310000";
    check_int(t, take_in(t, customer), UPSERT_CREATED);
    check_int(t, take_in(t, customer), UPSERT_UNCHANGED);
    Customer more = given("C-1");
    more.phone = "+86 138-0013-8000";
    check_int(t, take_in(t, more), UPSERT_CHANGED);
    check_int(t, take_in(t, more), UPSERT_UNCHANGED);
    Customer kept;
    check_ok(t, customer_by_code(t->ctx, "C-1", &kept));
    check_text(t, kept.name, "张三");
    check_text(t, kept.phone, "+86 138-0013-8000");
    check_text(t, kept.region, "310000");
    check_int(t, kept.kind, CUSTOMER_PERSON);
    check_int(t, kept.version, 2);
}

TEST_DB(rows_of_one_customer_in_one_batch_are_taken_in_their_order)
{
    Customer first = given("C-1"), other = given("C-2"), second = given("C-1");
    first.city = "上海";
    second.city = "北京";
    UpsertRow rows[] = {{.thing = &first, .number = 1},
                        {.thing = &other, .number = 2},
                        {.thing = &second, .number = 3}};
    check_ok(t, customer_upsert(t->ctx, rows, 3));
    check_int(t, rows[0].outcome, UPSERT_CREATED);
    check_int(t, rows[1].outcome, UPSERT_CREATED);
    check_int(t, rows[2].outcome, UPSERT_CHANGED);
    Customer kept;
    check_ok(t, customer_by_code(t->ctx, "C-1", &kept));
    check_text(t, kept.city, "北京");
    check_int(t, kept.version, 1);
}

TEST_DB(a_customer_of_an_unknown_outlet_is_refused_alone)
{
    Customer bad = given("C-1"), good = given("C-2");
    bad.outlet = "NOWHERE";
    UpsertRow rows[] = {{.thing = &bad, .number = 1}, {.thing = &good, .number = 2}};
    check_ok(t, customer_upsert(t->ctx, rows, 2));
    check_int(t, rows[0].outcome, UPSERT_REJECTED);
    check_text(t, rows[0].field, "outlet");
    check_int(t, rows[1].outcome, UPSERT_CREATED);
}

static size_t found(T *t, CustomerFilter filter)
{
    List list;
    const char *next;
    filter.limit = 10;
    check_ok(t, customer_list(t->ctx, &filter, &list, &next));
    check(t, next == NULL);
    return list.count;
}

TEST_DB(sealed_customers_are_found_by_what_is_sealed)
{
    Customer customer = given("C-1");
    customer.name = "Ａlice Wang";
    customer.phone = "13800138000";
    customer.email = "Alice@Example.com";
    take_in(t, customer);
    take_in(t, given("C-2"));
    check_int(t, found(t, (CustomerFilter){0}), 2);
    check_int(t, found(t, (CustomerFilter){.code = "C-2"}), 1);
    check_int(t, found(t, (CustomerFilter){.code = "C-3"}), 0);
    check_int(t, found(t, (CustomerFilter){.name = "alice wang"}), 1);
    check_int(t, found(t, (CustomerFilter){.phone = "0086 138 0013 8000"}), 1);
    check_int(t, found(t, (CustomerFilter){.phone_tail = "8000"}), 1);
    check_int(t, found(t, (CustomerFilter){.phone_tail = "0800"}), 0);
    check_int(t, found(t, (CustomerFilter){.email = "alice@example.com"}), 1);
}

SQL(customer_sealed_rows, "SELECT sealed FROM customer");

TEST_DB(nothing_personal_lies_open_in_the_table)
{
    Customer customer = given("C-1");
    customer.name = "Canary Bird";
    customer.phone = "13800138000";
    take_in(t, customer);
    Rows *rows;
    check_ok(t, db_query_values(t->ctx, &customer_sealed_rows, &rows, NULL, 0));
    check(t, rows_next(rows));
    size_t length;
    const char *sealed = rows_blob(rows, 0, &length);
    check(t, length > 45);
    check(t, memmem(sealed, length, "Canary", 6) == NULL);
    check(t, memmem(sealed, length, "13800138000", 11) == NULL);
    check_ok(t, rows_end(rows));
}

TEST_DB(a_customer_is_changed_only_at_the_version_that_was_read)
{
    take_in(t, given("C-1"));
    Customer kept, change = given(NULL), out;
    check_ok(t, customer_by_code(t->ctx, "C-1", &kept));
    change.city = "广州";
    check_ok(t, customer_change(t->ctx, kept.id, 1, &change, &out));
    check_int(t, out.version, 2);
    change.city = "深圳";
    check_status(t, customer_change(t->ctx, kept.id, 1, &change, &out), STALE);
    check_ok(t, customer_find(t->ctx, kept.id, &kept));
    check_text(t, kept.city, "广州");
    check_status(t, customer_change(t->ctx, kept.id + 1, 1, &change, &out), NOT_FOUND);
}

TEST_DB(customers_are_paged_by_a_cursor)
{
    for (int i = 0; i < 6; i++)
        take_in(t, given(arena_format(t->ctx->arena, "C-%d", i)));
    CustomerFilter filter = {.limit = 2};
    List list;
    const char *next;
    size_t seen = 0, pages = 0;
    do {
        check_ok(t, customer_list(t->ctx, &filter, &list, &next));
        seen += list.count;
        pages++;
        filter.cursor = next;
    } while (next);
    check_int(t, seen, 6);
    check_int(t, pages, 3); /* none is empty */
    filter.cursor = "nonsense";
    check_status(t, customer_list(t->ctx, &filter, &list, &next), INVALID);
}

TEST_DB(a_search_by_two_keys_is_refused)
{
    CustomerFilter filter = {.name = "a", .phone = "13800138000", .limit = 1};
    List list;
    const char *next;
    check_status(t, customer_list(t->ctx, &filter, &list, &next), INVALID);
}

TEST_DB(parcels_find_their_customers_by_code)
{
    Customer customer = given("C-1");
    customer.region = "SP";
    take_in(t, customer);
    take_in(t, given("C-2"));
    const char *const codes[] = {"C-2", "C-1", NULL, "C-9"};
    CustomerRef refs[4];
    check_ok(t, customer_refs(t->ctx, codes, 4, refs));
    check_text(t, refs[1].region, "SP");
    check(t, refs[0].id && refs[1].id && refs[0].id != refs[1].id);
    check(t, !refs[0].region && !refs[2].id && !refs[3].id);
}

static Status customer_take(Ctx *ctx, void *row)
{
    return customer_upsert(ctx, row, 1);
}

TEST_DB(a_new_customer_is_heard_of_without_what_is_personal)
{
    Customer customer = given("C-1");
    customer.name = "张三";
    UpsertRow row = {.thing = &customer, .number = 1};
    const char *all = given_listener(t, NULL, 0);
    const char *heard = heard_of(t, all, customer_take, &row, "\"version\":1}");
    check(t, strstr(heard, "event: customer.changed\ndata: {\"id\":"));
    check(t, !strstr(heard, "张三"));
}
