#include "desk/queue_store.h"

#define SAVED "SELECT id, version, name, account_id, position, filter FROM desk_queue"
#define SEEN " (account_id IS NULL OR account_id = $1)"

static const Field saved_fields[] = {FIELD_ID(QueueSaved, id),
                                     FIELD_INT(QueueSaved, version),
                                     FIELD_TEXT(QueueSaved, name),
                                     FIELD_ID(QueueSaved, account_id),
                                     FIELD_INT(QueueSaved, position),
                                     FIELD_TEXT(QueueSaved, filter),
                                     FIELD_END};
static const Shape saved_shape = SHAPE(QueueSaved, saved_fields, "A queue as it is stored");

SQL(saved_insert, "INSERT INTO desk_queue (id, version, name, account_id, position, filter)"
                  " VALUES ($1, $2, $3, $4, $5, $6)");
SQL(saved_update, "UPDATE desk_queue SET version = $2, name = $3, account_id = $4, position = $5,"
                  " filter = $6 WHERE id = $1 AND version = $7");
SQL(saved_delete, "DELETE FROM desk_queue WHERE id = $1 AND version = $2");
SQL(saved_row, SAVED " WHERE id = $2 AND" SEEN);
SQL(saved_rows, SAVED " WHERE" SEEN " ORDER BY position, id LIMIT 200");

Status queue_store_insert(Ctx *ctx, const QueueSaved *row)
{
    return db_run(ctx, &saved_insert, db_int(row->id), db_int(row->version), db_text(row->name),
                  db_id(row->account_id), db_int(row->position), db_text(row->filter));
}

Status queue_store_update(Ctx *ctx, const QueueSaved *row, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &saved_update, &changed, db_int(row->id), db_int(row->version),
                            db_text(row->name), db_id(row->account_id), db_int(row->position),
                            db_text(row->filter), db_int(version));
    *written = changed == 1;
    return s;
}

Status queue_store_delete(Ctx *ctx, int64_t id, int64_t version, bool *deleted)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &saved_delete, &changed, db_int(id), db_int(version));
    *deleted = changed == 1;
    return s;
}

Status queue_store_find(Ctx *ctx, int64_t id, int64_t account_id, QueueSaved *out)
{
    return db_read(ctx, &saved_row, &saved_shape, out, db_int(account_id), db_int(id));
}

Status queue_store_list(Ctx *ctx, int64_t account_id, List *out)
{
    return db_list(ctx, &saved_rows, &saved_shape, out, db_int(account_id));
}
