#include "complaint/tally_store.h"

#include "access/person.h"
#include "db/db.h"

#define SUM_OF(column) "CAST(SUM(y." column ") AS BIGINT)"
#define SUMS                                                                                       \
    SUM_OF("complaints")                                                                           \
    " AS n, " SUM_OF("founded") " AS founded, " SUM_OF("severity") " AS severity, " SUM_OF(        \
        "cost_fen") " AS cost"
#define FROM_MONTHS                                                                                \
    " FROM complaint_tally y WHERE y.dimension = $1 AND y.month BETWEEN $2 AND $3 "                \
    "AND " OUTLET_IN_SCOPE("y.outlet_id", "$4")

SQL(tally_add,
    "INSERT INTO complaint_tally (dimension, month, outlet_id, value, complaints, founded,"
    " severity, cost_fen) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    " ON CONFLICT (dimension, month, outlet_id, value) DO UPDATE SET"
    " complaints = complaint_tally.complaints + excluded.complaints,"
    " founded = complaint_tally.founded + excluded.founded,"
    " severity = complaint_tally.severity + excluded.severity,"
    " cost_fen = complaint_tally.cost_fen + excluded.cost_fen");
SQL(tally_values,
    "SELECT g.value, g.n, g.founded, g.severity, g.cost, CAST(SUM(g.weight) OVER () AS BIGINT) FROM"
    " (SELECT y.value, " SUMS
    ", CASE CAST($5 AS BIGINT) WHEN 1 THEN " SUM_OF("complaints") " WHEN 2 THEN " SUM_OF(
        "cost_fen") " ELSE " SUM_OF("severity") " END AS weight" FROM_MONTHS
                                                " GROUP BY y.value HAVING SUM(y.complaints) > 0) g "
                                                "ORDER BY g.weight DESC, g.value LIMIT $6");
SQL(tally_months,
    "SELECT y.month, " SUMS FROM_MONTHS " GROUP BY y.month HAVING SUM(y.complaints) > 0"
    " ORDER BY y.month LIMIT 100");

Status tally_store_add(Ctx *ctx, const TallyDelta *deltas, size_t count)
{
    Status s = OK;
    for (size_t i = 0; i < count && !s; i++) {
        const TallyDelta *d = &deltas[i];
        s = db_run(ctx, &tally_add, db_int(d->dimension), db_int(d->month), db_int(d->outlet_id),
                   db_text(d->value), db_int(d->complaints), db_int(d->founded),
                   db_int(d->severity), db_int(d->cost));
    }
    return s;
}

static Status add_row(Ctx *ctx, Rows *rows, const char *value, List *out)
{
    TallyRow *items = arena_grow(ctx->arena, out->items, out->count * sizeof *items,
                                 (out->count + 1) * sizeof *items);
    if (!items || !value) return no_memory(ctx);
    items[out->count++] = (TallyRow){.value = value,
                                     .complaints = rows_int(rows, 1),
                                     .founded = rows_int(rows, 2),
                                     .severity = rows_int(rows, 3),
                                     .cost = rows_int(rows, 4)};
    out->items = items;
    return OK;
}

Status tally_store_list(Ctx *ctx, const TallySearch *q, List *out, int64_t *total)
{
    Rows *rows;
    *out = (List){NULL, 0};
    *total = 0;
    Status s =
        db_query(ctx, &tally_values, &rows, db_int(q->dimension), db_int(q->from), db_int(q->to),
                 db_int(scope_outlet(ctx)), db_int(q->order), db_int(q->limit));
    if (s) return s;
    while (!s && rows_next(rows)) {
        *total = rows_int(rows, 5);
        s = add_row(ctx, rows, rows_copy(rows, 0), out);
    }
    Status end = rows_end(rows);
    return s ? s : end;
}

static int64_t weight_of(const TallyRow *row, int64_t order)
{
    return order == TALLY_BY_COUNT  ? row->complaints
           : order == TALLY_BY_COST ? row->cost
                                    : row->severity;
}

Status tally_store_months(Ctx *ctx, const TallySearch *q, List *out, int64_t *total)
{
    Rows *rows;
    *out = (List){NULL, 0};
    *total = 0;
    Status s = db_query(ctx, &tally_months, &rows, db_int(q->dimension), db_int(q->from),
                        db_int(q->to), db_int(scope_outlet(ctx)));
    if (s) return s;
    while (!s && rows_next(rows)) {
        int64_t month = rows_int(rows, 0);
        s = add_row(ctx, rows,
                    arena_format(ctx->arena, "%04lld-%02lld", (long long)month / 12,
                                 (long long)month % 12 + 1),
                    out);
        if (!s) *total += weight_of(&((TallyRow *)out->items)[out->count - 1], q->order);
    }
    Status end = rows_end(rows);
    return s ? s : end;
}
