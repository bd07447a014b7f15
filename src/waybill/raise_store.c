#include "waybill/raise_store.h"

#include "db/db.h"

SQL(raised_of, "SELECT exception, cause, raised_ms, after_ms, cleared_ms, cleared_after_ms"
               " FROM waybill_raised WHERE waybill_id = $1 ORDER BY raised_ms, exception");
SQL(raised_add, "INSERT INTO waybill_raised (waybill_id, raised_ms, exception, cause, after_ms)"
                " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING");
SQL(raised_cleared, "UPDATE waybill_raised SET cleared_ms = $3, cleared_after_ms = $4"
                    " WHERE waybill_id = $1 AND exception = $2 AND cleared_ms IS NULL");
SQL(raised_closed,
    "UPDATE waybill_exception SET closed_ms = $3, closed_hash = 0"
    " WHERE waybill_id = $1 AND exception = $2 AND closed_ms IS NULL AND opened_hash = 0");

typedef struct LoadWork {
    Ctx *ctx;
    RaisedRows *out;
} LoadWork;

static Status row_add(LoadWork *work, size_t number, const JourneyEvent *event)
{
    RaisedRows *out = work->out;
    if (out->count == out->room) {
        size_t room = out->room ? 2 * out->room : 16;
        RaisedRow *more =
            arena_grow(work->ctx->arena, out->items, out->room * sizeof *more, room * sizeof *more);
        if (!more) return no_memory(work->ctx);
        out->items = more;
        out->room = room;
    }
    out->items[out->count++] = (RaisedRow){number, *event};
    return OK;
}

static Status raised_read(void *user, size_t number, Rows *rows)
{
    int exception = (int)rows_int(rows, 0);
    JourneyEvent event = {.at_ms = rows_int(rows, 3),
                          .opens = exception,
                          .closes = EXCEPTION_NONE,
                          .cause = (int)rows_int(rows, 1),
                          .raised_ms = rows_int(rows, 2)};
    Status s = row_add(user, number, &event);
    if (s || rows_null(rows, 4)) return s;
    event.at_ms = rows_int(rows, 5);
    event.opens = EXCEPTION_NONE;
    event.closes = exception;
    event.raised_ms = rows_int(rows, 4);
    return row_add(user, number, &event);
}

Status raised_load(Ctx *ctx, const int64_t *waybill_ids, size_t count, RaisedRows *out)
{
    *out = (RaisedRows){0};
    DbValue *values = ARENA_ARRAY(ctx->arena, count, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        values[i] = db_int(waybill_ids[i]);
    LoadWork work = {ctx, out};
    return db_query_many(ctx, &raised_of, values, 1, count, raised_read, &work);
}

Status raised_insert(Ctx *ctx, const RaisedWrite *rows, size_t count)
{
    enum { WIDTH = 5 };
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        const RaisedWrite *row = &rows[i];
        DbValue *to = values + i * WIDTH;
        to[0] = db_int(row->waybill_id);
        to[1] = db_int(row->at_ms);
        to[2] = db_int(row->exception);
        to[3] = db_int(row->cause);
        to[4] = db_int(row->after_ms);
    }
    return db_run_many(ctx, &raised_add, values, WIDTH, count, NULL);
}

Status raised_clear(Ctx *ctx, const RaisedWrite *rows, size_t count, int64_t *closed)
{
    enum { WIDTH = 4, CLOSE_WIDTH = 3 };
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    DbValue *closing = ARENA_ARRAY(ctx->arena, count * CLOSE_WIDTH, DbValue);
    if (!values || !closing) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        DbValue *to = values + i * WIDTH, *close = closing + i * CLOSE_WIDTH;
        to[0] = close[0] = db_int(rows[i].waybill_id);
        to[1] = close[1] = db_int(rows[i].exception);
        to[2] = close[2] = db_int(rows[i].at_ms);
        to[3] = db_int(rows[i].after_ms);
    }
    Status s = db_run_many(ctx, &raised_closed, closing, CLOSE_WIDTH, count, closed);
    return s ? s : db_run_many(ctx, &raised_cleared, values, WIDTH, count, NULL);
}
