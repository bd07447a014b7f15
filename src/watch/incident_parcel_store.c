#include "watch/incident_parcel_store.h"

#include "access/person.h"
#include "base/instant.h"
#include "db/db.h"
#include "waybill/waybill_read_store.h"

#define NEW_ROW                                                                                    \
    "INSERT INTO watch_incident_parcel (incident_id, waybill_id, bound_ms, how, finding_id, acts)"
#define BACK_IN                                                                                    \
    " ON CONFLICT (incident_id, waybill_id) DO UPDATE SET out_ms = NULL,"                          \
    " bound_ms = excluded.bound_ms, how = excluded.how"                                            \
    " WHERE watch_incident_parcel.out_ms IS NOT NULL"
#define FITS                                                                                       \
    " AND (CAST($3 AS BIGINT) = 0 OR s.outlet_id IN (SELECT k.descendant_id FROM outlet_closure k" \
    " WHERE k.ancestor_id = CAST($3 AS BIGINT)))"                                                  \
    " AND (CAST($4 AS TEXT) = '' OR s.origin = CAST($4 AS TEXT))"                                  \
    " AND (CAST($5 AS TEXT) = '' OR s.destination = CAST($5 AS TEXT))"                             \
    " AND (CAST($6 AS BIGINT) = 0 OR s.stage = CAST($6 AS BIGINT))"                                \
    " AND (CAST($7 AS BIGINT) IS NULL OR s.last_ms >= CAST($7 AS BIGINT))"                         \
    " AND (CAST($8 AS BIGINT) IS NULL OR s.last_ms < CAST($8 AS BIGINT))"                          \
    " AND " WAYBILL_IN_SCOPE("$9", "$10")
#define BOUND(incident)                                                                            \
    "SELECT 1 FROM watch_incident_parcel b WHERE b.incident_id = CAST(" incident " AS BIGINT)"     \
    " AND b.waybill_id = s.waybill_id AND b.out_ms IS NULL"
#define BIND(lead)                                                                                 \
    NEW_ROW " SELECT CAST($1 AS BIGINT), s.waybill_id, CAST($2 AS BIGINT), 2, NULL, 0"             \
            " FROM waybill_state s WHERE " lead FITS                                               \
            " AND NOT EXISTS (" BOUND("$1") ")"                                                    \
                                            " ORDER BY s.waybill_id LIMIT $11" BACK_IN

SQL(bind_site, BIND("s.is_open = 1 AND s.outlet_id IN (SELECT k.descendant_id"
                    " FROM outlet_closure k WHERE k.ancestor_id = CAST($3 AS BIGINT))"));
SQL(bind_lane, BIND("s.is_open = 1 AND s.origin = CAST($4 AS TEXT) AND s.origin <> ''"
                    " AND s.destination = CAST($5 AS TEXT)"));
SQL(unbind_fitting,
    "UPDATE watch_incident_parcel SET out_ms = CAST($2 AS BIGINT) WHERE incident_id = $1"
    " AND out_ms IS NULL AND waybill_id IN (SELECT o.waybill_id FROM watch_incident_parcel o"
    " JOIN waybill_state s ON s.waybill_id = o.waybill_id"
    " WHERE o.incident_id = CAST($1 AS BIGINT) AND o.out_ms IS NULL" FITS
    " ORDER BY o.waybill_id LIMIT $11)");
SQL(bind_id, NEW_ROW " VALUES ($1, $2, $3, 3, NULL, 0)" BACK_IN);
SQL(unbind_id, "UPDATE watch_incident_parcel SET out_ms = $3 WHERE incident_id = $1"
               " AND waybill_id = $2 AND out_ms IS NULL");
SQL(number_ids, "SELECT s.waybill_id FROM waybill_state s WHERE s.no = $1"
                " AND " WAYBILL_IN_SCOPE("$2", "$3") " ORDER BY s.waybill_id LIMIT 20");
SQL(parcel_page,
    "SELECT b.waybill_id, s.carrier, s.no, s.stage, o.code AS outlet, s.origin, s.destination,"
    " s.promised_ms AS promised_at, s.delivered_ms AS delivered_at, s.last_ms AS last_at,"
    " b.bound_ms AS bound_at, b.how, b.finding_id, b.told_ms AS told_at"
    " FROM watch_incident_parcel b JOIN waybill_state s ON s.waybill_id = b.waybill_id"
    " LEFT JOIN outlet o ON o.id = s.outlet_id"
    " WHERE b.incident_id = $1 AND b.waybill_id > $2 AND b.out_ms IS NULL"
    " AND " WAYBILL_IN_SCOPE("$3", "$4") " ORDER BY b.waybill_id LIMIT $5");

enum { SEARCH_WIDTH = 11, SAME_NUMBER = 20 };

static Status search_run(Ctx *ctx, const Sql *sql, int64_t incident_id, const ParcelSearch *search,
                         int64_t *changed)
{
    const DbValue values[SEARCH_WIDTH] = {
        db_int(incident_id),         db_int(ctx_now(ctx)),         db_int(search->outlet_id),
        db_text(search->origin),     db_text(search->destination), db_int(search->stage),
        db_int(search->since),       db_int(search->until),        db_int(scope_outlet(ctx)),
        db_int(scope_customer(ctx)), db_int(search->limit)};
    *changed = 0;
    return db_run_values(ctx, sql, values, SEARCH_WIDTH, changed);
}

Status parcels_store_bind(Ctx *ctx, int64_t incident_id, const ParcelSearch *search, int64_t *bound)
{
    const Sql *sql = search->outlet_id ? &bind_site : &bind_lane;
    return search_run(ctx, sql, incident_id, search, bound);
}

Status parcels_store_unbind(Ctx *ctx, int64_t incident_id, const ParcelSearch *search,
                            int64_t *taken)
{
    return search_run(ctx, &unbind_fitting, incident_id, search, taken);
}

typedef struct Found {
    int64_t *ids;
    size_t room, count;
    bool *known;
} Found;

static Status number_found(void *user, size_t number, Rows *rows)
{
    Found *found = user;
    found->known[number] = true;
    if (found->count < found->room) found->ids[found->count++] = rows_int(rows, 0);
    return OK;
}

Status parcels_store_numbers(Ctx *ctx, const char *const *numbers, size_t count, int64_t *ids,
                             size_t room, size_t *found, bool *known)
{
    enum { WIDTH = 3 };
    Found work = {ids, room, 0, known};
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        known[i] = false;
        values[i * WIDTH] = db_text(numbers[i]);
        values[i * WIDTH + 1] = db_int(scope_outlet(ctx));
        values[i * WIDTH + 2] = db_int(scope_customer(ctx));
    }
    Status s = db_query_many(ctx, &number_ids, values, WIDTH, count, number_found, &work);
    *found = work.count;
    return s;
}

static Status ids_run(Ctx *ctx, const Sql *sql, int64_t incident_id, const int64_t *ids,
                      size_t count, int64_t *changed)
{
    enum { WIDTH = 3 };
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    int64_t *each = ARENA_ARRAY(ctx->arena, count, int64_t);
    *changed = 0;
    if (!values || !each) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        values[i * WIDTH] = db_int(incident_id);
        values[i * WIDTH + 1] = db_int(ids[i]);
        values[i * WIDTH + 2] = db_int(ctx_now(ctx));
    }
    Status s = count ? db_run_many(ctx, sql, values, WIDTH, count, each) : OK;
    for (size_t i = 0; !s && i < count; i++)
        *changed += each[i];
    return s;
}

Status parcels_store_bind_ids(Ctx *ctx, int64_t incident_id, const int64_t *ids, size_t count,
                              int64_t *bound)
{
    return ids_run(ctx, &bind_id, incident_id, ids, count, bound);
}

Status parcels_store_unbind_ids(Ctx *ctx, int64_t incident_id, const int64_t *ids, size_t count,
                                int64_t *taken)
{
    return ids_run(ctx, &unbind_id, incident_id, ids, count, taken);
}

Status parcels_store_page(Ctx *ctx, int64_t incident_id, int64_t after_id, int64_t limit, List *out)
{
    return db_list(ctx, &parcel_page, &incident_parcel_shape, out, db_int(incident_id),
                   db_int(after_id), db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)),
                   db_int(limit));
}
