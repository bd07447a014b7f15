#include "access/setting.h"
#include "base/instant.h"
#include "db/db.h"
#include "waybill/track_tail.h"

#define CLOSED_MS HOUR_MS

SQL(track_failures, "SELECT failures FROM track_try WHERE waybill_id = $1 AND first_ms > $2");
SQL(track_fail,
    "INSERT INTO track_try (waybill_id, failures, first_ms) VALUES ($1, 1, $2)"
    " ON CONFLICT (waybill_id) DO UPDATE SET"
    " failures = CASE WHEN track_try.first_ms > $3 THEN track_try.failures + 1 ELSE 1 END,"
    " first_ms = CASE WHEN track_try.first_ms > $3 THEN track_try.first_ms ELSE $2 END");
SQL(track_forget, "DELETE FROM track_try WHERE first_ms <= $1");

Status tail_may_try(Ctx *ctx, int64_t waybill_id, bool *may)
{
    int64_t failures = 0;
    Status s = db_get_int(ctx, &track_failures, &failures, db_int(waybill_id),
                          db_int(ctx_now(ctx) - CLOSED_MS));
    if (s == NOT_FOUND) s = OK;
    *may = failures < setting_int(ctx, SETTING_NAMED_TAIL_TRIES);
    return s;
}

Status tail_failed(Ctx *ctx, int64_t waybill_id)
{
    int64_t now = ctx_now(ctx);
    return db_run(ctx, &track_fail, db_int(waybill_id), db_int(now), db_int(now - CLOSED_MS));
}

Status tail_forget_old(Ctx *ctx)
{
    return db_run(ctx, &track_forget, db_int(ctx_now(ctx) - CLOSED_MS));
}
