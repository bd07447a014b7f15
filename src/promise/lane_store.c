#include "access/person.h"
#include "db/db.h"
#include "promise/promise_store.h"

#define RULE                                                                                       \
    " product, origin, destination, city_days, city_minute, attempt_days, attempt_minute,"         \
    " delivery_days, delivery_minute"
#define LANE                                                                                       \
    "SELECT l.id, l.version, l.product, l.origin, l.destination, l.city_days, l.city_minute,"      \
    " l.attempt_days, l.attempt_minute, l.delivery_days, l.delivery_minute, v.deleted,"            \
    " v.changed_ms AS changed_at, v.changed_by FROM product_lane l"                                \
    " LEFT JOIN product_lane_version v ON v.id = l.id AND v.version = l.version"
#define LANE_VERSION                                                                               \
    "SELECT id, version," RULE ", deleted, changed_ms AS changed_at, changed_by"                   \
    " FROM product_lane_version WHERE id = $1"

SQL(lane_insert, "INSERT INTO product_lane (id, version," RULE
                 ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
SQL(lane_keep,
    "INSERT INTO product_lane_version (id, version," RULE ", deleted, changed_ms, changed_by)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");
SQL(lane_update,
    "UPDATE product_lane SET version = $2, city_days = $3, city_minute = $4, attempt_days = $5,"
    " attempt_minute = $6, delivery_days = $7, delivery_minute = $8"
    " WHERE id = $1 AND version = $9");
SQL(lane_delete, "DELETE FROM product_lane WHERE id = $1 AND version = $2");
SQL(lane_row, LANE " WHERE l.id = $1");
SQL(lane_row_by_key, LANE " WHERE l.product = $1 AND l.origin = $2 AND l.destination = $3");
SQL(lane_page,
    LANE " WHERE l.id > $2 AND (CAST($1 AS TEXT) IS NULL OR l.product = CAST($1 AS TEXT))"
         " ORDER BY l.id LIMIT $3");
SQL(lanes_open, LANE " JOIN product p ON p.code = l.product WHERE p.closed = 0");
SQL(lanes_before, "SELECT count(*) FROM product_lane WHERE product = $1"
                  " AND ((city_days = 0 AND city_minute < $2)"
                  " OR (attempt_days = 0 AND attempt_minute < $2)"
                  " OR (delivery_days = 0 AND delivery_minute < $2))");
SQL(lane_version_rows, LANE_VERSION " ORDER BY version DESC LIMIT 200");
SQL(lane_version_row, LANE_VERSION " AND version = $2");
SQL(region_outlets, "SELECT count(*) FROM outlet WHERE region = $1");

static Status lane_kept(Ctx *ctx, ProductLane *l)
{
    l->changed_at = ctx_now(ctx);
    l->changed_by = ctx_login(ctx);
    return db_run(ctx, &lane_keep, db_int(l->id), db_int(l->version), db_text(l->product),
                  db_text(l->origin), db_text(l->destination), db_int(l->city_days),
                  db_int(l->city_minute), db_int(l->attempt_days), db_int(l->attempt_minute),
                  db_int(l->delivery_days), db_int(l->delivery_minute), db_int(l->deleted),
                  db_int(l->changed_at), db_text(l->changed_by));
}

Status lane_store_insert(Ctx *ctx, ProductLane *l)
{
    Status s = db_run(ctx, &lane_insert, db_int(l->id), db_int(l->version), db_text(l->product),
                      db_text(l->origin), db_text(l->destination), db_int(l->city_days),
                      db_int(l->city_minute), db_int(l->attempt_days), db_int(l->attempt_minute),
                      db_int(l->delivery_days), db_int(l->delivery_minute));
    return s ? s : lane_kept(ctx, l);
}

Status lane_store_update(Ctx *ctx, ProductLane *l, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &lane_update, &changed, db_int(l->id), db_int(l->version),
                            db_int(l->city_days), db_int(l->city_minute), db_int(l->attempt_days),
                            db_int(l->attempt_minute), db_int(l->delivery_days),
                            db_int(l->delivery_minute), db_int(version));
    *written = changed == 1;
    return s || !*written ? s : lane_kept(ctx, l);
}

Status lane_store_delete(Ctx *ctx, ProductLane *l, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &lane_delete, &changed, db_int(l->id), db_int(l->version - 1));
    *written = changed == 1;
    return s || !*written ? s : lane_kept(ctx, l);
}

Status lane_store_by_id(Ctx *ctx, int64_t id, ProductLane *out)
{
    return db_read(ctx, &lane_row, &product_lane_shape, out, db_int(id));
}

Status lane_store_by_key(Ctx *ctx, const ProductLane *key, ProductLane *out)
{
    return db_read(ctx, &lane_row_by_key, &product_lane_shape, out, db_text(key->product),
                   db_text(key->origin), db_text(key->destination));
}

Status lane_store_page(Ctx *ctx, const char *product, int64_t after_id, int64_t limit, List *out)
{
    return db_list(ctx, &lane_page, &product_lane_shape, out, db_text(product), db_int(after_id),
                   db_int(limit));
}

Status lane_store_open(Ctx *ctx, List *out)
{
    return db_list_values(ctx, &lanes_open, &product_lane_shape, out, NULL, 0);
}

Status lane_store_before(Ctx *ctx, const char *product, int64_t minute, int64_t *out)
{
    return db_get_int(ctx, &lanes_before, out, db_text(product), db_int(minute));
}

Status lane_store_versions(Ctx *ctx, int64_t id, List *out)
{
    return db_list(ctx, &lane_version_rows, &product_lane_shape, out, db_int(id));
}

Status lane_store_version(Ctx *ctx, int64_t id, int64_t version, ProductLane *out)
{
    return db_read(ctx, &lane_version_row, &product_lane_shape, out, db_int(id), db_int(version));
}

Status region_store_outlets(Ctx *ctx, const char *region, int64_t *out)
{
    return db_get_int(ctx, &region_outlets, out, db_text(region));
}
