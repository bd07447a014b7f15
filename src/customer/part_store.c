#include "customer/part_store.h"

#include <string.h>

#include "customer/customer.h"
#include "db/db.h"

#define COLUMNS                                                                                    \
    "customer_id, id, kind, sort, value_key, version, is_primary, created_ms, changed_ms, who_id," \
    " sealed"
enum { WIDTH = 11 };
#define INSERT                                                                                     \
    "INSERT INTO customer_part (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "    \
    "$11)"

SQL(part_insert, INSERT);
SQL(part_put, INSERT " ON CONFLICT (customer_id, kind, sort, value_key) DO UPDATE"
                     " SET is_primary = 1, version = customer_part.version + 1");

static Status row_values(Ctx *ctx, const PartRow *row, DbValue *values)
{
    Sealed sealed;
    const Part *part = row->part;
    Status s = key_seal(ctx, PART_PURPOSE, row->content, &sealed);
    if (s) return s;
    const DbValue all[WIDTH] = {
        db_int(part->customer_id),
        db_int(part->id),
        db_int((int64_t)row->kind),
        db_int(row->sort),
        db_int(row->value_key.now),
        db_int(part->version),
        db_bool(part->primary),
        db_int(part->created_at),
        db_int(part->changed_at),
        db_id(part->who),
        db_blob(sealed.bytes, sealed.length),
    };
    memcpy(values, all, sizeof all);
    return OK;
}

SQL(part_turn, "UPDATE customer_part SET value_key = $4 WHERE customer_id = $1 AND kind = $2"
               " AND sort = $3 AND value_key = $5");

/* The unique index tells values apart by one key alone: what is there by the other, while keys
 * change, is turned to the one that is written. */
static Status values_turn(Ctx *ctx, const PartRow *rows, size_t count)
{
    Status s = OK;
    for (size_t i = 0; !s && i < count; i++) {
        const PartRow *row = &rows[i];
        if (row->value_key.now == row->value_key.other) continue;
        s = db_run(ctx, &part_turn, db_int(row->part->customer_id), db_int((int64_t)row->kind),
                   db_int(row->sort), db_int(row->value_key.now), db_int(row->value_key.other));
    }
    return s;
}

Status part_store_insert(Ctx *ctx, const PartRow *row)
{
    DbValue values[WIDTH];
    Status s = row_values(ctx, row, values);
    if (!s) s = values_turn(ctx, row, 1);
    return s ? s : db_run_values(ctx, &part_insert, values, WIDTH, NULL);
}

Status part_store_put(Ctx *ctx, const PartRow *rows, size_t count)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        Status s = row_values(ctx, &rows[i], values + i * WIDTH);
        if (s) return s;
    }
    Status s = values_turn(ctx, rows, count);
    return s ? s : db_run_many(ctx, &part_put, values, WIDTH, count, NULL);
}

SQL(part_update, "UPDATE customer_part SET kind = $3, sort = $4, value_key = $5, version = $6,"
                 " is_primary = $7, created_ms = $8, changed_ms = $9, who_id = $10, sealed = $11"
                 " WHERE customer_id = $1 AND id = $2 AND version = $12");

Status part_store_update(Ctx *ctx, const PartRow *row, bool *written)
{
    DbValue values[WIDTH + 1];
    int64_t changed = 0;
    Status s = row_values(ctx, row, values);
    values[WIDTH] = db_int(row->part->version - 1);
    if (!s) s = values_turn(ctx, row, 1);
    if (!s) s = db_run_values(ctx, &part_update, values, WIDTH + 1, &changed);
    *written = changed == 1;
    return s;
}

SQL(part_delete, "DELETE FROM customer_part WHERE customer_id = $1 AND id = $2 AND version = $3");

Status part_store_delete(Ctx *ctx, const Part *which, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &part_delete, &changed, db_int(which->customer_id),
                            db_int(which->id), db_int(version));
    *written = changed == 1;
    return s;
}

SQL(part_demote, "UPDATE customer_part SET is_primary = 0, version = version + 1"
                 " WHERE customer_id = $1 AND kind = $2 AND sort = $3 AND value_key NOT IN ($4, $5)"
                 " AND is_primary = 1");

Status part_store_demote(Ctx *ctx, const PartRow *rows, size_t count)
{
    enum { KEYS = 5 };
    DbValue *values = ARENA_ARRAY(ctx->arena, count * KEYS, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        values[i * KEYS] = db_int(rows[i].part->customer_id);
        values[i * KEYS + 1] = db_int((int64_t)rows[i].kind);
        values[i * KEYS + 2] = db_int(rows[i].sort);
        values[i * KEYS + 3] = db_int(rows[i].value_key.now);
        values[i * KEYS + 4] = db_int(rows[i].value_key.other);
    }
    return db_run_many(ctx, &part_demote, values, KEYS, count, NULL);
}

static Status read_row(Ctx *ctx, Rows *rows, void *item)
{
    size_t length;
    PartStored *out = item;
    *out = (PartStored){
        .head = {.customer_id = rows_int(rows, 0),
                 .id = rows_int(rows, 1),
                 .version = rows_int(rows, 5),
                 .primary = rows_int(rows, 6) == 1,
                 .created_at = rows_int(rows, 7),
                 .changed_at = rows_int(rows, 8),
                 .who = rows_null(rows, 9) ? 0 : rows_int(rows, 9)},
        .kind = (PartKind)rows_int(rows, 2),
        .sort = rows_int(rows, 3),
    };
    const void *sealed = rows_blob(rows, 10, &length);
    return key_unseal(ctx, PART_PURPOSE, sealed, length, &out->content);
}

SQL(part_row,
    "SELECT " COLUMNS " FROM customer_part WHERE customer_id = $1 AND id = $2 AND kind = $3");

Status part_store_find(Ctx *ctx, PartKind kind, const Part *which, PartStored *out)
{
    Rows *rows;
    List list;
    Status s = db_query(ctx, &part_row, &rows, db_int(which->customer_id), db_int(which->id),
                        db_int((int64_t)kind));
    if (!s) s = rows_list(ctx, rows, sizeof *out, read_row, &list);
    if (s) return s;
    if (!list.count) return NOT_FOUND;
    *out = *(PartStored *)list.items;
    return OK;
}

#define MEMBERS                                                                                    \
    " FROM customer_part WHERE customer_id IN (SELECT id FROM customer WHERE id = $1"              \
    " OR merged_into = $1) AND kind = $2"
SQL(part_page, "SELECT " COLUMNS MEMBERS " AND id > $3 ORDER BY id LIMIT $4");
SQL(part_page_newest, "SELECT " COLUMNS MEMBERS " AND id < $3 ORDER BY id DESC LIMIT $4");

Status part_store_page(Ctx *ctx, PartKind kind, const PartFilter *filter, int64_t place, List *out)
{
    Rows *rows;
    Status s = db_query(ctx, kind == PART_NOTE ? &part_page_newest : &part_page, &rows,
                        db_int(filter->customer_id), db_int((int64_t)kind), db_int(place),
                        db_int(filter->limit + 1));
    return s ? s : rows_list(ctx, rows, sizeof(PartStored), read_row, out);
}

SQL(part_reach, "SELECT " COLUMNS " FROM customer_part WHERE " CUSTOMER_FAMILY(
                    "customer_id", "$1") " AND kind = 1 AND sort = $2"
                                         " ORDER BY CASE WHEN customer_id = $1 THEN 0 ELSE 1 END,"
                                         " is_primary DESC, id DESC LIMIT $3");

Status part_store_reach(Ctx *ctx, int64_t customer_id, int64_t sort, int64_t limit, List *out)
{
    Rows *rows;
    Status s = db_query(ctx, &part_reach, &rows, db_int(customer_id), db_int(sort), db_int(limit));
    return s ? s : rows_list(ctx, rows, sizeof(PartStored), read_row, out);
}

SQL(parts_of, "SELECT " COLUMNS " FROM customer_part WHERE customer_id = $1 AND kind IN (1, 2)"
              " ORDER BY id");

typedef struct Telling {
    Ctx *ctx;
    PartEach *each;
    void *user;
} Telling;

static Status tell_row(void *user, size_t number, Rows *rows)
{
    const Telling *telling = user;
    PartStored stored;
    Status s = read_row(telling->ctx, rows, &stored);
    return s ? s : telling->each(telling->user, number, &stored);
}

Status part_store_each(Ctx *ctx, const int64_t *ids, size_t count, PartEach *each, void *user)
{
    Telling telling = {ctx, each, user};
    return db_query_ids(ctx, &parts_of, ids, count, tell_row, &telling);
}

SQL(part_count, "SELECT count(*) FROM customer_part WHERE customer_id = $1 AND kind = $2");

Status part_store_count(Ctx *ctx, int64_t customer_id, PartKind kind, int64_t *out)
{
    return db_get_int(ctx, &part_count, out, db_int(customer_id), db_int((int64_t)kind));
}
