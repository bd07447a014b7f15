#include "customer/customer_store.h"

#include <string.h>

#include "access/person.h"
#include "access/sealed.h"
#include "base/text.h"
#include "customer/custom.h"
#include "db/db.h"

SQL(customer_row, "SELECT " CUSTOMER_ROWS "c.id = $1" CUSTOMER_ROW_IN_SCOPE("$2", "$3"));
SQL(customer_row_by_code, "SELECT " CUSTOMER_ROWS "c.code = $1");
SQL(customer_ref_by_code, "SELECT id, region, postcode FROM customer WHERE code = $1");
SQL(customer_insert,
    "INSERT INTO customer (id, version, code, kind, role, region, city, postcode, outlet_id,"
    " created_at, changed_at, sealed, name_key, phone_key, phone_tail_key, email_key, lifecycle,"
    " relationship, specialist_id, tier, derived)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,"
    " $20, 1)");
SQL(customer_update,
    "UPDATE customer SET version = $2, code = $3, kind = $4, role = $5, region = $6, city = $7,"
    " postcode = $8, outlet_id = $9, created_at = $10, changed_at = $11, sealed = $12,"
    " name_key = $13, phone_key = $14, phone_tail_key = $15, email_key = $16, lifecycle = $17,"
    " relationship = $18, specialist_id = $19, tier = $20, derived = 1"
    " WHERE id = $1 AND version = $21");

#define ROW_WIDTH 20

static const Field personal_fields[] = {
    FIELD_TEXT(Customer, name, .max = 120), FIELD_TEXT(Customer, phone, .max = 40),
    FIELD_TEXT(Customer, email, .max = 254), FIELD_TEXT(Customer, address, .max = 300), FIELD_END};
static const Shape personal_shape = SHAPE(Customer, personal_fields, "What is sealed");
static const SealedFields personal = {"customer.personal", &personal_shape};

static const char *kept_text(Ctx *ctx, Rows *rows, int column, Status *s)
{
    const char *text = rows_text(rows, column), *copy = arena_text(ctx->arena, text);
    if (text && !copy) *s = no_memory(ctx);
    return copy;
}

Status customer_row_read(Ctx *ctx, Rows *rows, Customer *customer)
{
    Status s = OK;
    *customer = (Customer){
        .id = rows_int(rows, 0),
        .version = rows_int(rows, 1),
        .code = kept_text(ctx, rows, 2, &s),
        .kind = rows_int(rows, 3),
        .role = rows_int(rows, 4),
        .region = kept_text(ctx, rows, 5, &s),
        .city = kept_text(ctx, rows, 6, &s),
        .postcode = kept_text(ctx, rows, 7, &s),
        .outlet = kept_text(ctx, rows, 8, &s),
        .created_at = rows_int(rows, 9),
        .changed_at = rows_int(rows, 10),
        .lifecycle = rows_int(rows, 12),
        .relationship = rows_int(rows, 13),
        .specialist = kept_text(ctx, rows, 14, &s),
        .merged_into = rows_null(rows, 15) ? 0 : rows_int(rows, 15),
        .erased_at = rows_int(rows, 16),
        .tier = rows_int(rows, 17),
    };
    return s ? s : sealed_read(ctx, &personal, rows, 11, customer);
}

/* Reads the only row of `rows`; NOT_FOUND if there is none. */
static Status read_one(Ctx *ctx, Rows *rows, Customer *out)
{
    Status s = rows_next(rows) ? customer_row_read(ctx, rows, out) : NOT_FOUND;
    Status end = rows_end(rows);
    return end ? end : s;
}

Status customer_store_find(Ctx *ctx, int64_t id, Customer *out)
{
    Rows *rows;
    Status s = db_query(ctx, &customer_row, &rows, db_int(id), db_int(scope_outlet(ctx)),
                        db_int(scope_customer(ctx)));
    return s ? s : read_one(ctx, rows, out);
}

Status customer_store_by_code(Ctx *ctx, const char *code, Customer *out)
{
    Rows *rows;
    Status s = db_query(ctx, &customer_row_by_code, &rows, db_text(code));
    return s ? s : read_one(ctx, rows, out);
}

typedef struct Reading {
    Ctx *ctx;
    Customer *customers;
    CustomerRef *refs;
} Reading;

static Status each_customer(void *user, size_t number, Rows *rows)
{
    Reading *reading = user;
    return customer_row_read(reading->ctx, rows, &reading->customers[number]);
}

static Status each_ref(void *user, size_t number, Rows *rows)
{
    Reading *reading = user;
    Status s = OK;
    CustomerRef *ref = &reading->refs[number];
    ref->id = rows_int(rows, 0);
    ref->region = kept_text(reading->ctx, rows, 1, &s);
    ref->postcode = kept_text(reading->ctx, rows, 2, &s);
    return s;
}

static Status by_codes(Ctx *ctx, const Sql *sql, const char *const *codes, size_t count,
                       DbEach *each, Reading *reading)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        values[i] = db_text(codes[i]);
    return db_query_many(ctx, sql, values, 1, count, each, reading);
}

Status customer_store_by_codes(Ctx *ctx, const char *const *codes, size_t count, Customer *out)
{
    Reading reading = {.ctx = ctx, .customers = out};
    return by_codes(ctx, &customer_row_by_code, codes, count, each_customer, &reading);
}

Status customer_store_refs(Ctx *ctx, const char *const *codes, size_t count, CustomerRef *refs)
{
    Reading reading = {.ctx = ctx, .refs = refs};
    return by_codes(ctx, &customer_ref_by_code, codes, count, each_ref, &reading);
}

Status customer_unseal(Ctx *ctx, const void *bytes, size_t length, Customer *out)
{
    shape_clear(&personal_shape, out);
    return sealed_open(ctx, &personal, bytes, length, out);
}

Status customer_keys(Ctx *ctx, const Customer *c, CustomerKeys *out)
{
    Status s = key_name(ctx, CUSTOMER_NAME_PURPOSE, c->name, &out->name);
    if (!s) s = key_phone(ctx, CUSTOMER_PHONE_PURPOSE, c->phone, &out->phone);
    if (!s) s = key_phone_tail(ctx, CUSTOMER_PHONE_PURPOSE, c->phone, &out->tail);
    return s ? s : key_name(ctx, CUSTOMER_EMAIL_PURPOSE, c->email, &out->email);
}

static Status row_values(Ctx *ctx, const CustomerWrite *write, DbValue *values)
{
    const Customer *c = write->customer;
    DbValue words = db_null();
    CustomerKeys keys;
    Status s = customer_keys(ctx, c, &keys);
    if (!s && (c->name || c->phone || c->email || c->address))
        s = sealed_value(ctx, &personal, c, &words);
    if (s) return s;
    const DbValue row[ROW_WIDTH] = {
        db_int(c->id),
        db_int(c->version),
        db_text(c->code),
        db_int(c->kind),
        db_int(c->role),
        db_text(c->region),
        db_text(c->city),
        db_text(c->postcode),
        db_id(write->outlet_id),
        db_int(c->created_at),
        db_int(c->changed_at),
        words,
        db_int(keys.name.now),
        db_int(keys.phone.now),
        db_int(keys.tail.now),
        db_int(keys.email.now),
        db_int(c->lifecycle),
        db_int(c->relationship),
        db_id(write->specialist_id),
        db_int(c->tier),
    };
    memcpy(values, row, sizeof row);
    return OK;
}

Status customer_store_insert(Ctx *ctx, const CustomerWrite *writes, size_t count)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count * ROW_WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        Status s = row_values(ctx, &writes[i], values + i * ROW_WIDTH);
        if (s) return s;
    }
    return db_run_many(ctx, &customer_insert, values, ROW_WIDTH, count, NULL);
}

Status customer_store_update(Ctx *ctx, const CustomerWrite *writes, size_t count, bool *written)
{
    const size_t width = ROW_WIDTH + 1;
    DbValue *values = ARENA_ARRAY(ctx->arena, count * width, DbValue);
    int64_t *changed = ARENA_ARRAY(ctx->arena, count, int64_t);
    if (!values || !changed) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        Status s = row_values(ctx, &writes[i], values + i * width);
        if (s) return s;
        values[i * width + ROW_WIDTH] = db_int(writes[i].customer->version - 1);
    }
    Status s = db_run_many(ctx, &customer_update, values, width, count, changed);
    for (size_t i = 0; i < count && !s; i++)
        written[i] = changed[i] == 1;
    return s;
}

SQL(customer_survivor_id, "SELECT COALESCE(merged_into, id) FROM customer WHERE id = $1");

Status customer_store_survivor(Ctx *ctx, int64_t id, int64_t *out)
{
    return db_get_int(ctx, &customer_survivor_id, out, db_int(id));
}

SQL(customer_merged_ids, "SELECT id FROM customer WHERE merged_into = $1 ORDER BY id LIMIT $2");

Status customer_store_merged(Ctx *ctx, int64_t id, int64_t *out, size_t room, size_t *count)
{
    Rows *rows;
    *count = 0;
    Status s = db_query(ctx, &customer_merged_ids, &rows, db_int(id), db_int((int64_t)room));
    if (s) return s;
    while (rows_next(rows))
        out[(*count)++] = rows_int(rows, 0);
    return rows_end(rows);
}

SQL(customer_account,
    "SELECT id FROM account WHERE login = $1 AND (closed = 0 OR CAST($2 AS BIGINT) = 1)");

Status customer_store_account(Ctx *ctx, const char *login, int64_t *out, bool closed_too)
{
    return db_get_int(ctx, &customer_account, out, db_text(login), db_bool(closed_too));
}

SQL(customer_underived_rows, "SELECT " CUSTOMER_ROWS "c.derived IS NULL ORDER BY c.id LIMIT $1");

Status customer_store_underived(Ctx *ctx, int64_t limit, List *out)
{
    Rows *rows;
    Customer *items = ARENA_ARRAY(ctx->arena, (size_t)limit, Customer);
    *out = (List){items, 0};
    if (!items) return no_memory(ctx);
    Status s = db_query(ctx, &customer_underived_rows, &rows, db_int(limit));
    if (s) return s;
    while (!s && out->count < (size_t)limit && rows_next(rows))
        s = customer_row_read(ctx, rows, &items[out->count++]);
    Status end = rows_end(rows);
    return s ? s : end;
}

SQL(customer_mark_derived, "UPDATE customer SET derived = 1 WHERE id = $1");

Status customer_store_derived(Ctx *ctx, const Customer *customers, size_t count)
{
    DbValue *ids = ARENA_ARRAY(ctx->arena, count, DbValue);
    if (!ids) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        ids[i] = db_int(customers[i].id);
    return db_run_many(ctx, &customer_mark_derived, ids, 1, count, NULL);
}
