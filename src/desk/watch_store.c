#include "desk/watch_store.h"

#include "db/db.h"

SQL(watch_add, "INSERT INTO ticket_watch (waybill_id, ticket_id, findings) VALUES ($1, 0, 1)"
               " ON CONFLICT (waybill_id) DO UPDATE SET findings = ticket_watch.findings + 1"
               " RETURNING ticket_id");
SQL(watch_set, "UPDATE ticket_watch SET ticket_id = $2 WHERE waybill_id = $1");
SQL(watch_take, "UPDATE ticket_watch SET findings = findings - 1"
                " WHERE waybill_id = $1 AND findings > 0 RETURNING ticket_id, findings");

Status watch_store_add(Ctx *ctx, int64_t waybill_id, int64_t *ticket_id)
{
    return db_get_int(ctx, &watch_add, ticket_id, db_int(waybill_id));
}

Status watch_store_set(Ctx *ctx, int64_t waybill_id, int64_t ticket_id)
{
    return db_run(ctx, &watch_set, db_int(waybill_id), db_int(ticket_id));
}

Status watch_store_take(Ctx *ctx, int64_t waybill_id, int64_t *ticket_id, int64_t *left)
{
    Rows *rows;
    *ticket_id = *left = 0;
    Status s = db_query(ctx, &watch_take, &rows, db_int(waybill_id));
    if (s) return s;
    if (rows_next(rows)) {
        *ticket_id = rows_int(rows, 0);
        *left = rows_int(rows, 1);
    }
    return rows_end(rows);
}
