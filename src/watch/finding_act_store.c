#include "access/person.h"
#include "db/db.h"
#include "watch/finding_store.h"

SQL(act_add, "INSERT INTO watch_act (id, finding_id, step, act, note, who_id, who_login)"
             " VALUES ($1, $2, $3, $4, $5, $6, $7)");
SQL(act_rows, "SELECT id, step, act, note, who_login FROM watch_act WHERE finding_id = $1"
              " ORDER BY id LIMIT 1000");
SQL(heat_add, "INSERT INTO watch_heat (hour, outlet_id, origin, destination, found, still_open)"
              " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (hour, outlet_id, origin, destination)"
              " DO UPDATE SET found = watch_heat.found + excluded.found,"
              " still_open = watch_heat.still_open + excluded.still_open");
#define SUMS "CAST(sum(h.found) AS BIGINT) AS found, CAST(sum(h.still_open) AS BIGINT) AS open"
#define IN_SPAN                                                                                    \
    " WHERE h.hour >= $1 AND h.hour < $2 AND " OUTLET_IN_SCOPE(                                    \
        "h.outlet_id", "$3") " AND " OUTLET_IN_SCOPE("h.outlet_id", "$4")
SQL(heat_outlets, "SELECT o.code AS outlet, " SUMS " FROM watch_heat h"
                  " LEFT JOIN outlet o ON o.id = h.outlet_id" IN_SPAN
                  " GROUP BY o.code ORDER BY 3 DESC, 2 DESC, 1 LIMIT 1000");
SQL(heat_lanes, "SELECT h.origin, h.destination, " SUMS " FROM watch_heat h" IN_SPAN
                " GROUP BY h.origin, h.destination ORDER BY 4 DESC, 3 DESC, 1, 2 LIMIT 1000");
SQL(heat_hours, "SELECT h.hour * 3600000 AS hour_at, " SUMS " FROM watch_heat h" IN_SPAN
                " GROUP BY h.hour ORDER BY h.hour LIMIT 1000");

/* Lanes against the hours of the day: of the worst lanes alone. */
SQL(heat_lane_hours,
    "WITH worst AS (SELECT h.origin, h.destination FROM watch_heat h" IN_SPAN
    " GROUP BY h.origin, h.destination ORDER BY sum(h.found) DESC, 1, 2 LIMIT $6)"
    " SELECT h.origin, h.destination, (h.hour * 60 + CAST($5 AS BIGINT)) / 60 % 24 AS hour, " SUMS
    " FROM watch_heat h JOIN worst w ON w.origin = h.origin AND w.destination = "
    "h.destination" IN_SPAN " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 LIMIT 1000");

enum { ACTS_READ = 1000 };

Status act_store_add(Ctx *ctx, int64_t finding_id, const FindingActInput *input)
{
    return db_run(ctx, &act_add, db_int(ctx_id(ctx)), db_int(finding_id), db_int(input->step),
                  db_int(input->act), db_text(input->note), db_id(ctx->who ? ctx->who->id : 0),
                  db_text(ctx_login(ctx)));
}

static Status act_read(Ctx *ctx, Rows *rows, FindingAct *out)
{
    *out = (FindingAct){.at = id_ms(rows_int(rows, 0)),
                        .step = rows_int(rows, 1),
                        .act = rows_int(rows, 2),
                        .note = arena_text(ctx->arena, rows_text(rows, 3)),
                        .who = arena_text(ctx->arena, rows_text(rows, 4))};
    bool whole = (out->note || rows_null(rows, 3)) && (out->who || rows_null(rows, 4));
    return whole ? OK : no_memory(ctx);
}

Status act_store_list(Ctx *ctx, int64_t finding_id, List *out)
{
    Rows *rows;
    FindingAct *acts = ARENA_ARRAY(ctx->arena, ACTS_READ, FindingAct);
    *out = (List){acts, 0};
    if (!acts) return no_memory(ctx);
    Status s = db_query(ctx, &act_rows, &rows, db_int(finding_id));
    if (s) return s;
    while (!s && rows_next(rows))
        s = act_read(ctx, rows, &acts[out->count++]);
    Status ended = rows_end(rows);
    return s ? s : ended;
}

enum { HEAT_WIDTH = 6 };

Status heat_store_add(Ctx *ctx, const FindingNews *items, size_t count)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count * HEAT_WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        const FindingKey *key = &items[i].key;
        bool opened = items[i].outcome == NONE;
        DbValue *row = values + i * HEAT_WIDTH;
        row[0] = db_int(key->found_ms / 3600000);
        row[1] = db_int(key->outlet_id);
        row[2] = db_text(key->origin);
        row[3] = db_text(key->destination);
        row[4] = db_int(opened);
        row[5] = db_int(opened ? 1 : -1);
    }
    return db_run_many(ctx, &heat_add, values, HEAT_WIDTH, count, NULL);
}

Status heat_store_list(Ctx *ctx, const HeatSearch *search, List *out)
{
    static const Sql *const lists[] = {[HEAT_BY_OUTLET] = &heat_outlets,
                                       [HEAT_BY_LANE] = &heat_lanes,
                                       [HEAT_BY_HOUR] = &heat_hours};
    const DbValue from = db_int(search->from_hour), to = db_int(search->to_hour),
                  within = db_int(search->outlet_id), scope = db_int(scope_outlet(ctx));
    if (search->by == HEAT_BY_LANE_HOUR)
        return db_list(ctx, &heat_lane_hours, &heat_cell_shape, out, from, to, within, scope,
                       db_int(search->offset_min), db_int(HEAT_LANES_MAX));
    return db_list(ctx, lists[search->by], &heat_cell_shape, out, from, to, within, scope);
}
