#include "customer/class_store.h"

#include <string.h>

#include "db/db.h"

SQL(class_close, "UPDATE customer_class SET until_ms = $3"
                 " WHERE customer_id = $1 AND kind = $2 AND until_ms IS NULL");
SQL(class_open, "INSERT INTO customer_class (customer_id, kind, id, value, since_ms, who_id, why)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7)");

Status class_store_put(Ctx *ctx, const ClassRow *rows, size_t count)
{
    enum { CLOSE = 3, OPEN = 7 };
    DbValue *close = ARENA_ARRAY(ctx->arena, count * CLOSE, DbValue);
    DbValue *open = ARENA_ARRAY(ctx->arena, count * OPEN, DbValue);
    if (!close || !open) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        const ClassRow *row = &rows[i];
        const DbValue old[CLOSE] = {db_int(row->customer_id), db_int(row->kind),
                                    db_int(row->since)};
        const DbValue new[OPEN] = {
            db_int(row->customer_id), db_int(row->kind), db_int(ctx_id(ctx)), db_int(row->value),
            db_int(row->since),       db_id(row->who),   db_text(row->why)};
        memcpy(close + i * CLOSE, old, sizeof old);
        memcpy(open + i * OPEN, new, sizeof new);
    }
    Status s = db_run_many(ctx, &class_close, close, CLOSE, count, NULL);
    return s ? s : db_run_many(ctx, &class_open, open, OPEN, count, NULL);
}

SQL(class_since, "SELECT since_ms FROM customer_class"
                 " WHERE customer_id = $1 AND kind = $2 AND until_ms IS NULL");

Status class_store_since(Ctx *ctx, int64_t customer_id, int64_t kind, int64_t *out)
{
    *out = NONE;
    Status s = db_get_int(ctx, &class_since, out, db_int(customer_id), db_int(kind));
    return s == NOT_FOUND ? OK : s;
}

SQL(class_page, "SELECT id, customer_id, kind, value, since_ms, until_ms, who_id, why"
                " FROM customer_class WHERE customer_id IN (SELECT id FROM customer WHERE id = $1"
                " OR merged_into = $1) AND id < $2 ORDER BY id DESC LIMIT $3");

Status class_store_page(Ctx *ctx, int64_t customer_id, int64_t before_id, int64_t limit, List *out)
{
    Rows *rows;
    Classification *items = ARENA_ARRAY(ctx->arena, (size_t)limit, Classification);
    *out = (List){items, 0};
    if (!items) return no_memory(ctx);
    Status s =
        db_query(ctx, &class_page, &rows, db_int(customer_id), db_int(before_id), db_int(limit));
    if (s) return s;
    while (out->count < (size_t)limit && rows_next(rows))
        items[out->count++] = (Classification){
            .id = rows_int(rows, 0),
            .customer_id = rows_int(rows, 1),
            .kind = rows_int(rows, 2),
            .value = name_of(class_names(rows_int(rows, 2)), rows_int(rows, 3)),
            .since = rows_int(rows, 4),
            .until = rows_int(rows, 5),
            .who = rows_null(rows, 6) ? 0 : rows_int(rows, 6),
            .why = rows_copy(rows, 7),
        };
    return rows_end(rows);
}
