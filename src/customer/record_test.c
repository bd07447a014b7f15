#include "customer/record.h"

#include "base/field_set.h"
#include "customer/custom.h"
#include "customer/testing.h"

static const CustomField contract = {
    .name = "contract_no", .kind = CUSTOM_TEXT, .zh = "合同号", .en = "Contract"};

/* Rows of what a CRM knows of its customers, as they are decoded. */
static UpsertRow *given_rows(T *t, const Shape *shape, size_t count)
{
    Buf csv;
    UpsertRow *rows;
    size_t decoded;
    const BodyRules rules = {.format = ROWS_CSV};
    buf_init(&csv, t->ctx->arena);
    buf_text(&csv, "code,contact2.kind,contact2.value,address2.text,consent1.purpose,consent1.said,"
                   "consent1.evidence,field.contract_no\n");
    for (size_t i = 0; i < count; i++)
        buf_format(&csv, "C-%zu,wechat,wx-%zu,Street %zu,marketing,given,form %zu,HT-%zu\n", i, i,
                   i, i, i);
    check_ok(t, upsert_decode(t->ctx, shape, &rules, csv.data, csv.length, &rows, &decoded));
    check_int(t, decoded, count);
    return rows;
}

TEST_DB(a_row_with_all_that_belongs_to_a_customer_keeps_little_memory)
{
    enum { ROWS = 10, EACH = 65536 };
    CustomField declared = contract;
    const Shape *shape;
    check_ok(t, custom_field_declare(t->ctx, &declared));
    check_ok(t, record_shape(t->ctx, &shape));
    for (int again = 0; again < 2; again++) {
        UpsertRow *rows = given_rows(t, shape, ROWS);
        size_t before = arena_used(t->ctx->arena);
        check_ok(t, record_upsert(t->ctx, rows, ROWS));
        check_int(t, rows[ROWS - 1].outcome, again ? UPSERT_UNCHANGED : UPSERT_CREATED);
        check(t, arena_used(t->ctx->arena) - before < (size_t)ROWS * EACH);
    }
}

TEST_DB(a_retired_field_is_no_column_and_those_after_it_keep_their_values)
{
    CustomField retired = contract, further = contract;
    const Shape *shape;
    Customer customer;
    further.name = "rating";
    check_ok(t, custom_field_declare(t->ctx, &retired));
    check_ok(t, custom_field_declare(t->ctx, &further));
    check_ok(t, record_shape(t->ctx, &shape));
    UpsertRow *rows = given_rows(t, shape, 1);
    *(const char **)field_at(shape_field(shape, "field.rating"), rows->thing) = "A";
    check_ok(t, record_upsert(t->ctx, rows, 1));
    retired.retired = true;
    check_ok(t, custom_field_change(t->ctx, &retired, 1));
    check_ok(t, record_shape(t->ctx, &shape));
    check(t, !shape_field(shape, "field.contract_no"));
    check_ok(t, customer_by_code(t->ctx, "C-0", &customer));
    List list = {&customer, 1};
    check_ok(t, record_rows(t->ctx, shape, &list));
    const Field *rating = shape_field(shape, "field.rating");
    check_text(t, *(const char *const *)field_at(rating, list.items), "A");
}
