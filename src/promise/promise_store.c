#include "promise/promise_store.h"

#include "db/db.h"

#define PRODUCT                                                                                    \
    "SELECT id, version, code, name, calendar, cutoff_minute, collect_minute, closed FROM product"
#define LANE                                                                                       \
    "SELECT l.id, l.version, l.product, l.origin, l.destination, l.city_days, l.city_minute,"      \
    " l.delivery_days, l.delivery_minute FROM product_lane l"

SQL(product_insert,
    "INSERT INTO product (id, version, code, name, calendar, cutoff_minute, collect_minute, closed)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
SQL(product_update, "UPDATE product SET version = $2, name = $3, calendar = $4, cutoff_minute = $5,"
                    " collect_minute = $6, closed = $7 WHERE id = $1 AND version = $8");
SQL(product_row, PRODUCT " WHERE code = $1");
SQL(product_rows, PRODUCT " ORDER BY code LIMIT 1000");

SQL(lane_insert,
    "INSERT INTO product_lane (id, version, product, origin, destination, city_days, city_minute,"
    " delivery_days, delivery_minute) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
SQL(lane_update,
    "UPDATE product_lane SET version = $2, city_days = $3, city_minute = $4, delivery_days = $5,"
    " delivery_minute = $6 WHERE id = $1 AND version = $7");
SQL(lane_delete, "DELETE FROM product_lane WHERE id = $1 AND version = $2");
SQL(lane_row, LANE " WHERE l.id = $1");
SQL(lane_page,
    LANE " WHERE l.id > $2 AND (CAST($1 AS TEXT) IS NULL OR l.product = CAST($1 AS TEXT))"
         " ORDER BY l.id LIMIT $3");
SQL(lanes_open, LANE " JOIN product p ON p.code = l.product WHERE p.closed = 0");

SQL(calendar_insert, "INSERT INTO calendar (id, version, code, document) VALUES ($1, $2, $3, $4)");
SQL(calendar_update,
    "UPDATE calendar SET version = $2, document = $3 WHERE id = $1 AND version = $4");
SQL(calendar_row, "SELECT id, version, code, document FROM calendar WHERE code = $1");
SQL(calendar_rows, "SELECT id, version, code, document FROM calendar ORDER BY code LIMIT 1000");

Status product_store_insert(Ctx *ctx, const Product *p)
{
    return db_run(ctx, &product_insert, db_int(p->id), db_int(p->version), db_text(p->code),
                  db_text(p->name), db_text(p->calendar), db_int(p->cutoff_minute),
                  db_int(p->collect_minute), db_int(p->closed));
}

Status product_store_update(Ctx *ctx, const Product *p, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &product_update, &changed, db_int(p->id), db_int(p->version),
                            db_text(p->name), db_text(p->calendar), db_int(p->cutoff_minute),
                            db_int(p->collect_minute), db_int(p->closed), db_int(version));
    *written = changed == 1;
    return s;
}

Status product_store_by_code(Ctx *ctx, const char *code, Product *out)
{
    return db_read(ctx, &product_row, &product_shape, out, db_text(code));
}

Status product_store_list(Ctx *ctx, List *out)
{
    return db_list_values(ctx, &product_rows, &product_shape, out, NULL, 0);
}

Status lane_store_insert(Ctx *ctx, const ProductLane *l)
{
    return db_run(ctx, &lane_insert, db_int(l->id), db_int(l->version), db_text(l->product),
                  db_text(l->origin), db_text(l->destination), db_int(l->city_days),
                  db_int(l->city_minute), db_int(l->delivery_days), db_int(l->delivery_minute));
}

Status lane_store_update(Ctx *ctx, const ProductLane *l, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &lane_update, &changed, db_int(l->id), db_int(l->version),
                            db_int(l->city_days), db_int(l->city_minute), db_int(l->delivery_days),
                            db_int(l->delivery_minute), db_int(version));
    *written = changed == 1;
    return s;
}

Status lane_store_delete(Ctx *ctx, int64_t id, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &lane_delete, &changed, db_int(id), db_int(version));
    *written = changed == 1;
    return s;
}

Status lane_store_by_id(Ctx *ctx, int64_t id, ProductLane *out)
{
    return db_read(ctx, &lane_row, &product_lane_shape, out, db_int(id));
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

Status calendar_store_list(Ctx *ctx, List *out)
{
    return db_list_values(ctx, &calendar_rows, &calendar_row_shape, out, NULL, 0);
}

Status calendar_store_by_code(Ctx *ctx, const char *code, CalendarRow *out)
{
    return db_read(ctx, &calendar_row, &calendar_row_shape, out, db_text(code));
}

Status calendar_store_insert(Ctx *ctx, const CalendarRow *c)
{
    return db_run(ctx, &calendar_insert, db_int(c->id), db_int(c->version), db_text(c->code),
                  db_text(c->document));
}

Status calendar_store_update(Ctx *ctx, const CalendarRow *c, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &calendar_update, &changed, db_int(c->id), db_int(c->version),
                            db_text(c->document), db_int(version));
    *written = changed == 1;
    return s;
}
