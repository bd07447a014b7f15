#include <string.h>

#include "access/outlet.h"
#include "base/instant.h"
#include "db/db.h"
#include "watch/incident_parcel_store.h"

/* $1 the incident that binds (0: none does), $2 since when, $3 their exceptions. */
#define OF_WINDOW                                                                                  \
    "f.closed_ms IS NULL AND f.id >= CAST($4 AS BIGINT)"                                           \
    " AND (CAST($3 AS BIGINT) & (CAST(1 AS BIGINT) << CAST(f.exception AS INTEGER))) <> 0"         \
    " AND NOT EXISTS (SELECT 1 FROM watch_incident_parcel b JOIN watch_incident i"                 \
    " ON i.id = b.incident_id WHERE b.waybill_id = f.waybill_id"                                   \
    " AND (b.incident_id = CAST($1 AS BIGINT) OR (b.out_ms IS NULL"                                \
    " AND (i.closed_ms IS NULL OR i.closed_ms > CAST($2 AS BIGINT)))))"
#define SUMS "COUNT(DISTINCT f.waybill_id), MAX(f.severity), MIN(f.found_ms)"
#define ENOUGH " HAVING COUNT(DISTINCT f.waybill_id) >= $5"
/* Where its last event says it is; of one that names none it is not known. */
#define VEHICLE                                                                                    \
    "(SELECT c.vehicle FROM scan c WHERE c.waybill_id = f.waybill_id"                              \
    " ORDER BY c.at_ms DESC, c.hash DESC LIMIT 1)"

SQL(group_sites,
    "SELECT f.outlet_id, '', '', '', " SUMS " FROM watch_finding f WHERE " OF_WINDOW
    " AND f.outlet_id IS NOT NULL GROUP BY f.outlet_id" ENOUGH " ORDER BY 5 DESC, 1 LIMIT 20");
SQL(group_lanes,
    "SELECT 0, f.origin, f.destination, '', " SUMS " FROM watch_finding f WHERE " OF_WINDOW
    " AND f.origin <> '' AND f.destination <> '' GROUP BY f.origin, f.destination" ENOUGH
    " ORDER BY 5 DESC, 2, 3 LIMIT 20");
SQL(group_vehicles,
    "SELECT 0, '', '', f.vehicle, " SUMS " FROM (SELECT f.waybill_id, f.severity,"
    " f.found_ms, " VEHICLE " AS vehicle FROM watch_finding f WHERE " OF_WINDOW
    ") f WHERE f.vehicle IS NOT NULL GROUP BY f.vehicle" ENOUGH " ORDER BY 5 DESC, 4 LIMIT 20");

#define BIND(lead)                                                                                 \
    "INSERT INTO watch_incident_parcel (incident_id, waybill_id, bound_ms, how, finding_id, acts)" \
    " SELECT CAST($1 AS BIGINT), f.waybill_id, CAST($5 AS BIGINT), 1, MIN(f.id), 0"                \
    " FROM watch_finding f WHERE " OF_WINDOW " AND " lead                                          \
    " GROUP BY f.waybill_id ORDER BY f.waybill_id LIMIT $6 ON CONFLICT DO NOTHING"
SQL(bind_group_site, BIND("f.outlet_id IN (SELECT k.descendant_id FROM outlet_closure k"
                          " WHERE k.ancestor_id = $7)"));
SQL(bind_group_lane, BIND("f.origin = $7 AND f.destination = $8"));
SQL(bind_group_vehicle, BIND(VEHICLE " = $7"));

SQL(moving_site, "SELECT COUNT(*) FROM (SELECT 1 AS one FROM waybill_state"
                 " WHERE is_open = 1 AND outlet_id = $1 LIMIT $2) moving");
SQL(moving_lane, "SELECT COUNT(*) FROM (SELECT 1 AS one FROM waybill_state WHERE is_open = 1"
                 " AND origin <> '' AND origin = $1 AND destination = $2 AND waybill_id >= $3"
                 " LIMIT $4) moving");

#define POLICY                                                                                     \
    "SELECT kind, version, window_minutes, min_count, min_share, cooldown_minutes,"                \
    " expire_minutes, exceptions, is_off, source FROM watch_incident_policy"
SQL(policy_rows, POLICY " ORDER BY kind");
SQL(policy_add, "INSERT INTO watch_incident_policy (kind, version, window_minutes, min_count,"
                " min_share, cooldown_minutes, expire_minutes, exceptions, is_off, source)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING");
SQL(policy_update, "UPDATE watch_incident_policy SET version = $2, window_minutes = $3,"
                   " min_count = $4, min_share = $5, cooldown_minutes = $6, expire_minutes = $7,"
                   " exceptions = $8, is_off = $9, source = $10"
                   " WHERE kind = $1 AND version = $2 - 1");

enum { LANE_DAYS = 90 };

static const char *given(const char *text)
{
    return text && text[0] ? text : NULL;
}

static FindingGroup group_read(int64_t kind, Rows *rows)
{
    return (FindingGroup){.place = {.kind = kind,
                                    .outlet_id = rows_int(rows, 0),
                                    .origin = given(rows_copy(rows, 1)),
                                    .destination = given(rows_copy(rows, 2)),
                                    .vehicle = given(rows_copy(rows, 3))},
                          .parcels = rows_int(rows, 4),
                          .severity = rows_int(rows, 5),
                          .found_ms = rows_int(rows, 6)};
}

Status groups_store_read(Ctx *ctx, int64_t kind, const FindingWindow *window, int64_t at_least,
                         FindingGroup *out, size_t *count)
{
    static const Sql *const by_kind[] = {[PLACE_SITE] = &group_sites,
                                         [PLACE_LANE] = &group_lanes,
                                         [PLACE_VEHICLE] = &group_vehicles};
    Rows *rows;
    *count = 0;
    Status s =
        db_query(ctx, by_kind[kind], &rows, db_int(0), db_int(window->since_ms),
                 db_int(window->exceptions), db_int(id_floor(window->since_ms)), db_int(at_least));
    if (s) return s;
    while (rows_next(rows))
        out[(*count)++] = group_read(kind, rows);
    s = rows_end(rows);
    for (size_t i = 0; !s && i < *count; i++) {
        if (!out[i].place.outlet_id) continue;
        out[i].place.site = outlet_code_of(ctx, out[i].place.outlet_id);
        if (!out[i].place.site) s = no_memory(ctx);
    }
    return s;
}

Status groups_store_bind(Ctx *ctx, int64_t incident_id, const IncidentPlace *place,
                         const FindingWindow *window, int64_t limit, int64_t *bound)
{
    enum { WIDTH = 8 };
    DbValue values[WIDTH] = {db_int(incident_id),        db_int(window->since_ms),
                             db_int(window->exceptions), db_int(id_floor(window->since_ms)),
                             db_int(ctx_now(ctx)),       db_int(limit)};
    const Sql *sql = &bind_group_site;
    size_t width = WIDTH - 1;
    values[6] = db_int(place->outlet_id);
    if (place->kind == PLACE_VEHICLE) {
        sql = &bind_group_vehicle;
        values[6] = db_text(place->vehicle);
    } else if (place->kind == PLACE_LANE) {
        sql = &bind_group_lane;
        values[6] = db_text(place->origin);
        values[7] = db_text(place->destination);
        width = WIDTH;
    }
    *bound = 0;
    return db_run_values(ctx, sql, values, width, bound);
}

Status groups_store_moving(Ctx *ctx, const IncidentPlace *place, int64_t limit, int64_t *out)
{
    if (place->kind == PLACE_SITE)
        return db_get_int(ctx, &moving_site, out, db_int(place->outlet_id), db_int(limit));
    return db_get_int(ctx, &moving_lane, out, db_text(place->origin), db_text(place->destination),
                      db_int(id_floor(ctx_now(ctx) - LANE_DAYS * DAY_MS)), db_int(limit));
}

Status threshold_store_list(Ctx *ctx, List *out)
{
    return db_list_values(ctx, &policy_rows, &incident_policy_shape, out, NULL, 0);
}

Status threshold_store_add(Ctx *ctx, const IncidentPolicy *p)
{
    DbValue exceptions = db_field(ctx, shape_field(&incident_policy_shape, "exceptions"), p);
    return db_run(ctx, &policy_add, db_int(p->kind), db_int(p->version), db_int(p->window_minutes),
                  db_int(p->min_count), db_int(p->min_share), db_int(p->cooldown_minutes),
                  db_int(p->expire_minutes), exceptions, db_bool(p->is_off), db_text(p->source));
}

Status threshold_store_update(Ctx *ctx, const IncidentPolicy *p, bool *written)
{
    int64_t changed = 0;
    DbValue exceptions = db_field(ctx, shape_field(&incident_policy_shape, "exceptions"), p);
    Status s = db_run_count(ctx, &policy_update, &changed, db_int(p->kind), db_int(p->version),
                            db_int(p->window_minutes), db_int(p->min_count), db_int(p->min_share),
                            db_int(p->cooldown_minutes), db_int(p->expire_minutes), exceptions,
                            db_bool(p->is_off), db_text(p->source));
    *written = changed == 1;
    return s;
}
