#include "customer/custom.h"

#include "access/person.h"
#include "customer/testing.h"

static CustomField field_of(const char *name, CustomKind kind)
{
    CustomField field;
    shape_clear(&custom_field_shape, &field);
    field.name = name;
    field.kind = (int64_t)kind;
    field.zh = "字段";
    field.en = "Field";
    return field;
}

static void declare(T *t, CustomField field)
{
    check_ok(t, custom_field_declare(t->ctx, &field));
}

/* Writes one value at the customer's present version. */
static Status written(T *t, int64_t id, const char *name, const char *value)
{
    const char *pair[] = {name, value};
    const CustomInput in = {.values = {pair, 2}};
    Customer customer;
    List list;
    check_ok(t, customer_find(t->ctx, id, &customer));
    return custom_values_write(t->ctx, id, customer.version, &in, &list);
}

TEST_DB(a_value_is_checked_by_the_kind_of_its_field)
{
    static const char *options[] = {"gold", "silver"};
    int64_t id = given_customer(t, "C-1", NULL, NULL).id;
    CustomField choice = field_of("class", CUSTOM_CHOICE);
    choice.options = (Texts){options, 2};
    declare(t, choice);
    declare(t, field_of("since", CUSTOM_DATE));
    declare(t, field_of("staff", CUSTOM_NUMBER));
    declare(t, field_of("signed", CUSTOM_YES_NO));
    check_ok(t, written(t, id, "class", "gold"));
    check_status(t, written(t, id, "class", "iron"), INVALID);
    check_ok(t, written(t, id, "since", "2026-02-28"));
    check_status(t, written(t, id, "since", "2026-02-30"), INVALID);
    check_ok(t, written(t, id, "staff", "12.5"));
    check_status(t, written(t, id, "staff", "a dozen"), INVALID);
    check_text(t, t->ctx->problem.field, "staff");
    check_ok(t, written(t, id, "signed", "true"));
    check_status(t, written(t, id, "signed", "perhaps"), INVALID);
    check_status(t, written(t, id, "unknown", "x"), INVALID);
    List list;
    check_ok(t, custom_values(t->ctx, id, &list));
    check_int(t, list.count, 4);
    check_text(t, ((CustomValue *)list.items)->value, "gold");
    check_ok(t, written(t, id, "class", ""));
    check_ok(t, custom_values(t->ctx, id, &list));
    check_int(t, list.count, 3);
}

TEST_DB(customers_are_listed_by_what_a_field_holds_sealed_or_not)
{
    int64_t id = given_customer(t, "C-1", NULL, NULL).id;
    given_customer(t, "C-2", NULL, NULL);
    CustomField secret = field_of("passport", CUSTOM_TEXT);
    secret.personal = true;
    declare(t, secret);
    declare(t, field_of("contract", CUSTOM_TEXT));
    check_ok(t, written(t, id, "passport", "E12345678"));
    check_ok(t, written(t, id, "contract", "K-77"));
    List list;
    const char *next;
    CustomerFilter filter = {.field = "passport", .value = "e12345678", .limit = 9};
    check_ok(t, customer_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
    filter = (CustomerFilter){.field = "contract", .value = "e12345678", .limit = 9};
    check_ok(t, customer_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 0);
    filter.value = "k-77";
    check_ok(t, customer_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
    filter.field = "unknown";
    check_status(t, customer_list(t->ctx, &filter, &list, &next), INVALID);
    filter.field = NULL;
    check_status(t, customer_list(t->ctx, &filter, &list, &next), INVALID);
    check_ok(t, custom_values(t->ctx, id, &list));
    const CustomValue *values = list.items;
    check(t, values[1].value == NULL);
    check_text(t, values[1].personal, "E12345678");
}

TEST_DB(a_field_keeps_its_kind_and_can_be_retired)
{
    int64_t id = given_customer(t, "C-1", NULL, NULL).id;
    CustomField field = field_of("contract", CUSTOM_TEXT);
    declare(t, field);
    check_status(t, custom_field_declare(t->ctx, &field), CONFLICT);
    field.kind = CUSTOM_DATE;
    check_status(t, custom_field_change(t->ctx, &field, 1), INVALID);
    field.kind = CUSTOM_TEXT;
    field.personal = true;
    check_status(t, custom_field_change(t->ctx, &field, 1), INVALID);
    field.personal = false;
    field.retired = true;
    check_status(t, custom_field_change(t->ctx, &field, 7), STALE);
    check_ok(t, custom_field_change(t->ctx, &field, 1));
    check_status(t, written(t, id, "contract", "K-77"), INVALID);
    field = field_of("Contract No", CUSTOM_TEXT);
    check_status(t, custom_field_declare(t->ctx, &field), INVALID);
    field = field_of("choice", CUSTOM_CHOICE);
    check_status(t, custom_field_declare(t->ctx, &field), INVALID);
    field.name = "nowhere";
    field.kind = CUSTOM_TEXT;
    check_status(t, custom_field_change(t->ctx, &field, 1), NOT_FOUND);
    const Person client = {
        .kind = PERSON_HUMAN, .login = "c", .rights = rights_all(), .scope_customer_id = id};
    t->ctx->who = &client;
    check_status(t, custom_field_declare(t->ctx, &field), FORBIDDEN);
    t->ctx->who = NULL;
}

TEST_DB(values_are_written_only_at_the_version_that_was_read)
{
    int64_t id = given_customer(t, "C-1", NULL, NULL).id;
    const char *pair[] = {"contract", "K-77"};
    const CustomInput in = {.values = {pair, 2}};
    List list;
    declare(t, field_of("contract", CUSTOM_TEXT));
    check_ok(t, custom_values_write(t->ctx, id, 1, &in, &list));
    check_status(t, custom_values_write(t->ctx, id, 1, &in, &list), STALE);
}
