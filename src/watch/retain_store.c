#include "base/instant.h"
#include "db/db.h"
#include "watch/retain.h"

/* A parcel that is open still knows what was found of it: else it would be found again. */
#define FORGOTTEN                                                                                  \
    "(SELECT f.id FROM watch_finding f WHERE f.id < $1 AND f.closed_ms < $2"                       \
    " AND NOT EXISTS (SELECT 1 FROM waybill_state s WHERE s.waybill_id = f.waybill_id"             \
    " AND s.is_open = 1) ORDER BY f.id LIMIT 1000)"
SQL(retain_acts, "DELETE FROM watch_act WHERE finding_id IN " FORGOTTEN);
SQL(retain_findings, "DELETE FROM watch_finding WHERE id IN " FORGOTTEN);
SQL(retain_heat, "DELETE FROM watch_heat WHERE hour < $1 AND still_open = 0");
SQL(retain_accuracy, "DELETE FROM eta_accuracy WHERE day < $1");

Status watch_retain(Ctx *ctx, int64_t before_ms, bool *more)
{
    int64_t findings = 0;
    const DbValue oldest = db_int(id_floor(before_ms)), before = db_int(before_ms);
    Status s = db_run(ctx, &retain_acts, oldest, before);
    if (!s) s = db_run_count(ctx, &retain_findings, &findings, oldest, before);
    if (!s) s = db_run(ctx, &retain_heat, db_int(before_ms / HOUR_MS));
    if (!s) s = db_run(ctx, &retain_accuracy, db_int(before_ms / DAY_MS));
    *more = findings == RETAIN_AT_ONCE;
    return s;
}
