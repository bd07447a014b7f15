#include "desk_work/bulk_store.h"

#include <string.h>

#include "base/json.h"

SQL(bulk_insert,
    "INSERT INTO desk_bulk (id, version, state, who_kind, who_id, who_login, who_rights,"
    " outlet_id, customer_id, action, total, done, failed, undone, left_alone, created_ms)"
    " VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0, 0, $11)");
SQL(bulk_row,
    "SELECT id, version, state, who_kind, who_id, who_login, who_rights, outlet_id, customer_id,"
    " action, total, done, failed, undone, left_alone, created_ms, ended_ms FROM desk_bulk"
    " WHERE id = $1 AND (CAST($2 AS BIGINT) = 0 OR who_id = CAST($2 AS BIGINT))"
    " AND " OUTLET_IN_SCOPE("outlet_id", "$3") " AND " CUSTOMER_IN_SCOPE("customer_id", "$4"));
SQL(bulk_count,
    "UPDATE desk_bulk SET version = version + 1, done = done + $2, failed = failed + $3,"
    " undone = undone + $4, left_alone = left_alone + $5 WHERE id = $1");
SQL(bulk_state, "UPDATE desk_bulk SET version = version + 1, state = $3, ended_ms = $4"
                " WHERE id = $1 AND state = $2");

typedef struct RightNames {
    Texts rights;
} RightNames;
static const Field rights_fields[] = {FIELD_TEXTS(RightNames, rights, .max = RIGHT_COUNT),
                                      FIELD_END};
static const Shape rights_shape = SHAPE(RightNames, rights_fields, "Rights as they are stored");

static Status encode(Ctx *ctx, const Shape *shape, const void *thing, const char **out)
{
    Buf buf;
    buf_init(&buf, ctx->arena);
    json_encode(&buf, shape, thing, &(View){.unmask = true});
    *out = buf.data;
    return buf_check(ctx, &buf);
}

Status bulk_store_insert(Ctx *ctx, const BulkRow *row)
{
    const char *action, *rights;
    RightNames names;
    Status s = rights_names(ctx, &row->who.rights, &names.rights);
    if (!s) s = encode(ctx, &rights_shape, &names, &rights);
    if (!s) s = encode(ctx, &bulk_act_shape, row->bulk.action, &action);
    return s ? s
             : db_run(ctx, &bulk_insert, db_int(row->bulk.id), db_int(row->bulk.state),
                      db_int(row->who.kind), db_int(row->who.id), db_text(row->who.login),
                      db_text(rights), db_int(row->who.scope_outlet_id),
                      db_int(row->who.scope_customer_id), db_text(action), db_int(row->bulk.total),
                      db_int(row->bulk.created_at));
}

static Status read_row(Ctx *ctx, Rows *rows, BulkRow *out)
{
    RightNames names;
    BulkAct *act = ARENA_NEW(ctx->arena, BulkAct);
    const char *rights = rows_copy(rows, 6), *action = rows_copy(rows, 9);
    if (!act || !rights || !action) return no_memory(ctx);
    Status s = json_decode(ctx, &rights_shape, &names, rights, strlen(rights));
    if (!s) s = json_decode(ctx, &bulk_act_shape, act, action, strlen(action));
    if (s) return s == INVALID ? fail(ctx, INTERNAL, "a bulk action cannot be read") : s;
    out->bulk = (Bulk){.id = rows_int(rows, 0),
                       .version = rows_int(rows, 1),
                       .state = rows_int(rows, 2),
                       .login = rows_copy(rows, 5),
                       .action = act,
                       .total = rows_int(rows, 10),
                       .done = rows_int(rows, 11),
                       .failed = rows_int(rows, 12),
                       .undone = rows_int(rows, 13),
                       .left_alone = rows_int(rows, 14),
                       .created_at = rows_int(rows, 15),
                       .ended_at = rows_int(rows, 16)};
    out->who = (Person){.kind = (PersonKind)rows_int(rows, 3),
                        .id = rows_int(rows, 4),
                        .login = out->bulk.login,
                        .rights = rights_from_stored(&names.rights),
                        .scope_outlet_id = rows_int(rows, 7),
                        .scope_customer_id = rows_int(rows, 8)};
    return OK;
}

Status bulk_store_find(Ctx *ctx, int64_t id, int64_t own_id, BulkRow *out)
{
    Rows *rows;
    Status s =
        db_query(ctx, &bulk_row, &rows, db_int(id), db_int(own_id),
                 db_int(own_id ? 0 : scope_outlet(ctx)), db_int(own_id ? 0 : scope_customer(ctx)));
    if (s) return s;
    s = rows_next(rows) ? read_row(ctx, rows, out) : NOT_FOUND;
    Status end = rows_end(rows);
    return end ? end : s;
}

Status bulk_store_count(Ctx *ctx, const Bulk *added)
{
    return db_run(ctx, &bulk_count, db_int(added->id), db_int(added->done), db_int(added->failed),
                  db_int(added->undone), db_int(added->left_alone));
}

Status bulk_store_state(Ctx *ctx, int64_t id, int64_t from, int64_t to, bool *written)
{
    int64_t changed = 0;
    bool ends = to != BULK_RUNNING && to != BULK_UNDOING;
    Status s = db_run_count(ctx, &bulk_state, &changed, db_int(id), db_int(from), db_int(to),
                            ends ? db_int(ctx_now(ctx)) : db_null());
    *written = changed == 1;
    return s;
}

SQL(item_insert, "INSERT INTO desk_bulk_item (bulk_id, ticket_id, state) VALUES ($1, $2, 1)"
                 " ON CONFLICT DO NOTHING");
SQL(item_rows,
    "SELECT i.ticket_id, t.no, i.state, i.version_before, i.version_after, i.reason"
    " FROM desk_bulk_item i LEFT JOIN ticket t ON t.id = i.ticket_id WHERE i.bulk_id = $1"
    " AND (CAST($2 AS BIGINT) IS NULL OR i.state = CAST($2 AS BIGINT)) AND i.ticket_id > $3"
    " ORDER BY i.ticket_id LIMIT $4");
SQL(item_put, "UPDATE desk_bulk_item SET state = $3, version_before = $4, version_after = $5,"
              " reason = $6, before = COALESCE($7, before) WHERE bulk_id = $1 AND ticket_id = $2");
SQL(item_before, "SELECT before FROM desk_bulk_item WHERE bulk_id = $1 AND ticket_id = $2");

Status item_store_insert(Ctx *ctx, int64_t bulk_id, const int64_t *ids, size_t count)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count * 2, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        values[i * 2] = db_int(bulk_id);
        values[i * 2 + 1] = db_int(ids[i]);
    }
    return db_run_many(ctx, &item_insert, values, 2, count, NULL);
}

Status item_store_list(Ctx *ctx, int64_t bulk_id, int64_t state, int64_t after, int64_t limit,
                       List *out)
{
    return db_list(ctx, &item_rows, &bulk_item_shape, out, db_int(bulk_id), db_int(state),
                   db_int(after), db_int(limit));
}

Status item_store_put(Ctx *ctx, int64_t bulk_id, const BulkItem *item, const char *before)
{
    return db_run(ctx, &item_put, db_int(bulk_id), db_int(item->ticket_id), db_int(item->state),
                  db_int(item->version_before), db_int(item->version_after), db_text(item->reason),
                  db_text(before));
}

Status item_store_before(Ctx *ctx, int64_t bulk_id, int64_t ticket_id, const char **out)
{
    Rows *rows;
    Status s = db_query(ctx, &item_before, &rows, db_int(bulk_id), db_int(ticket_id));
    if (s) return s;
    *out = rows_next(rows) ? rows_copy(rows, 0) : NULL;
    return rows_end(rows);
}

SQL(item_total, "SELECT COUNT(*) FROM desk_bulk_item WHERE bulk_id = $1");

Status item_store_total(Ctx *ctx, int64_t bulk_id, int64_t *out)
{
    return db_get_int(ctx, &item_total, out, db_int(bulk_id));
}
