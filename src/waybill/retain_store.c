#include "db/db.h"
#include "waybill/retain.h"

/* Ids hold the instant at which a parcel was taken in. */
#define OVER                                                                                       \
    " FROM waybill w JOIN waybill_state s ON s.waybill_id = w.waybill_id"                          \
    " WHERE w.emptied_ms IS NULL AND w.waybill_id > $1 AND w.waybill_id < $2"                      \
    " AND (s.last_ms IS NULL OR s.last_ms < $3)"                                                   \
    " AND (s.delivered_ms IS NULL OR s.delivered_ms < $3)"
#define FIRST " ORDER BY w.waybill_id LIMIT $4"
SQL(parcels_over, "SELECT w.waybill_id" OVER FIRST);
SQL(parcels_over_of, "SELECT w.waybill_id" OVER " AND s.customer_id = $5" FIRST);
SQL(parcel_empty,
    "UPDATE waybill SET parties_sealed = NULL, emptied_ms = $2 WHERE waybill_id = $1");
SQL(scans_empty, "UPDATE scan SET personal_sealed = NULL"
                 " WHERE waybill_id = $1 AND personal_sealed IS NOT NULL");
SQL(parcel_emptied, "UPDATE waybill_state SET version = version + 1 WHERE waybill_id = $1");
SQL(parcel_again, "UPDATE waybill SET emptied_ms = NULL"
                  " WHERE waybill_id = $1 AND emptied_ms IS NOT NULL");
SQL(parcels_kept, "SELECT count(*), max(s.waybill_id), max(s.last_ms), max(s.delivered_ms)"
                  " FROM waybill_state s JOIN waybill w ON w.waybill_id = s.waybill_id"
                  " WHERE s.customer_id = $1 AND w.emptied_ms IS NULL");

Status retain_store_over(Ctx *ctx, const ParcelsOver *over, int64_t **ids, size_t *count)
{
    Rows *rows;
    const DbValue values[] = {db_int(over->after_id), db_int(id_floor(over->before_ms)),
                              db_int(over->before_ms), db_int(PARCELS_EMPTIED_AT_ONCE),
                              db_int(over->customer_id)};
    *count = 0;
    *ids = ARENA_ARRAY(ctx->arena, PARCELS_EMPTIED_AT_ONCE, int64_t);
    if (!*ids) return no_memory(ctx);
    Status s = over->customer_id ? db_query_values(ctx, &parcels_over_of, &rows, values, 5)
                                 : db_query_values(ctx, &parcels_over, &rows, values, 4);
    if (s) return s;
    while (*count < PARCELS_EMPTIED_AT_ONCE && rows_next(rows))
        (*ids)[(*count)++] = rows_int(rows, 0);
    return rows_end(rows);
}

static Status each_run(Ctx *ctx, const Sql *sql, const int64_t *ids, size_t count, size_t width)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count * width, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        values[i * width] = db_int(ids[i]);
        if (width > 1) values[i * width + 1] = db_int(ctx_now(ctx));
    }
    return db_run_many(ctx, sql, values, width, count, NULL);
}

Status retain_store_empty(Ctx *ctx, const int64_t *ids, size_t count)
{
    Status s = each_run(ctx, &parcel_empty, ids, count, 2);
    if (!s) s = each_run(ctx, &scans_empty, ids, count, 1);
    return s ? s : each_run(ctx, &parcel_emptied, ids, count, 1);
}

Status retain_store_again(Ctx *ctx, const int64_t *ids, size_t count)
{
    return count ? each_run(ctx, &parcel_again, ids, count, 1) : OK;
}

Status parcels_not_emptied(Ctx *ctx, int64_t customer_id, int64_t *count, int64_t *last_ms)
{
    Rows *rows;
    *count = 0;
    *last_ms = NONE;
    Status s = db_query(ctx, &parcels_kept, &rows, db_int(customer_id));
    if (s) return s;
    if (rows_next(rows) && rows_int(rows, 0)) {
        *count = rows_int(rows, 0);
        *last_ms = id_ms(rows_int(rows, 1));
        for (int i = 2; i < 4; i++)
            if (!rows_null(rows, i) && rows_int(rows, i) > *last_ms) *last_ms = rows_int(rows, i);
    }
    return rows_end(rows);
}
