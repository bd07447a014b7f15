#include "customer/testing.h"

Customer blank_customer(const char *code)
{
    Customer customer;
    shape_clear(&customer_shape, &customer);
    customer.code = code;
    return customer;
}

Customer stored_customer(T *t, Customer customer)
{
    UpsertRow row = {.thing = &customer, .number = 1};
    Customer stored;
    check_ok(t, customer_upsert(t->ctx, &row, 1));
    check_ok(t, customer_by_code(t->ctx, customer.code, &stored));
    return stored;
}

Customer given_customer(T *t, const char *code, const char *name, const char *phone)
{
    Customer customer = blank_customer(code);
    customer.name = name;
    customer.phone = phone;
    return stored_customer(t, customer);
}

int64_t lines_of(T *t, int64_t customer_id, const char *kind)
{
    const TimelineFilter filter = {.kinds = {&kind, 1}, .limit = 50};
    const char *next;
    List list;
    check_ok(t, timeline_list(t->ctx, customer_id, &filter, &list, &next));
    return (int64_t)list.count;
}

List check_story(T *t, int64_t customer_id, const char *const *kinds)
{
    const TimelineFilter filter = {.limit = 50};
    const char *next;
    List list;
    check_ok(t, timeline_list(t->ctx, customer_id, &filter, &list, &next));
    const TimelineEntry *entries = list.items;
    for (size_t i = 0; i < list.count && kinds[i]; i++)
        check_text(t, entries[i].kind, kinds[i]);
    check(t, kinds[list.count] == NULL);
    return list;
}
