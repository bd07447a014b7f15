#include "customer/custom_store.h"

#include "access/keys.h"
#include "db/db.h"

#define COLUMNS "name, version, kind, zh, en, options, personal, retired"

SQL(custom_list, "SELECT " COLUMNS " FROM customer_field ORDER BY name LIMIT $1");
SQL(custom_one, "SELECT " COLUMNS " FROM customer_field WHERE name = $1");

Status custom_store_fields(Ctx *ctx, List *out)
{
    return db_list(ctx, &custom_list, &custom_field_shape, out, db_int(CUSTOM_FIELDS_MAX));
}

Status custom_store_field(Ctx *ctx, const char *name, CustomField *out)
{
    return db_read(ctx, &custom_one, &custom_field_shape, out, db_text(name));
}

SQL(custom_insert, "INSERT INTO customer_field (" COLUMNS ", changed_ms)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
SQL(custom_update, "UPDATE customer_field SET version = $2, kind = $3, zh = $4, en = $5,"
                   " options = $6, personal = $7, retired = $8, changed_ms = $9"
                   " WHERE name = $1 AND version = $10");

enum { WIDTH = 10 };

static size_t field_values(Ctx *ctx, const CustomField *field, DbValue values[WIDTH])
{
    size_t count = db_fields(ctx, &custom_field_shape, field, values);
    values[count++] = db_int(ctx_now(ctx));
    return count;
}

Status custom_store_insert(Ctx *ctx, const CustomField *field)
{
    DbValue values[WIDTH];
    size_t count = field_values(ctx, field, values);
    return db_run_values(ctx, &custom_insert, values, count, NULL);
}

Status custom_store_update(Ctx *ctx, const CustomField *field, bool *written)
{
    DbValue values[WIDTH];
    int64_t changed = 0;
    size_t count = field_values(ctx, field, values);
    values[count++] = db_int(field->version - 1);
    Status s = db_run_values(ctx, &custom_update, values, count, &changed);
    *written = changed == 1;
    return s;
}

SQL(custom_values_of,
    "SELECT v.name, f.zh, f.en, f.kind, v.value, v.sealed FROM customer_value v"
    " JOIN customer_field f ON f.name = v.name WHERE v.customer_id = $1 ORDER BY v.name");

static Status read_value(Ctx *ctx, Rows *rows, void *item)
{
    size_t length;
    CustomValue *out = item;
    *out = (CustomValue){
        .name = rows_copy(rows, 0),
        .zh = rows_copy(rows, 1),
        .en = rows_copy(rows, 2),
        .kind = rows_int(rows, 3),
        .value = rows_copy(rows, 4),
    };
    const void *sealed = rows_blob(rows, 5, &length);
    return key_unseal(ctx, CUSTOM_PURPOSE, sealed, length, &out->personal);
}

Status custom_store_values(Ctx *ctx, int64_t customer_id, List *out)
{
    Rows *rows;
    Status s = db_query(ctx, &custom_values_of, &rows, db_int(customer_id));
    return s ? s : rows_list(ctx, rows, sizeof(CustomValue), read_value, out);
}

typedef struct Telling {
    Ctx *ctx;
    CustomEach *each;
    void *user;
} Telling;

static Status tell_row(void *user, size_t number, Rows *rows)
{
    const Telling *telling = user;
    CustomValue value;
    Status s = read_value(telling->ctx, rows, &value);
    return s ? s : telling->each(telling->user, number, &value);
}

Status custom_store_each(Ctx *ctx, const int64_t *ids, size_t count, CustomEach *each, void *user)
{
    Telling telling = {ctx, each, user};
    return db_query_ids(ctx, &custom_values_of, ids, count, tell_row, &telling);
}

SQL(custom_put,
    "INSERT INTO customer_value (customer_id, name, value_key, value, sealed)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (customer_id, name) DO UPDATE"
    " SET value_key = excluded.value_key, value = excluded.value, sealed = excluded.sealed");
SQL(custom_drop, "DELETE FROM customer_value WHERE customer_id = $1 AND name = $2");

Status custom_store_put(Ctx *ctx, const CustomWrite *write)
{
    Sealed sealed = {NULL, 0};
    const char *name = write->field->name;
    if (!write->value) return db_run(ctx, &custom_drop, db_int(write->customer_id), db_text(name));
    Status s = OK;
    if (write->field->personal) s = key_seal(ctx, CUSTOM_PURPOSE, write->value, &sealed);
    if (s) return s;
    return db_run(ctx, &custom_put, db_int(write->customer_id), db_text(name),
                  db_int(write->key.now), db_text(write->field->personal ? NULL : write->value),
                  db_blob(sealed.bytes, sealed.length));
}
