#include "watch/incident_action_store.h"

#include "access/person.h"
#include "db/db.h"
#include "waybill/waybill_read_store.h"

#define ACTION                                                                                     \
    "SELECT id, version, incident_id, kind, state, again, follow, total, done, passed_over,"       \
    " failed, started_ms AS started_at, started_by, ended_ms AS ended_at, ended_by"                \
    " FROM watch_incident_action"
/* $1 incident, $2 after, $3 since, $4 until, $5 again, $6 the bit of its kind. */
#define OF_PASS                                                                                    \
    " FROM watch_incident_parcel b JOIN waybill_state s ON s.waybill_id = b.waybill_id"            \
    " WHERE b.incident_id = $1 AND b.waybill_id > $2 AND b.out_ms IS NULL"                         \
    " AND b.bound_ms >= $3 AND b.bound_ms <= $4"                                                   \
    " AND (CAST($5 AS BIGINT) = 1 OR (b.acts & CAST($6 AS BIGINT)) = 0)"

SQL(action_insert,
    "INSERT INTO watch_incident_action (id, version, incident_id, kind, state, input, again,"
    " follow, from_ms, upto_ms, after_id, total, done, passed_over, failed, started_ms,"
    " started_by) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, 0, $8, 0, $9, 0, 0, 0, $10, $11)");
SQL(action_update,
    "UPDATE watch_incident_action SET version = $2, state = $3, again = $4, from_ms = $5,"
    " upto_ms = $6, after_id = $7, total = $8, done = $9, passed_over = $10, failed = $11,"
    " ended_ms = $12, ended_by = $13 WHERE id = $1");
SQL(action_row, ACTION " WHERE id = $1");
SQL(action_behind, "SELECT input, from_ms, upto_ms, after_id FROM watch_incident_action"
                   " WHERE id = $1");
SQL(action_list, ACTION " WHERE incident_id = $1 ORDER BY id DESC LIMIT 200");
SQL(action_running, "SELECT COUNT(*) FROM watch_incident_action WHERE incident_id = $1"
                    " AND kind = $2 AND state = 1");
SQL(action_follow_end, "UPDATE watch_incident_action SET state = 2, version = version + 1,"
                       " ended_ms = $3 WHERE incident_id = $1 AND state = 4"
                       " AND (CAST($2 AS BIGINT) = 0 OR kind = CAST($2 AS BIGINT))");
SQL(action_next,
    "SELECT b.waybill_id, s.customer_id, s.is_open" OF_PASS " ORDER BY b.waybill_id LIMIT $7");
SQL(action_count, "SELECT COUNT(*)" OF_PASS);
SQL(action_beyond, "SELECT COUNT(*) FROM (SELECT 1 FROM watch_incident_parcel b"
                   " JOIN waybill_state s ON s.waybill_id = b.waybill_id"
                   " WHERE b.incident_id = $1 AND b.out_ms IS NULL"
                   " AND NOT (" WAYBILL_IN_SCOPE("$2", "$3") ") LIMIT 1) beyond");
SQL(action_mark, "UPDATE watch_incident_parcel SET acts = acts | CAST($3 AS BIGINT),"
                 " told_ms = COALESCE(told_ms, CAST($4 AS BIGINT))"
                 " WHERE incident_id = $1 AND waybill_id = $2");
SQL(failure_add, "INSERT INTO watch_incident_failure (action_id, waybill_id, reason)"
                 " VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
SQL(failure_page, "SELECT f.waybill_id, s.carrier, s.no, f.reason FROM watch_incident_failure f"
                  " JOIN waybill_state s ON s.waybill_id = f.waybill_id"
                  " WHERE f.action_id = $1 AND f.waybill_id > $2"
                  " AND " WAYBILL_IN_SCOPE("$3", "$4") " ORDER BY f.waybill_id LIMIT $5");

Status action_store_insert(Ctx *ctx, const IncidentAction *a)
{
    return db_run(ctx, &action_insert, db_int(a->id), db_int(a->incident_id), db_int(a->kind),
                  db_int(a->state), db_text(a->input), db_bool(a->again), db_bool(a->follow),
                  db_int(a->upto_ms), db_int(a->total), db_int(a->started_at),
                  db_text(a->started_by));
}

Status action_store_update(Ctx *ctx, const IncidentAction *a)
{
    return db_run(ctx, &action_update, db_int(a->id), db_int(a->version), db_int(a->state),
                  db_bool(a->again), db_int(a->from_ms), db_int(a->upto_ms), db_int(a->after_id),
                  db_int(a->total), db_int(a->done), db_int(a->passed_over), db_int(a->failed),
                  db_int(a->ended_at), db_text(a->ended_by));
}

Status action_store_find(Ctx *ctx, int64_t id, IncidentAction *out)
{
    Rows *rows;
    Status s = db_read(ctx, &action_row, &incident_action_shape, out, db_int(id));
    if (!s) s = db_query(ctx, &action_behind, &rows, db_int(id));
    if (s) return s;
    if (rows_next(rows)) {
        out->input = rows_copy(rows, 0);
        out->from_ms = rows_int(rows, 1);
        out->upto_ms = rows_int(rows, 2);
        out->after_id = rows_int(rows, 3);
    }
    return rows_end(rows);
}

Status action_store_list(Ctx *ctx, int64_t incident_id, List *out)
{
    return db_list(ctx, &action_list, &incident_action_shape, out, db_int(incident_id));
}

Status action_store_running(Ctx *ctx, int64_t incident_id, int64_t kind, bool *out)
{
    int64_t count = 0;
    Status s = db_get_int(ctx, &action_running, &count, db_int(incident_id), db_int(kind));
    *out = count > 0;
    return s;
}

Status action_store_beyond(Ctx *ctx, int64_t incident_id, bool *out)
{
    int64_t count = 0;
    Status s = db_get_int(ctx, &action_beyond, &count, db_int(incident_id),
                          db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)));
    *out = count > 0;
    return s;
}

Status action_store_follow_end(Ctx *ctx, int64_t incident_id, int64_t kind)
{
    return db_run(ctx, &action_follow_end, db_int(incident_id), db_int(kind), db_int(ctx_now(ctx)));
}

static DbValue bit_of(const IncidentAction *action)
{
    return db_int(INT64_C(1) << action->kind);
}

Status action_store_next(Ctx *ctx, const IncidentAction *action, size_t limit, MassParcel *out,
                         size_t *count)
{
    Rows *rows;
    *count = 0;
    Status s = db_query(ctx, &action_next, &rows, db_int(action->incident_id),
                        db_int(action->after_id), db_int(action->from_ms), db_int(action->upto_ms),
                        db_bool(action->again), bit_of(action), db_int((int64_t)limit));
    if (s) return s;
    while (rows_next(rows))
        out[(*count)++] = (MassParcel){
            rows_int(rows, 0), rows_null(rows, 1) ? 0 : rows_int(rows, 1), !rows_null(rows, 2)};
    return rows_end(rows);
}

Status action_store_count(Ctx *ctx, const IncidentAction *action, int64_t *out)
{
    return db_get_int(ctx, &action_count, out, db_int(action->incident_id), db_int(0),
                      db_int(action->from_ms), db_int(action->upto_ms), db_bool(action->again),
                      bit_of(action));
}

Status action_store_mark(Ctx *ctx, const IncidentAction *action, bool done,
                         const MassParcel *parcels, size_t count)
{
    enum { WIDTH = 4 };
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    int64_t told_ms = done && action->kind == MASS_NOTIFY ? ctx_now(ctx) : NONE;
    for (size_t i = 0; i < count; i++) {
        values[i * WIDTH] = db_int(action->incident_id);
        values[i * WIDTH + 1] = db_int(parcels[i].waybill_id);
        values[i * WIDTH + 2] = bit_of(action);
        values[i * WIDTH + 3] = db_int(told_ms);
    }
    return count ? db_run_many(ctx, &action_mark, values, WIDTH, count, NULL) : OK;
}

Status failure_store_add(Ctx *ctx, int64_t action_id, int64_t waybill_id, const char *reason)
{
    return db_run(ctx, &failure_add, db_int(action_id), db_int(waybill_id), db_text(reason));
}

Status failure_store_page(Ctx *ctx, int64_t action_id, int64_t after_id, int64_t limit, List *out)
{
    return db_list(ctx, &failure_page, &mass_failure_shape, out, db_int(action_id),
                   db_int(after_id), db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)),
                   db_int(limit));
}
