#include "insight/rollup_store.h"
#include "insight/sketch.h"

SQL(arrival_span, "SELECT day, full_bin, transit_bin, outlet_id, value, n FROM figure_arrival"
                  " WHERE day BETWEEN $1 AND $2");
SQL(arrival_clear, "DELETE FROM figure_arrival");
SQL(sketch_bins, "SELECT bins FROM figure_sketch"
                 " WHERE grain = $1 AND series = $2 AND day = $3 AND value = $4");
SQL(sketch_put, "INSERT INTO figure_sketch (grain, series, day, value, n, bins)"
                " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (grain, series, day, value)"
                " DO UPDATE SET n = excluded.n, bins = excluded.bins");
SQL(sketch_span, "SELECT grain, series, day, value, bins FROM figure_sketch"
                 " WHERE grain = $1 AND series = $2 AND day BETWEEN $3 AND $4");
SQL(sketch_all, "SELECT grain, series, day, value, bins FROM figure_sketch");

enum { KEY_WIDTH = 4, ROW_WIDTH = 6 };

Status store_arrivals(Ctx *ctx, int64_t from, int64_t to, CellEach *each, void *user)
{
    RollupCell *cell = arena_alloc(ctx->arena, sizeof *cell + sizeof(int64_t));
    if (cell == NULL) return no_memory(ctx);
    Rows *rows;
    Status s = db_query(ctx, &arrival_span, &rows, db_int(from), db_int(to));
    if (s) return s;
    while (!s && rows_next(rows)) {
        cell->key =
            (CellKey){CELL_ARRIVAL,
                      {rows_int(rows, 0), rows_int(rows, 1), rows_int(rows, 2), rows_int(rows, 3)},
                      rows_text(rows, 4)};
        cell->n[0] = rows_int(rows, 5);
        s = each(user, cell);
    }
    Status end = rows_end(rows);
    return s ? s : end;
}

Status store_arrivals_clear(Ctx *ctx)
{
    return db_run_values(ctx, &arrival_clear, NULL, 0, NULL);
}

static void key_values(const CellKey *key, DbValue *out)
{
    for (size_t i = 0; i < KEY_WIDTH - 1; i++)
        out[i] = db_int(key->number[i]);
    out[KEY_WIDTH - 1] = db_text(key->value);
}

typedef struct Adding {
    Ctx *ctx;
    Sketch *sketches;
} Adding;

static Status stored_add(void *user, size_t number, Rows *rows)
{
    Adding *adding = user;
    Sketch *sketch = &adding->sketches[number];
    size_t length;
    List stored;
    const void *bytes = rows_blob(rows, 0, &length);
    Status s = bins_unpack(adding->ctx, bytes, length, &stored);
    return s ? s : bins_add(adding->ctx, &stored, &sketch->bins, &sketch->bins);
}

static Status row_values(Ctx *ctx, const Sketch *sketch, DbValue *out)
{
    Buf bytes;
    int64_t n = 0;
    const Bin *bins = sketch->bins.items;
    for (size_t i = 0; i < sketch->bins.count; i++)
        n += bins[i].n;
    key_values(&sketch->key, out);
    Status s = bins_pack(ctx, bins, sketch->bins.count, &bytes);
    out[KEY_WIDTH] = db_int(n);
    out[KEY_WIDTH + 1] = db_blob(bytes.data, bytes.length);
    return s;
}

Status store_sketches_add(Ctx *ctx, const List *sketches)
{
    size_t count = sketches->count;
    Adding adding = {ctx, sketches->items};
    DbValue *keys = ARENA_ARRAY(ctx->arena, count * KEY_WIDTH, DbValue);
    DbValue *rows = ARENA_ARRAY(ctx->arena, count * ROW_WIDTH, DbValue);
    if (keys == NULL || rows == NULL) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        key_values(&adding.sketches[i].key, keys + i * KEY_WIDTH);
    Status s = db_query_many(ctx, &sketch_bins, keys, KEY_WIDTH, count, stored_add, &adding);
    for (size_t i = 0; !s && i < count; i++)
        s = row_values(ctx, &adding.sketches[i], rows + i * ROW_WIDTH);
    return s ? s : db_run_many(ctx, &sketch_put, rows, ROW_WIDTH, count, NULL);
}

/* The row that came, with its bins in the arena of ctx. */
static Status sketch_of_row(Ctx *ctx, Rows *rows, Sketch *out)
{
    size_t length;
    const void *bytes = rows_blob(rows, 4, &length);
    const CellKey key = {CELL_SKETCH,
                         {rows_int(rows, 0), rows_int(rows, 1), rows_int(rows, 2), 0},
                         rows_text(rows, 3)};
    *out = (Sketch){.key = key};
    return bins_unpack(ctx, bytes, length, &out->bins);
}

/* Each in an arena that is emptied: there may be very many. */
static Status sketches_read(Ctx *ctx, Rows *rows, SketchEach *each, void *user)
{
    Sketch sketch;
    Ctx own = *ctx;
    own.arena = arena_new();
    Status s = own.arena == NULL ? no_memory(ctx) : OK;
    while (!s && rows_next(rows)) {
        s = sketch_of_row(&own, rows, &sketch);
        if (s) ctx->problem = own.problem;
        if (!s) s = each(user, &sketch);
        arena_clear(own.arena);
    }
    arena_release(own.arena);
    Status end = rows_end(rows);
    return s ? s : end;
}

Status store_sketches(Ctx *ctx, int64_t series, const Span *span, SketchEach *each, void *user)
{
    Rows *rows;
    Status s = db_query(ctx, &sketch_span, &rows, db_int(span->grain), db_int(series),
                        db_int(span->from), db_int(span->to));
    return s ? s : sketches_read(ctx, rows, each, user);
}

Status store_sketches_all(Ctx *ctx, SketchEach *each, void *user)
{
    Rows *rows;
    Status s = db_query_values(ctx, &sketch_all, &rows, NULL, 0);
    return s ? s : sketches_read(ctx, rows, each, user);
}
