#include "access/person.h"
#include "db/db.h"
#include "watch/incident_store.h"

SQL(entry_add, "INSERT INTO watch_incident_entry (id, incident_id, what, step, count, text, who_id,"
               " who_login) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
#define ENTRY "SELECT id, what, step, count, text, who_login AS who FROM watch_incident_entry"
SQL(entry_page, ENTRY " WHERE incident_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
SQL(entry_steps, ENTRY " WHERE incident_id = $1 AND step IS NOT NULL ORDER BY id LIMIT 1000");
SQL(parcel_figures,
    "SELECT COUNT(*), COUNT(s.is_open),"
    " SUM(CASE WHEN s.promised_ms < COALESCE(s.delivered_ms, CAST($2 AS BIGINT))"
    " AND (s.is_open = 1 OR s.delivered_ms IS NOT NULL) THEN 1 ELSE 0 END), COUNT(b.told_ms),"
    " SUM(CASE WHEN b.told_ms <= COALESCE(s.promised_ms, b.told_ms) THEN 1 ELSE 0 END),"
    " SUM(CASE WHEN s.last_ms > b.bound_ms THEN 1 ELSE 0 END)"
    " FROM watch_incident_parcel b JOIN waybill_state s ON s.waybill_id = b.waybill_id"
    " WHERE b.incident_id = $1 AND b.out_ms IS NULL");
/* The parcel that stands in the middle of those that went on, by how long that took. */
SQL(recover_half,
    "SELECT took FROM (SELECT f.closed_ms - f.found_ms AS took,"
    " ROW_NUMBER() OVER (ORDER BY f.closed_ms - f.found_ms) AS place, COUNT(*) OVER () AS total"
    " FROM watch_incident_parcel b JOIN watch_finding f ON f.id = b.finding_id"
    " WHERE b.incident_id = $1 AND b.out_ms IS NULL AND f.closed_ms IS NOT NULL) gone"
    " WHERE place = (total + 1) / 2");

SQL(public_notice, "SELECT i.notice, i.notice_zh FROM watch_incident_parcel b JOIN watch_incident i"
                   " ON i.id = b.incident_id WHERE b.waybill_id = $1 AND b.out_ms IS NULL"
                   " AND i.notice_public = 1 AND i.state IN (2, 3) ORDER BY i.id DESC LIMIT 1");

enum { MINUTE = 60000 };

Status log_store_add(Ctx *ctx, int64_t incident_id, const IncidentEntry *entry)
{
    return db_run(ctx, &entry_add, db_int(ctx_id(ctx)), db_int(incident_id), db_int(entry->what),
                  db_int(entry->step), db_int(entry->count), db_text(entry->text),
                  db_id(ctx->who ? ctx->who->id : 0), db_text(ctx_login(ctx)));
}

static Status dated(Status s, List *list)
{
    IncidentEntry *entries = list->items;
    for (size_t i = 0; !s && i < list->count; i++)
        entries[i].at = id_ms(entries[i].id);
    return s;
}

Status log_store_page(Ctx *ctx, int64_t incident_id, int64_t before_id, int64_t limit, List *out)
{
    return dated(db_list(ctx, &entry_page, &incident_entry_shape, out, db_int(incident_id),
                         db_int(before_id), db_int(limit)),
                 out);
}

Status log_store_steps(Ctx *ctx, int64_t incident_id, List *out)
{
    return dated(db_list(ctx, &entry_steps, &incident_entry_shape, out, db_int(incident_id)), out);
}

static int64_t sum_of(Rows *rows, int column)
{
    return rows_null(rows, column) ? 0 : rows_int(rows, column);
}

Status incident_store_figures(Ctx *ctx, const Incident *incident, int64_t now_ms,
                              IncidentFigures *out)
{
    Rows *rows;
    int64_t half_ms = NONE;
    Status s = db_query(ctx, &parcel_figures, &rows, db_int(incident->id), db_int(now_ms));
    if (s) return s;
    if (rows_next(rows))
        *out = (IncidentFigures){.parcels = rows_int(rows, 0),
                                 .open = rows_int(rows, 1),
                                 .late = sum_of(rows, 2),
                                 .told = rows_int(rows, 3),
                                 .told_first = sum_of(rows, 4),
                                 .moved = sum_of(rows, 5)};
    s = rows_end(rows);
    if (!s) s = db_get_int(ctx, &recover_half, &half_ms, db_int(incident->id));
    if (s == NOT_FOUND) s = OK;
    bool confirmed = incident->confirmed_at != NONE, ended = incident->state == INCIDENT_ENDED;
    out->confirm_minutes = confirmed ? (incident->confirmed_at - incident->from) / MINUTE : NONE;
    out->recover_minutes = ended ? (incident->closed_at - incident->from) / MINUTE : NONE;
    out->recover_p50_minutes = half_ms == NONE ? NONE : half_ms / MINUTE;
    return s;
}

Status incident_store_notice(Ctx *ctx, int64_t waybill_id, const char **notice,
                             const char **notice_zh)
{
    Rows *rows;
    Status s = db_query(ctx, &public_notice, &rows, db_int(waybill_id));
    if (s) return s;
    bool found = rows_next(rows);
    if (found) {
        *notice = rows_copy(rows, 0);
        *notice_zh = rows_copy(rows, 1);
    }
    s = rows_end(rows);
    return s || found ? s : NOT_FOUND;
}
