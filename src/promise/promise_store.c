#include "promise/promise_store.h"

#include "access/person.h"
#include "db/db.h"

#define PRODUCT                                                                                    \
    "SELECT p.id, p.version, p.code, p.name, p.calendar, p.cutoff_minute, p.collect_minute,"       \
    " p.closed, v.changed_ms AS changed_at, v.changed_by FROM product p"                           \
    " LEFT JOIN product_version v ON v.code = p.code AND v.version = p.version"
#define PRODUCT_VERSION                                                                            \
    "SELECT id, version, code, name, calendar, cutoff_minute, collect_minute, closed,"             \
    " changed_ms AS changed_at, changed_by FROM product_version WHERE code = $1"
#define CALENDAR                                                                                   \
    "SELECT c.id, c.version, c.code, c.document, v.changed_ms AS changed_at, v.changed_by"         \
    " FROM calendar c LEFT JOIN calendar_version v ON v.code = c.code AND v.version = c.version"

SQL(product_insert,
    "INSERT INTO product (id, version, code, name, calendar, cutoff_minute, collect_minute, closed)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
SQL(product_update, "UPDATE product SET version = $2, name = $3, calendar = $4, cutoff_minute = $5,"
                    " collect_minute = $6, closed = $7 WHERE id = $1 AND version = $8");
SQL(product_keep, "INSERT INTO product_version (code, version, id, name, calendar, cutoff_minute,"
                  " collect_minute, closed, changed_ms, changed_by)"
                  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
SQL(product_row, PRODUCT " WHERE p.code = $1");
SQL(product_rows, PRODUCT " ORDER BY p.code LIMIT 1000");
SQL(product_version_rows, PRODUCT_VERSION " ORDER BY version DESC LIMIT 200");
SQL(product_version_row, PRODUCT_VERSION " AND version = $2");

SQL(calendar_insert, "INSERT INTO calendar (id, version, code, document) VALUES ($1, $2, $3, $4)");
SQL(calendar_update,
    "UPDATE calendar SET version = $2, document = $3 WHERE id = $1 AND version = $4");
SQL(calendar_keep, "INSERT INTO calendar_version (code, version, id, document, changed_ms,"
                   " changed_by) VALUES ($1, $2, $3, $4, $5, $6)");
SQL(calendar_row, CALENDAR " WHERE c.code = $1");
SQL(calendar_rows, CALENDAR " ORDER BY c.code LIMIT 1000");
SQL(calendar_version_row, "SELECT id, version, code, document, changed_ms AS changed_at, changed_by"
                          " FROM calendar_version WHERE code = $1 AND version = $2");

SQL(calendar_version_rows,
    "SELECT version, changed_ms AS changed_at, changed_by FROM calendar_version"
    " WHERE code = $1 AND version < $2 ORDER BY version DESC LIMIT $3");

/* --- products --- */

static Status product_kept(Ctx *ctx, Product *p)
{
    p->changed_at = ctx_now(ctx);
    p->changed_by = ctx_login(ctx);
    return db_run(ctx, &product_keep, db_text(p->code), db_int(p->version), db_int(p->id),
                  db_text(p->name), db_text(p->calendar), db_int(p->cutoff_minute),
                  db_int(p->collect_minute), db_int(p->closed), db_int(p->changed_at),
                  db_text(p->changed_by));
}

Status product_store_insert(Ctx *ctx, Product *p)
{
    Status s = db_run(ctx, &product_insert, db_int(p->id), db_int(p->version), db_text(p->code),
                      db_text(p->name), db_text(p->calendar), db_int(p->cutoff_minute),
                      db_int(p->collect_minute), db_int(p->closed));
    return s ? s : product_kept(ctx, p);
}

Status product_store_update(Ctx *ctx, Product *p, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &product_update, &changed, db_int(p->id), db_int(p->version),
                            db_text(p->name), db_text(p->calendar), db_int(p->cutoff_minute),
                            db_int(p->collect_minute), db_int(p->closed), db_int(version));
    *written = changed == 1;
    return s || !*written ? s : product_kept(ctx, p);
}

Status product_store_by_code(Ctx *ctx, const char *code, Product *out)
{
    return db_read(ctx, &product_row, &product_shape, out, db_text(code));
}

Status product_store_list(Ctx *ctx, List *out)
{
    return db_list_values(ctx, &product_rows, &product_shape, out, NULL, 0);
}

Status product_store_versions(Ctx *ctx, const char *code, List *out)
{
    return db_list(ctx, &product_version_rows, &product_shape, out, db_text(code));
}

Status product_store_version(Ctx *ctx, const char *code, int64_t version, Product *out)
{
    return db_read(ctx, &product_version_row, &product_shape, out, db_text(code), db_int(version));
}

/* --- calendars --- */

static Status calendar_kept(Ctx *ctx, CalendarRow *c)
{
    c->changed_at = ctx_now(ctx);
    c->changed_by = ctx_login(ctx);
    return db_run(ctx, &calendar_keep, db_text(c->code), db_int(c->version), db_int(c->id),
                  db_text(c->document), db_int(c->changed_at), db_text(c->changed_by));
}

Status calendar_store_insert(Ctx *ctx, CalendarRow *c)
{
    Status s = db_run(ctx, &calendar_insert, db_int(c->id), db_int(c->version), db_text(c->code),
                      db_text(c->document));
    return s ? s : calendar_kept(ctx, c);
}

Status calendar_store_update(Ctx *ctx, CalendarRow *c, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &calendar_update, &changed, db_int(c->id), db_int(c->version),
                            db_text(c->document), db_int(version));
    *written = changed == 1;
    return s || !*written ? s : calendar_kept(ctx, c);
}

Status calendar_store_list(Ctx *ctx, List *out)
{
    return db_list_values(ctx, &calendar_rows, &calendar_row_shape, out, NULL, 0);
}

Status calendar_store_by_code(Ctx *ctx, const char *code, CalendarRow *out)
{
    return db_read(ctx, &calendar_row, &calendar_row_shape, out, db_text(code));
}

Status calendar_store_version(Ctx *ctx, const char *code, int64_t version, CalendarRow *out)
{
    return db_read(ctx, &calendar_version_row, &calendar_row_shape, out, db_text(code),
                   db_int(version));
}

Status calendar_store_versions(Ctx *ctx, const char *code, int64_t before, int64_t limit, List *out)
{
    return db_list(ctx, &calendar_version_rows, &calendar_version_shape, out, db_text(code),
                   db_int(before), db_int(limit));
}
