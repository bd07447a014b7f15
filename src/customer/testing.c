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
