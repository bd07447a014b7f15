#include "waybill/waybill_store.h"

#include "db/db.h"

SQL(waybill_orphan, "INSERT INTO waybill (waybill_id, source, created_ms) VALUES ($1, $2, $3)");

Status waybill_store_orphans(Ctx *ctx, const int64_t *waybill_ids, size_t count)
{
    enum { WIDTH = 3 };
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        values[i * WIDTH] = db_int(waybill_ids[i]);
        values[i * WIDTH + 1] = db_int(WAYBILL_FROM_SCAN);
        values[i * WIDTH + 2] = db_int(ctx_now(ctx));
    }
    return db_run_many(ctx, &waybill_orphan, values, WIDTH, count, NULL);
}
