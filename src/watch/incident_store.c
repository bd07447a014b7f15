#include "watch/incident_store.h"

#include "access/outlet.h"
#include "access/person.h"
#include "db/db.h"

#define COLUMNS                                                                                    \
    "SELECT i.id, i.version, i.number, i.title, i.title_zh, i.cause, i.state, i.severity,"         \
    " i.group_key AS \"group\", a.login AS owner, i.from_ms AS \"from\", i.until_ms AS until,"     \
    " i.joins, i.notice, i.notice_zh, i.notice_public, i.plan, i.parcels,"                         \
    " i.proposed_ms AS proposed_at, i.proposed_by, i.confirmed_ms AS confirmed_at,"                \
    " i.closed_ms AS closed_at, i.turned_out, i.conclusion, i.report_due_ms AS report_due_at,"     \
    " i.reported_ms AS reported_at, i.reported_by"                                                 \
    " FROM watch_incident i LEFT JOIN account a ON a.id = i.owner_id"
/* To who is limited to an outlet: those that are all theirs, and those at one of their sites. */
#define IN_SCOPE(outlet, customer)                                                                 \
    " AND (CAST(" outlet " AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM outlet_closure k"               \
    " WHERE k.ancestor_id = CAST(" outlet " AS BIGINT) AND (k.descendant_id = i.outlet_id"         \
    " OR k.descendant_id IN (SELECT p.outlet_id FROM watch_incident_place p"                       \
    " WHERE p.incident_id = i.id)))) AND CAST(" customer " AS BIGINT) = 0"
#define AT_SITE(outlet)                                                                            \
    " AND (CAST(" outlet " AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM watch_incident_place p"         \
    " JOIN outlet_closure k ON k.descendant_id = p.outlet_id WHERE p.incident_id = i.id"           \
    " AND k.ancestor_id = CAST(" outlet " AS BIGINT)))"
#define FITS                                                                                       \
    " AND i.id < CAST($1 AS BIGINT)"                                                               \
    " AND (CAST($2 AS BIGINT) = 0 OR i.state = CAST($2 AS BIGINT))"                                \
    " AND (CAST($3 AS BIGINT) = 0 OR (CAST($3 AS BIGINT) = 1) = (i.closed_ms IS NULL))"            \
    " AND (CAST($4 AS BIGINT) = 0 OR i.cause = CAST($4 AS BIGINT))"                                \
    " AND i.severity >= CAST($5 AS BIGINT)"                                                        \
    " AND (CAST($6 AS BIGINT) = 0 OR (i.report_due_ms IS NOT NULL AND i.reported_ms IS NULL"       \
    " AND (CAST($6 AS BIGINT) = 1 OR i.report_due_ms < CAST($7 AS BIGINT))))"                      \
    " AND (CAST($8 AS TEXT) = '' OR a.login = CAST($8 AS TEXT))" AT_SITE("$9")                     \
        IN_SCOPE("$10", "$11") " ORDER BY i.id DESC LIMIT $12"

SQL(incidents_all, COLUMNS " WHERE 1 = 1" FITS);
SQL(incidents_open, COLUMNS " WHERE i.closed_ms IS NULL" FITS);
SQL(incidents_waybill, COLUMNS " WHERE i.id IN (SELECT b.incident_id FROM watch_incident_parcel b"
                               " WHERE b.waybill_id = $13 AND b.out_ms IS NULL)" FITS);
SQL(incident_row, COLUMNS " WHERE i.id = $1" IN_SCOPE("$2", "$3"));
SQL(incident_behind, "SELECT outlet_id, owner_id, plan_id, plan_version, figures"
                     " FROM watch_incident WHERE id = $1");
SQL(incidents_joining,
    COLUMNS " WHERE i.closed_ms IS NULL AND i.joins = 1 ORDER BY i.id LIMIT 1000");
SQL(incident_number, "INSERT INTO watch_incident_number (id, last) VALUES (1, 1)"
                     " ON CONFLICT (id) DO UPDATE SET last = watch_incident_number.last + 1"
                     " RETURNING last");
SQL(incident_group, "SELECT COUNT(*) FROM watch_incident WHERE group_key = $1"
                    " AND (closed_ms IS NULL OR closed_ms > $2)");
SQL(incident_insert,
    "INSERT INTO watch_incident (id, version, number, title, title_zh, cause, state, severity,"
    " group_key, outlet_id, owner_id, from_ms, until_ms, joins, notice, notice_zh, notice_public,"
    " plan_id, plan_version, plan, parcels, proposed_ms, proposed_by)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
    " $19, $20, 0, $21, $22)");
SQL(incident_update,
    "UPDATE watch_incident SET version = $2, title = $3, title_zh = $4, cause = $5, state = $6,"
    " severity = $7, outlet_id = $8, owner_id = $9, from_ms = $10, until_ms = $11, joins = $12,"
    " notice = $13, notice_zh = $14, notice_public = $15, plan_id = $16, plan_version = $17,"
    " plan = $18, confirmed_ms = $19, closed_ms = $20, turned_out = $21,"
    " conclusion = $22, report_due_ms = $23, reported_ms = $24, reported_by = $25, figures = $26"
    " WHERE id = $1 AND version = $27");
SQL(parcels_count, "UPDATE watch_incident SET parcels = parcels + $2 WHERE id = $1");
SQL(places_forget, "DELETE FROM watch_incident_place WHERE incident_id = $1");
SQL(place_insert, "INSERT INTO watch_incident_place (incident_id, kind, outlet_id, origin,"
                  " destination, vehicle) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING");
SQL(place_rows, "SELECT kind, outlet_id, origin, destination, vehicle FROM watch_incident_place"
                " WHERE incident_id = $1 ORDER BY kind, outlet_id, origin, destination, vehicle"
                " LIMIT 100");

/* --- reading --- */

static const char *given(const char *text)
{
    return text && text[0] ? text : NULL;
}

static Status places_read(Ctx *ctx, Incident *incident)
{
    Rows *rows;
    IncidentPlace *places = ARENA_ARRAY(ctx->arena, INCIDENT_PLACES_MAX, IncidentPlace);
    if (!places) return no_memory(ctx);
    incident->places = (List){places, 0};
    Status s = db_query(ctx, &place_rows, &rows, db_int(incident->id));
    if (s) return s;
    while (rows_next(rows))
        places[incident->places.count++] = (IncidentPlace){.kind = rows_int(rows, 0),
                                                           .outlet_id = rows_int(rows, 1),
                                                           .origin = given(rows_copy(rows, 2)),
                                                           .destination = given(rows_copy(rows, 3)),
                                                           .vehicle = given(rows_copy(rows, 4))};
    s = rows_end(rows);
    for (size_t i = 0; !s && i < incident->places.count; i++) {
        if (!places[i].outlet_id) continue;
        places[i].site = outlet_code_of(ctx, places[i].outlet_id);
        if (!places[i].site) s = no_memory(ctx);
    }
    return s;
}

static Status behind_read(Ctx *ctx, Incident *incident)
{
    Rows *rows;
    Status s = db_query(ctx, &incident_behind, &rows, db_int(incident->id));
    if (s) return s;
    if (rows_next(rows)) {
        incident->outlet_id = rows_null(rows, 0) ? 0 : rows_int(rows, 0);
        incident->owner_id = rows_null(rows, 1) ? 0 : rows_int(rows, 1);
        incident->plan_id = rows_null(rows, 2) ? 0 : rows_int(rows, 2);
        incident->plan_version = rows_null(rows, 3) ? 0 : rows_int(rows, 3);
        incident->figures_json = rows_copy(rows, 4);
    }
    return rows_end(rows);
}

static Status find(Ctx *ctx, int64_t id, int64_t outlet_id, int64_t customer_id, Incident *out)
{
    Status s = db_read(ctx, &incident_row, &incident_shape, out, db_int(id), db_int(outlet_id),
                       db_int(customer_id));
    if (!s) s = behind_read(ctx, out);
    return s ? s : places_read(ctx, out);
}

Status incident_store_find(Ctx *ctx, int64_t id, Incident *out)
{
    return find(ctx, id, scope_outlet(ctx), scope_customer(ctx), out);
}

Status incident_store_any(Ctx *ctx, int64_t id, Incident *out)
{
    return find(ctx, id, 0, 0, out);
}

static Status all_places_read(Ctx *ctx, Status s, List *list)
{
    Incident *incidents = list->items;
    for (size_t i = 0; !s && i < list->count; i++)
        s = places_read(ctx, &incidents[i]);
    return s;
}

enum { SEARCH_WIDTH = 13 };

Status incident_store_list(Ctx *ctx, const IncidentSearch *search, List *out)
{
    const DbValue values[SEARCH_WIDTH] = {
        db_int(search->before_id), db_int(search->state),       db_int(search->open),
        db_int(search->cause),     db_int(search->severity),    db_int(search->report),
        db_int(ctx_now(ctx)),      db_text(search->owner),      db_int(search->outlet_id),
        db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)), db_int(search->limit),
        db_int(search->waybill_id)};
    const Sql *sql = search->open == 1 ? &incidents_open : &incidents_all;
    if (search->waybill_id) sql = &incidents_waybill;
    size_t width = search->waybill_id ? SEARCH_WIDTH : SEARCH_WIDTH - 1;
    Status s = db_list_values(ctx, sql, &incident_shape, out, values, width);
    return all_places_read(ctx, s, out);
}

Status incident_store_joining(Ctx *ctx, List *out)
{
    Status s = db_list_values(ctx, &incidents_joining, &incident_shape, out, NULL, 0);
    return all_places_read(ctx, s, out);
}

Status incident_store_group(Ctx *ctx, const char *group, int64_t closed_ms, bool *out)
{
    int64_t count = 0;
    Status s = db_get_int(ctx, &incident_group, &count, db_text(group), db_int(closed_ms));
    *out = count > 0;
    return s;
}

Status incident_store_number(Ctx *ctx, int64_t *out)
{
    return db_get_int_values(ctx, &incident_number, out, NULL, 0);
}

/* --- writing --- */

Status incident_store_places(Ctx *ctx, const Incident *incident)
{
    enum { WIDTH = 6 };
    const IncidentPlace *places = incident->places.items;
    size_t count = incident->places.count;
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        const IncidentPlace *place = &places[i];
        const DbValue row[WIDTH] = {db_int(incident->id),
                                    db_int(place->kind),
                                    db_int(place->outlet_id),
                                    db_text(place->origin ? place->origin : ""),
                                    db_text(place->destination ? place->destination : ""),
                                    db_text(place->vehicle ? place->vehicle : "")};
        for (size_t k = 0; k < WIDTH; k++)
            values[i * WIDTH + k] = row[k];
    }
    Status s = db_run(ctx, &places_forget, db_int(incident->id));
    return s || !count ? s : db_run_many(ctx, &place_insert, values, WIDTH, count, NULL);
}

Status incident_store_insert(Ctx *ctx, const Incident *i)
{
    Status s = db_run(ctx, &incident_insert, db_int(i->id), db_int(i->version), db_int(i->number),
                      db_text(i->title), db_text(i->title_zh), db_int(i->cause), db_int(i->state),
                      db_int(i->severity), db_text(i->group), db_id(i->outlet_id),
                      db_id(i->owner_id), db_int(i->from), db_int(i->until), db_bool(i->joins),
                      db_text(i->notice), db_text(i->notice_zh), db_bool(i->notice_public),
                      db_id(i->plan_id), db_id(i->plan_version), db_text(i->plan),
                      db_int(i->proposed_at), db_text(i->proposed_by));
    return s ? s : incident_store_places(ctx, i);
}

Status incident_store_update(Ctx *ctx, const Incident *i, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(
        ctx, &incident_update, &changed, db_int(i->id), db_int(i->version), db_text(i->title),
        db_text(i->title_zh), db_int(i->cause), db_int(i->state), db_int(i->severity),
        db_id(i->outlet_id), db_id(i->owner_id), db_int(i->from), db_int(i->until),
        db_bool(i->joins), db_text(i->notice), db_text(i->notice_zh), db_bool(i->notice_public),
        db_id(i->plan_id), db_id(i->plan_version), db_text(i->plan), db_int(i->confirmed_at),
        db_int(i->closed_at), db_int(i->turned_out), db_text(i->conclusion),
        db_int(i->report_due_at), db_int(i->reported_at), db_text(i->reported_by),
        db_text(i->figures_json), db_int(i->version - 1));
    *written = changed == 1;
    return s;
}

Status incident_store_count(Ctx *ctx, int64_t id, int64_t more)
{
    return db_run(ctx, &parcels_count, db_int(id), db_int(more));
}
