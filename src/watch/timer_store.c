#include "watch/timer_store.h"

#include <stdlib.h>

#include "db/db.h"
#include "waybill/facts_row.h"

SQL(timer_bring, "INSERT INTO watch_due (waybill_id, due_ms) VALUES ($1, $2)"
                 " ON CONFLICT (waybill_id) DO UPDATE SET due_ms = excluded.due_ms"
                 " WHERE excluded.due_ms < watch_due.due_ms");
SQL(timer_drop, "DELETE FROM watch_due WHERE waybill_id = $1");
SQL(timers_due, "SELECT waybill_id, due_ms FROM watch_due WHERE due_ms <= $1"
                " ORDER BY due_ms, waybill_id LIMIT $2");
SQL(timer_moved, "UPDATE watch_due SET due_ms = $3 WHERE waybill_id = $1 AND due_ms = $2");
SQL(timer_ended, "DELETE FROM watch_due WHERE waybill_id = $1 AND due_ms = $2");
#define PARCEL                                                                                     \
    "SELECT s.waybill_id, s.carrier, s.product, s.origin, s.destination, " FACTS_STAND             \
    ", w.insured, s.origin_zone, s.destination_zone FROM waybill_state s"                          \
    " LEFT JOIN waybill w ON w.waybill_id = s.waybill_id"
SQL(timer_parcel, PARCEL " WHERE s.waybill_id = $1");
SQL(timer_open, PARCEL " WHERE s.is_open = 1 AND s.waybill_id > $1 ORDER BY s.waybill_id LIMIT $2");

static int compare_rows(const void *a, const void *b)
{
    const TimerRow *one = a, *other = b;
    return (one->waybill_id > other->waybill_id) - (one->waybill_id < other->waybill_id);
}

Status timer_store_bring(Ctx *ctx, TimerRow *rows, size_t count)
{
    if (!count) return OK;
    DbValue *values = ARENA_ARRAY(ctx->arena, count * 2, DbValue);
    if (!values) return no_memory(ctx);
    qsort(rows, count, sizeof *rows, compare_rows);
    for (size_t i = 0; i < count; i++) {
        values[2 * i] = db_int(rows[i].waybill_id);
        values[2 * i + 1] = db_int(rows[i].due_ms);
    }
    return db_run_many(ctx, &timer_bring, values, 2, count, NULL);
}

Status timer_store_drop(Ctx *ctx, TimerRow *rows, size_t count)
{
    if (!count) return OK;
    DbValue *values = ARENA_ARRAY(ctx->arena, count, DbValue);
    if (!values) return no_memory(ctx);
    qsort(rows, count, sizeof *rows, compare_rows);
    for (size_t i = 0; i < count; i++)
        values[i] = db_int(rows[i].waybill_id);
    return db_run_many(ctx, &timer_drop, values, 1, count, NULL);
}

static Status due_read(Ctx *ctx, int64_t now_ms, size_t limit, TimerRow *out, size_t *count)
{
    Rows *rows;
    *count = 0;
    Status s = db_query(ctx, &timers_due, &rows, db_int(now_ms), db_int((int64_t)limit));
    if (s) return s;
    while (*count < limit && rows_next(rows))
        out[(*count)++] = (TimerRow){rows_int(rows, 0), rows_int(rows, 1)};
    return rows_end(rows);
}

Status timer_store_due(Ctx *ctx, int64_t now_ms, size_t limit, TimerRow *out, size_t *count)
{
    return due_read(ctx, now_ms, limit, out, count);
}

Status timer_store_any_due(Ctx *ctx, int64_t now_ms, bool *out)
{
    TimerRow row;
    size_t count;
    Status s = due_read(ctx, now_ms, 1, &row, &count);
    *out = count > 0;
    return s;
}

Status timer_store_next(Ctx *ctx, const TimerNext *items, size_t count)
{
    if (!count) return OK;
    DbValue *moved = ARENA_ARRAY(ctx->arena, count * 3, DbValue);
    DbValue *ended = ARENA_ARRAY(ctx->arena, count * 2, DbValue);
    if (!moved || !ended) return no_memory(ctx);
    size_t moved_count = 0, ended_count = 0;
    for (size_t i = 0; i < count; i++) {
        const TimerNext *item = &items[i];
        bool ends = item->next_ms == NONE;
        DbValue *to = ends ? ended + 2 * ended_count++ : moved + 3 * moved_count++;
        to[0] = db_int(item->row.waybill_id);
        to[1] = db_int(item->row.due_ms);
        if (!ends) to[2] = db_int(item->next_ms);
    }
    Status s = db_run_many(ctx, &timer_moved, moved, 3, moved_count, NULL);
    return s ? s : db_run_many(ctx, &timer_ended, ended, 2, ended_count, NULL);
}

/* --- parcels --- */

static Status parcel_read(Ctx *ctx, Rows *rows, TimerParcel *out)
{
    out->facts = (WaybillFacts){
        .waybill_id = rows_int(rows, 0),
        .carrier = rows_copy(rows, 1),
        .product = rows_copy(rows, 2),
        .origin = rows_copy(rows, 3),
        .destination = rows_copy(rows, 4),
        .origin_zone = rows_id(rows, 19),
        .destination_zone = rows_id(rows, 20),
    };
    facts_stand_read(rows, 5, &out->facts);
    out->insured = rows_int(rows, 18);
    const WaybillFacts *facts = &out->facts;
    bool whole = facts->carrier && facts->product && facts->origin && facts->destination;
    return whole ? OK : no_memory(ctx);
}

typedef struct ParcelsWork {
    Ctx *ctx;
    TimerParcel *out;
} ParcelsWork;

static Status parcel_take(void *user, size_t number, Rows *rows)
{
    const ParcelsWork *work = user;
    return parcel_read(work->ctx, rows, &work->out[number]);
}

Status timer_store_parcels(Ctx *ctx, const TimerRow *rows, size_t count, TimerParcel *out)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        out[i] = (TimerParcel){.insured = NONE};
        values[i] = db_int(rows[i].waybill_id);
    }
    ParcelsWork work = {ctx, out};
    return db_query_many(ctx, &timer_parcel, values, 1, count, parcel_take, &work);
}

Status timer_store_open(Ctx *ctx, int64_t after_id, size_t limit, TimerParcel *out, size_t *count)
{
    Rows *rows;
    *count = 0;
    Status s = db_query(ctx, &timer_open, &rows, db_int(after_id), db_int((int64_t)limit));
    if (s) return s;
    while (!s && *count < limit && rows_next(rows))
        s = parcel_read(ctx, rows, &out[(*count)++]);
    Status ended = rows_end(rows);
    return s ? s : ended;
}
