#include "desk/watch_store.h"

#include "db/db.h"

SQL(watch_take, "INSERT INTO ticket_watch (waybill_id, ticket_id) VALUES ($1, 0)"
                " ON CONFLICT (waybill_id) DO UPDATE SET ticket_id = ticket_watch.ticket_id"
                " RETURNING ticket_id");
SQL(watch_set, "UPDATE ticket_watch SET ticket_id = $2 WHERE waybill_id = $1");
SQL(watch_find, "SELECT ticket_id FROM ticket_watch WHERE waybill_id = $1");

Status watch_store_take(Ctx *ctx, int64_t waybill_id, int64_t *ticket_id)
{
    return db_get_int(ctx, &watch_take, ticket_id, db_int(waybill_id));
}

Status watch_store_set(Ctx *ctx, int64_t waybill_id, int64_t ticket_id)
{
    return db_run(ctx, &watch_set, db_int(waybill_id), db_int(ticket_id));
}

Status watch_store_find(Ctx *ctx, int64_t waybill_id, int64_t *ticket_id)
{
    Rows *rows;
    *ticket_id = 0;
    Status s = db_query(ctx, &watch_find, &rows, db_int(waybill_id));
    if (s) return s;
    if (rows_next(rows)) *ticket_id = rows_int(rows, 0);
    return rows_end(rows);
}
