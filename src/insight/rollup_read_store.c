#include "insight/rollup_store.h"

#define TALLY_COLUMNS                                                                              \
    "grain, dimension, day, value, collected, within_72h, returned, delivered, promised, on_time," \
    " on_time_date, tried, first_attempt, full_count, full_ms, transit_count, transit_ms, due,"    \
    " kept"

SQL(tally_span, "SELECT " TALLY_COLUMNS " FROM figure_tally"
                " WHERE grain = $1 AND dimension = $2 AND day BETWEEN $3 AND $4");
SQL(bin_span, "SELECT grain, duration, day, bin, n FROM figure_bin"
              " WHERE grain = $1 AND duration = $2 AND day BETWEEN $3 AND $4");
SQL(standing_of, "SELECT dimension, item, value, n FROM figure_standing WHERE dimension = $1");
SQL(hour_all, "SELECT hour, n FROM figure_hour");
SQL(tally_all, "SELECT " TALLY_COLUMNS " FROM figure_tally");
SQL(bin_all, "SELECT grain, duration, day, bin, n FROM figure_bin");
SQL(standing_all, "SELECT dimension, item, value, n FROM figure_standing");
SQL(parcel_count_all, "SELECT list, day, 0, 0, COUNT(*) FROM figure_parcel GROUP BY list, day");
SQL(parcel_proof_all, "SELECT list, day, 1, 0, CAST(SUM((waybill_id % 1000003) * (duration_ms % "
                      "1009 + 2000)) AS BIGINT)"
                      " FROM figure_parcel GROUP BY list, day");
SQL(listed, "SELECT day, duration_ms, waybill_id FROM figure_parcel"
            " WHERE list = $1 AND day BETWEEN $2 AND $3 ORDER BY day, duration_ms, waybill_id");
SQL(listed_first, "SELECT MIN(day) FROM figure_parcel WHERE list = $1 AND day BETWEEN $2 AND $3");
SQL(listed_last, "SELECT MAX(day) FROM figure_parcel WHERE list = $1 AND day BETWEEN $2 AND $3");
SQL(durations_between, "SELECT duration_ms FROM figure_parcel"
                       " WHERE list = $1 AND day = $2 AND duration_ms BETWEEN $3 AND $4");
SQL(service_span, "SELECT grain, dimension, day, measure, value, n FROM figure_service"
                  " WHERE grain = $1 AND dimension = $2 AND day BETWEEN $3 AND $4"
                  " AND measure = $5");
SQL(service_all_rows, "SELECT grain, dimension, day, measure, value, n FROM figure_service");
SQL(service_is_made, "SELECT count(*) FROM figure_service_book");
SQL(service_made, "INSERT INTO figure_service_book (one, made_ms) VALUES (1, $1)"
                  " ON CONFLICT (one) DO UPDATE SET made_ms = excluded.made_ms");
SQL(tidy_hour, "DELETE FROM figure_hour WHERE n = 0");
SQL(tidy_standing, "DELETE FROM figure_standing WHERE n = 0");
SQL(tidy_sketch, "DELETE FROM figure_sketch WHERE n = 0");

/* Where a set's cell finds its parts among the columns of its rows. */
typedef struct SetColumns {
    int numbers;
    bool value;
} SetColumns;

static const SetColumns columns[CELL_SET_COUNT] = {
    [CELL_TALLY] = {3, true}, [CELL_BIN] = {4, false},    [CELL_STANDING] = {2, true},
    [CELL_HOUR] = {1, false}, [CELL_PARCEL] = {4, false}, [CELL_SERVICE] = {4, true},
};

typedef struct Reading {
    CellSet set;
    const Sql *sql;
    CellEach *each;
    void *user;
} Reading;

static void cell_read(Rows *rows, CellSet set, RollupCell *cell)
{
    cell->key = (CellKey){.set = set, .value = ""};
    int column = 0;
    for (; column < columns[set].numbers; column++)
        cell->key.number[column] = rows_int(rows, column);
    if (columns[set].value) cell->key.value = rows_text(rows, column++);
    for (size_t i = 0; i < cell_width(set); i++)
        cell->n[i] = rows_int(rows, column++);
}

static Status cells_read(Ctx *ctx, const Reading *reading, const DbValue *values, size_t count)
{
    RollupCell *cell = arena_alloc(ctx->arena, sizeof *cell + MEASURE_COUNT * sizeof(int64_t));
    if (cell == NULL) return no_memory(ctx);
    Rows *rows;
    Status s = db_query_values(ctx, reading->sql, &rows, values, count);
    if (s) return s;
    while (!s && rows_next(rows)) {
        cell_read(rows, reading->set, cell);
        s = reading->each(reading->user, cell);
    }
    Status end = rows_end(rows);
    return s ? s : end;
}

Status store_tallies(Ctx *ctx, Dimension dimension, const Span *span, CellEach *each, void *user)
{
    const DbValue values[] = {db_int(span->grain), db_int(dimension), db_int(span->from),
                              db_int(span->to)};
    return cells_read(ctx, &(Reading){CELL_TALLY, &tally_span, each, user}, values, 4);
}

Status store_bins(Ctx *ctx, Time time, const Span *span, CellEach *each, void *user)
{
    const DbValue values[] = {db_int(span->grain), db_int(time), db_int(span->from),
                              db_int(span->to)};
    return cells_read(ctx, &(Reading){CELL_BIN, &bin_span, each, user}, values, 4);
}

Status store_standing(Ctx *ctx, Dimension dimension, CellEach *each, void *user)
{
    const DbValue values[] = {db_int(dimension)};
    return cells_read(ctx, &(Reading){CELL_STANDING, &standing_of, each, user}, values, 1);
}

Status store_hours(Ctx *ctx, CellEach *each, void *user)
{
    return cells_read(ctx, &(Reading){CELL_HOUR, &hour_all, each, user}, NULL, 0);
}

int64_t parcel_proof(int64_t duration_ms, int64_t waybill_id)
{
    return (waybill_id % 1000003) * (duration_ms % 1009 + 2000);
}

Status store_all(Ctx *ctx, CellEach *each, void *user)
{
    const Reading all[] = {
        {CELL_TALLY, &tally_all, each, user},          {CELL_BIN, &bin_all, each, user},
        {CELL_STANDING, &standing_all, each, user},    {CELL_HOUR, &hour_all, each, user},
        {CELL_PARCEL, &parcel_count_all, each, user},  {CELL_PARCEL, &parcel_proof_all, each, user},
        {CELL_SERVICE, &service_all_rows, each, user},
    };
    Status s = OK;
    for (size_t i = 0; !s && i < sizeof all / sizeof all[0]; i++)
        s = cells_read(ctx, &all[i], NULL, 0);
    return s;
}

Status store_services(Ctx *ctx, Dimension dimension, int64_t measure, const Span *span,
                      CellEach *each, void *user)
{
    const DbValue values[] = {db_int(span->grain), db_int(dimension), db_int(span->from),
                              db_int(span->to), db_int(measure)};
    return cells_read(ctx, &(Reading){CELL_SERVICE, &service_span, each, user}, values, 5);
}

Status store_service_is_made(Ctx *ctx, bool *out)
{
    int64_t rows = 0;
    Status s = db_get_int_values(ctx, &service_is_made, &rows, NULL, 0);
    *out = rows > 0;
    return s;
}

Status store_service_made(Ctx *ctx)
{
    return db_run(ctx, &service_made, db_int(ctx_now(ctx)));
}

Status store_tidy(Ctx *ctx)
{
    Status s = db_run_values(ctx, &tidy_hour, NULL, 0, NULL);
    if (!s) s = db_run_values(ctx, &tidy_standing, NULL, 0, NULL);
    return s ? s : db_run_values(ctx, &tidy_sketch, NULL, 0, NULL);
}

Status store_listed(Ctx *ctx, ParcelList list, int64_t from, int64_t to, ListedEach *each,
                    void *user)
{
    Rows *rows;
    Status s = db_query(ctx, &listed, &rows, db_int(list), db_int(from), db_int(to));
    if (s) return s;
    while (!s && rows_next(rows)) {
        ListedParcel parcel = {rows_int(rows, 0), rows_int(rows, 1), rows_int(rows, 2)};
        s = each(user, &parcel);
    }
    Status end = rows_end(rows);
    return s ? s : end;
}

Status store_listed_days(Ctx *ctx, ParcelList list, int64_t *from, int64_t *to)
{
    int64_t first, last;
    Status s = db_get_int(ctx, &listed_first, &first, db_int(list), db_int(*from), db_int(*to));
    if (!s) s = db_get_int(ctx, &listed_last, &last, db_int(list), db_int(*from), db_int(*to));
    if (s) return s;
    *from = first;
    *to = last;
    return OK;
}

typedef struct Found {
    int64_t *durations;
    size_t room, count;
} Found;

static Status duration_found(void *user, size_t number, Rows *rows)
{
    (void)number;
    Found *found = user;
    if (found->count < found->room) found->durations[found->count++] = rows_int(rows, 0);
    return OK;
}

Status store_durations(Ctx *ctx, const DurationRange *range, int64_t *out, size_t room,
                       size_t *count)
{
    size_t days = (size_t)(range->to - range->from + 1);
    DbValue *values = ARENA_ARRAY(ctx->arena, days * 4, DbValue);
    if (values == NULL) return no_memory(ctx);
    for (size_t i = 0; i < days; i++) {
        values[i * 4] = db_int(range->list);
        values[i * 4 + 1] = db_int(range->from + (int64_t)i);
        values[i * 4 + 2] = db_int(range->low);
        values[i * 4 + 3] = db_int(range->high);
    }
    Found found = {out, room, 0};
    Status s = db_query_many(ctx, &durations_between, values, 4, days, duration_found, &found);
    *count = found.count;
    return s;
}
