#include "desk/watch_store.h"

#include "db/db.h"

SQL(watch_take, "INSERT INTO ticket_watch (waybill_id, ticket_id) VALUES ($1, 0)"
                " ON CONFLICT (waybill_id) DO UPDATE SET ticket_id = ticket_watch.ticket_id"
                " RETURNING ticket_id");
SQL(watch_set, "UPDATE ticket_watch SET ticket_id = $2 WHERE waybill_id = $1");
SQL(watch_find, "SELECT ticket_id FROM ticket_watch WHERE waybill_id = $1");

/* 4: of a state, 1: opened; by 0: the system (entry.h). */
SQL(watch_touched,
    "SELECT count(*) FROM ticket_entry e WHERE e.ticket_id = $1 AND e.author_kind <> 0"
    " AND e.id > (SELECT coalesce(max(s.id), 0) FROM ticket_entry s WHERE s.ticket_id = $1"
    " AND s.author_kind = 0 AND s.kind IN (1, 4))");

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

Status watch_store_touched(Ctx *ctx, int64_t ticket_id, int64_t *entries)
{
    return db_get_int(ctx, &watch_touched, entries, db_int(ticket_id));
}
