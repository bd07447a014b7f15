#include "insight/rollup_store.h"

SQL(book_read, "SELECT zone, revision, made_ms, sketched FROM figure_book WHERE one = 1");
SQL(book_write, "INSERT INTO figure_book (one, zone, revision, made_ms, sketched)"
                " VALUES (1, $1, 1, $2, 1)"
                " ON CONFLICT (one) DO UPDATE SET zone = excluded.zone, sketched = 1,"
                " revision = figure_book.revision + 1, made_ms = excluded.made_ms");

SQL(tally_add,
    "INSERT INTO figure_tally (grain, dimension, day, value, collected, within_72h, returned,"
    " delivered, promised, on_time, on_time_date, tried, first_attempt, full_count, full_ms,"
    " transit_count, transit_ms, due, kept)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)"
    " ON CONFLICT (grain, dimension, day, value) DO UPDATE SET"
    " collected = figure_tally.collected + excluded.collected,"
    " within_72h = figure_tally.within_72h + excluded.within_72h,"
    " returned = figure_tally.returned + excluded.returned,"
    " delivered = figure_tally.delivered + excluded.delivered,"
    " promised = figure_tally.promised + excluded.promised,"
    " on_time = figure_tally.on_time + excluded.on_time,"
    " on_time_date = figure_tally.on_time_date + excluded.on_time_date,"
    " tried = figure_tally.tried + excluded.tried,"
    " first_attempt = figure_tally.first_attempt + excluded.first_attempt,"
    " full_count = figure_tally.full_count + excluded.full_count,"
    " full_ms = figure_tally.full_ms + excluded.full_ms,"
    " transit_count = figure_tally.transit_count + excluded.transit_count,"
    " transit_ms = figure_tally.transit_ms + excluded.transit_ms,"
    " due = figure_tally.due + excluded.due, kept = figure_tally.kept + excluded.kept");
SQL(bin_add,
    "INSERT INTO figure_bin (grain, duration, day, bin, n) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (grain, duration, day, bin) DO UPDATE SET n = figure_bin.n + excluded.n");
SQL(standing_add, "INSERT INTO figure_standing (dimension, item, value, n) VALUES ($1, $2, $3, $4)"
                  " ON CONFLICT (dimension, item, value)"
                  " DO UPDATE SET n = figure_standing.n + excluded.n");
SQL(hour_add, "INSERT INTO figure_hour (hour, n) VALUES ($1, $2)"
              " ON CONFLICT (hour) DO UPDATE SET n = figure_hour.n + excluded.n");
SQL(parcel_add, "INSERT INTO figure_parcel (list, day, duration_ms, waybill_id)"
                " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");
SQL(parcel_take, "DELETE FROM figure_parcel WHERE list = $1 AND day = $2 AND duration_ms = $3"
                 " AND waybill_id = $4");

SQL(service_add,
    "INSERT INTO figure_service (grain, dimension, day, measure, value, n)"
    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (grain, dimension, day, measure, value)"
    " DO UPDATE SET n = figure_service.n + excluded.n");
SQL(arrival_add, "INSERT INTO figure_arrival (day, full_bin, transit_bin, outlet_id, value, n)"
                 " VALUES ($1, $2, $3, $4, $5, $6)"
                 " ON CONFLICT (day, full_bin, transit_bin, outlet_id, value)"
                 " DO UPDATE SET n = figure_arrival.n + excluded.n");
SQL(clear_sketch, "DELETE FROM figure_sketch");
SQL(clear_service, "DELETE FROM figure_service");
SQL(clear_tally, "DELETE FROM figure_tally");
SQL(clear_bin, "DELETE FROM figure_bin");
SQL(clear_standing, "DELETE FROM figure_standing");
SQL(clear_hour, "DELETE FROM figure_hour");
SQL(clear_parcel, "DELETE FROM figure_parcel");

#define ROWS_AT_ONCE 1024
#define WIDTH_MAX (CELL_NUMBERS + 1 + MEASURE_COUNT)

/* How the cells of a set become rows: so many numbers of the key, its value, its counts. */
typedef struct SetRow {
    const Sql *add;
    size_t numbers;
    bool value, counts;
} SetRow;

static const SetRow set_rows[CELL_SET_COUNT] = {
    [CELL_TALLY] = {&tally_add, 3, true, true},
    [CELL_BIN] = {&bin_add, 4, false, true},
    [CELL_STANDING] = {&standing_add, 2, true, true},
    [CELL_HOUR] = {&hour_add, 1, false, true},
    [CELL_PARCEL] = {&parcel_add, 4, false, false},
    [CELL_SERVICE] = {&service_add, 4, true, true},
    [CELL_ARRIVAL] = {&arrival_add, 4, true, true},
};

static const Field book_fields[] = {FIELD_TEXT(FigureBook, zone), FIELD_INT(FigureBook, revision),
                                    FIELD_TIME(FigureBook, made_ms),
                                    FIELD_BOOL(FigureBook, sketched), FIELD_END};
const Shape figure_book_shape = SHAPE(FigureBook, book_fields, "In whose zone figures are booked");

Status store_book(Ctx *ctx, FigureBook *out)
{
    return db_read_values(ctx, &book_read, &figure_book_shape, out, NULL, 0);
}

Status store_book_write(Ctx *ctx, const char *zone)
{
    return db_run(ctx, &book_write, db_text(zone), db_int(ctx_now(ctx)));
}

static size_t cell_values(const RollupCell *cell, DbValue *out)
{
    const SetRow *row = &set_rows[cell->key.set];
    size_t width = 0;
    for (size_t i = 0; i < row->numbers; i++)
        out[width++] = db_int(cell->key.number[i]);
    if (row->value) out[width++] = db_text(cell->key.value);
    for (size_t i = 0; row->counts && i < cell_width(cell->key.set); i++)
        out[width++] = db_int(cell->n[i]);
    return width;
}

/* A parcel that leaves a list is a row to delete; everything else is added to its row. */
static const Sql *cell_statement(const RollupCell *cell)
{
    if (cell->key.set == CELL_PARCEL && cell->n[0] < 0) return &parcel_take;
    return set_rows[cell->key.set].add;
}

Status store_write(Ctx *ctx, const RollupCells *cells)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, ROWS_AT_ONCE * WIDTH_MAX, DbValue);
    if (values == NULL) return no_memory(ctx);
    Status s = OK;
    for (size_t i = 0; !s && i < cells->count;) {
        const Sql *sql = cell_statement(cells->items[i]);
        size_t width = 0, count = 0;
        while (i < cells->count && count < ROWS_AT_ONCE && cell_statement(cells->items[i]) == sql) {
            width = cell_values(cells->items[i++], values + width * count);
            count++;
        }
        s = db_run_many(ctx, sql, values, width, count, NULL);
    }
    return s;
}

Status store_clear(Ctx *ctx)
{
    static const Sql *const clear[] = {&clear_tally,  &clear_bin,     &clear_standing, &clear_hour,
                                       &clear_parcel, &clear_service, &clear_sketch};
    Status s = store_arrivals_clear(ctx);
    for (size_t i = 0; !s && i < sizeof clear / sizeof clear[0]; i++)
        s = db_run_values(ctx, clear[i], NULL, 0, NULL);
    return s;
}
