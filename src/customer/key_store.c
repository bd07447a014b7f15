#include <string.h>

#include "customer/part_store.h"
#include "db/db.h"

SQL(key_forget, "DELETE FROM customer_key WHERE customer_id = $1 AND source IN ($2, $3)");
SQL(key_insert, "INSERT INTO customer_key (kind, value, customer_id, source)"
                " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");

Status key_store_put(Ctx *ctx, const CustomerKey *sources, size_t source_count,
                     const CustomerKey *keys, size_t key_count)
{
    enum { SOURCE = 3, KEY = 4 };
    DbValue *old = ARENA_ARRAY(ctx->arena, source_count * SOURCE, DbValue);
    DbValue *new = ARENA_ARRAY(ctx->arena, key_count * KEY, DbValue);
    if (!old || !new) return no_memory(ctx);
    for (size_t i = 0; i < source_count; i++) {
        old[i * SOURCE] = db_int(sources[i].customer_id);
        old[i * SOURCE + 1] = db_int(sources[i].source.now);
        old[i * SOURCE + 2] = db_int(sources[i].source.other);
    }
    for (size_t i = 0; i < key_count; i++) {
        const DbValue row[KEY] = {db_int(keys[i].kind), db_int(keys[i].value.now),
                                  db_int(keys[i].customer_id), db_int(keys[i].source.now)};
        memcpy(new + i *KEY, row, sizeof row);
    }
    Status s = db_run_many(ctx, &key_forget, old, SOURCE, source_count, NULL);
    return s ? s : db_run_many(ctx, &key_insert, new, KEY, key_count, NULL);
}
