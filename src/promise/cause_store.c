#include "promise/cause_store.h"

#include "access/outlet.h"
#include "db/db.h"

#define CAUSE                                                                                      \
    "SELECT id, version, reason, text, effect, move_hours, move_days, from_ms AS \"from\","        \
    " until_ms AS until, everywhere, incident_id, state, declared_ms AS declared_at, declared_by," \
    " ended_ms AS ended_at, ended_by, why, looked_at, affected, undone,"                           \
    " CASE WHEN swept = 1 AND settled_version = version THEN 1 ELSE 0 END AS settled"              \
    " FROM promise_cause"

SQL(cause_insert,
    "INSERT INTO promise_cause (id, version, reason, text, effect, move_hours, move_days, from_ms,"
    " until_ms, everywhere, incident_id, outlet_id, state, declared_ms, declared_by, looked_at,"
    " affected, undone, swept_id, swept, settled_version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8,"
    " $9, $10, $11, $12, $13, $14, $15, 0, 0, 0, 0, 0, 1)");
SQL(cause_site_insert, "INSERT INTO promise_cause_site (cause_id, outlet_id) VALUES ($1, $2)"
                       " ON CONFLICT DO NOTHING");
SQL(cause_lane_insert, "INSERT INTO promise_cause_lane (cause_id, origin, destination)"
                       " VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
SQL(cause_update,
    "UPDATE promise_cause SET version = $2, text = $3, effect = $4, move_hours = $5,"
    " move_days = $6, until_ms = $7, state = $8, ended_ms = $9, ended_by = $10, why = $11"
    " WHERE id = $1 AND version = $12");
SQL(cause_row, CAUSE " WHERE id = $1");
SQL(cause_page, CAUSE " WHERE id < $2 AND (CAST($1 AS BIGINT) IS NULL OR state = $1)"
                      " ORDER BY id DESC LIMIT $3");
SQL(cause_live_rows, CAUSE " WHERE state <> 3 AND until_ms > $1 ORDER BY id LIMIT 200");
SQL(cause_of_incident, CAUSE " WHERE incident_id = $1 AND state = 1 AND until_ms > $2"
                             " ORDER BY id LIMIT 200");
SQL(cause_sites, "SELECT outlet_id FROM promise_cause_site WHERE cause_id = $1"
                 " ORDER BY outlet_id LIMIT 1000");
SQL(cause_lanes, "SELECT origin, destination FROM promise_cause_lane WHERE cause_id = $1"
                 " ORDER BY origin, destination LIMIT 1000");

static Status sites_insert(Ctx *ctx, const Cause *cause)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, cause->sites.count * 2, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < cause->sites.count; i++) {
        values[2 * i] = db_int(cause->id);
        values[2 * i + 1] = db_int(cause->site_ids[i]);
    }
    return db_run_many(ctx, &cause_site_insert, values, 2, cause->sites.count, NULL);
}

static Status lanes_insert(Ctx *ctx, const Cause *cause)
{
    const CauseLane *lanes = cause->lanes.items;
    DbValue *values = ARENA_ARRAY(ctx->arena, cause->lanes.count * 3, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < cause->lanes.count; i++) {
        values[3 * i] = db_int(cause->id);
        values[3 * i + 1] = db_text(lanes[i].origin);
        values[3 * i + 2] = db_text(lanes[i].destination);
    }
    return db_run_many(ctx, &cause_lane_insert, values, 3, cause->lanes.count, NULL);
}

Status cause_store_insert(Ctx *ctx, const Cause *c, int64_t outlet_id)
{
    Status s =
        db_run(ctx, &cause_insert, db_int(c->id), db_int(c->version), db_text(c->reason),
               db_text(c->text), db_int(c->effect), db_int(c->move_hours), db_int(c->move_days),
               db_int(c->from), db_int(c->until), db_bool(c->everywhere), db_id(c->incident_id),
               db_id(outlet_id), db_int(c->state), db_int(c->declared_at), db_text(c->declared_by));
    if (!s) s = sites_insert(ctx, c);
    return s ? s : lanes_insert(ctx, c);
}

Status cause_store_update(Ctx *ctx, const Cause *c, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s =
        db_run_count(ctx, &cause_update, &changed, db_int(c->id), db_int(c->version),
                     db_text(c->text), db_int(c->effect), db_int(c->move_hours),
                     db_int(c->move_days), db_int(c->until), db_int(c->state), db_int(c->ended_at),
                     db_text(c->ended_by), db_text(c->why), db_int(version));
    *written = changed == 1;
    return s;
}

/* --- reading --- */

enum { PLACES_MAX = 1000 };

static Status sites_read(Ctx *ctx, Cause *cause)
{
    Rows *rows;
    int64_t *ids = ARENA_ARRAY(ctx->arena, PLACES_MAX, int64_t);
    const char **codes = ARENA_ARRAY(ctx->arena, PLACES_MAX, const char *);
    if (!ids || !codes) return no_memory(ctx);
    size_t count = 0;
    Status s = db_query(ctx, &cause_sites, &rows, db_int(cause->id));
    if (s) return s;
    while (rows_next(rows))
        ids[count++] = rows_int(rows, 0);
    s = rows_end(rows);
    for (size_t i = 0; !s && i < count; i++)
        codes[i] = outlet_code_of(ctx, ids[i]);
    cause->site_ids = ids;
    cause->sites = (Texts){codes, count};
    return s;
}

static Status lanes_read(Ctx *ctx, Cause *cause)
{
    Rows *rows;
    CauseLane *lanes = ARENA_ARRAY(ctx->arena, PLACES_MAX, CauseLane);
    if (!lanes) return no_memory(ctx);
    cause->lanes = (List){lanes, 0};
    Status s = db_query(ctx, &cause_lanes, &rows, db_int(cause->id));
    if (s) return s;
    while (rows_next(rows))
        lanes[cause->lanes.count++] = (CauseLane){rows_copy(rows, 0), rows_copy(rows, 1)};
    return rows_end(rows);
}

static Status places_read(Ctx *ctx, Cause *cause)
{
    Status s = sites_read(ctx, cause);
    return s ? s : lanes_read(ctx, cause);
}

Status cause_store_find(Ctx *ctx, int64_t id, Cause *out)
{
    Status s = db_read(ctx, &cause_row, &cause_shape, out, db_int(id));
    return s ? s : places_read(ctx, out);
}

static Status all_places_read(Ctx *ctx, List *causes)
{
    Status s = OK;
    for (size_t i = 0; !s && i < causes->count; i++)
        s = places_read(ctx, (Cause *)causes->items + i);
    return s;
}

Status cause_store_page(Ctx *ctx, int64_t state, int64_t before_id, int64_t limit, List *out)
{
    Status s = db_list(ctx, &cause_page, &cause_shape, out, db_int(state), db_int(before_id),
                       db_int(limit));
    return s ? s : all_places_read(ctx, out);
}

Status cause_store_live(Ctx *ctx, int64_t now_ms, List *out)
{
    Status s = db_list(ctx, &cause_live_rows, &cause_shape, out, db_int(now_ms));
    return s ? s : all_places_read(ctx, out);
}

Status cause_store_of_incident(Ctx *ctx, int64_t incident_id, int64_t now_ms, List *out)
{
    Status s =
        db_list(ctx, &cause_of_incident, &cause_shape, out, db_int(incident_id), db_int(now_ms));
    return s ? s : all_places_read(ctx, out);
}
