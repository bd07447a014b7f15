#include "db/db.h"
#include "promise/cause_bound.h"

SQL(cause_progress, "SELECT swept_id, swept, settled_version FROM promise_cause WHERE id = $1");
SQL(cause_progressed, "UPDATE promise_cause SET swept_id = $2, swept = $3, settled_version = $4,"
                      " looked_at = looked_at + $5 WHERE id = $1");
SQL(cause_counted,
    "UPDATE promise_cause SET affected = affected + $2, undone = undone + $3 WHERE id = $1");
SQL(cause_bound, "INSERT INTO promise_cause_parcel (cause_id, waybill_id, cause_version, change_id)"
                 " VALUES ($1, $2, $3, $4) ON CONFLICT (cause_id, waybill_id) DO UPDATE SET"
                 " cause_version = excluded.cause_version, change_id = excluded.change_id");
SQL(cause_bound_old, "SELECT waybill_id, change_id FROM promise_cause_parcel WHERE cause_id = $1"
                     " AND cause_version < $2 ORDER BY cause_version, waybill_id LIMIT $3");
SQL(cause_bound_is,
    "SELECT waybill_id FROM promise_cause_parcel WHERE cause_id = $1 AND waybill_id = $2");

Status cause_progress_read(Ctx *ctx, int64_t cause_id, CauseProgress *out)
{
    Rows *rows;
    Status s = db_query(ctx, &cause_progress, &rows, db_int(cause_id));
    if (s) return s;
    if (rows_next(rows))
        *out = (CauseProgress){rows_int(rows, 0), rows_int(rows, 1) == 1, rows_int(rows, 2)};
    return rows_end(rows);
}

Status cause_progress_write(Ctx *ctx, int64_t cause_id, const CauseProgress *progress,
                            int64_t looked_at)
{
    return db_run(ctx, &cause_progressed, db_int(cause_id), db_int(progress->swept_id),
                  db_bool(progress->swept), db_int(progress->settled_version), db_int(looked_at));
}

Status cause_count(Ctx *ctx, int64_t cause_id, int64_t affected, int64_t undone)
{
    return db_run(ctx, &cause_counted, db_int(cause_id), db_int(affected), db_int(undone));
}

Status cause_bind(Ctx *ctx, const Cause *cause, const CauseBound *bound, size_t count)
{
    enum { WIDTH = 4 };
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        DbValue *row = &values[i * WIDTH];
        row[0] = db_int(cause->id);
        row[1] = db_int(bound[i].waybill_id);
        row[2] = db_int(cause->version);
        row[3] = db_id(bound[i].change_id);
    }
    return db_run_many(ctx, &cause_bound, values, WIDTH, count, NULL);
}

Status cause_bound_stale(Ctx *ctx, const Cause *cause, size_t limit, CauseBound *out, size_t *count)
{
    Rows *rows;
    *count = 0;
    Status s = db_query(ctx, &cause_bound_old, &rows, db_int(cause->id), db_int(cause->version),
                        db_int((int64_t)limit));
    if (s) return s;
    while (rows_next(rows))
        out[(*count)++] =
            (CauseBound){rows_int(rows, 0), rows_null(rows, 1) ? 0 : rows_int(rows, 1)};
    return rows_end(rows);
}

static Status bound_mark(void *user, size_t number, Rows *rows)
{
    (void)rows;
    bool *are = user;
    are[number] = true;
    return OK;
}

Status cause_bound_are(Ctx *ctx, int64_t cause_id, const int64_t *ids, size_t count, bool *are)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count * 2, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        values[2 * i] = db_int(cause_id);
        values[2 * i + 1] = db_int(ids[i]);
        are[i] = false;
    }
    return db_query_many(ctx, &cause_bound_is, values, 2, count, bound_mark, are);
}
