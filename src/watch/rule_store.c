#include "watch/rule_store.h"

#include "access/person.h"
#include "base/json.h"
#include "db/db.h"

#define RULE                                                                                       \
    "SELECT id, version, code, name, name_zh, kind, hours, calendar, threshold, minute, carrier,"  \
    " product, origin, destination, outlet, customer, insured, tier, exception, cause, severity,"  \
    " plan, source, is_off FROM watch_rule"

SQL(rule_insert,
    "INSERT INTO watch_rule (id, version, code, name, name_zh, kind, hours, calendar, threshold,"
    " minute, carrier, product, origin, destination, outlet, customer, insured, tier, exception,"
    " cause, severity, plan, source, is_off) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
    " $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)");
SQL(rule_update,
    "UPDATE watch_rule SET version = $2, code = $3, name = $4, name_zh = $5, kind = $6, hours = $7,"
    " calendar = $8, threshold = $9, minute = $10, carrier = $11, product = $12, origin = $13,"
    " destination = $14, outlet = $15, customer = $16, insured = $17, tier = $18, exception = $19,"
    " cause = $20, severity = $21, plan = $22, source = $23, is_off = $24"
    " WHERE id = $1 AND version = $25");
SQL(rule_delete, "DELETE FROM watch_rule WHERE id = $1 AND version = $2");
SQL(rule_row, RULE " WHERE code = $1");
SQL(rule_rows, RULE " ORDER BY code LIMIT 200");
SQL(region_known, "SELECT CASE WHEN EXISTS (SELECT 1 FROM product_lane"
                  " WHERE origin = $1 OR destination = $1) OR EXISTS (SELECT 1 FROM waybill_state"
                  " WHERE origin = $1 AND origin <> '') THEN 1 ELSE 0 END");
SQL(stamp_read, "SELECT stamp FROM watch_stamp WHERE id = 1");
SQL(stamp_raise, "INSERT INTO watch_stamp (id, stamp) VALUES (1, 1)"
                 " ON CONFLICT (id) DO UPDATE SET stamp = watch_stamp.stamp + 1");

SQL(version_add,
    "INSERT INTO watch_version (kind, subject_id, version, changed_ms, who_id, document)"
    " VALUES ($1, $2, $3, $4, $5, $6)");
/* Nobody knows when it was made: the column cannot say so, and 0 does. */
SQL(version_mend,
    "INSERT INTO watch_version (kind, subject_id, version, changed_ms, who_id, document)"
    " VALUES ($1, $2, $3, 0, NULL, $4) ON CONFLICT DO NOTHING");
SQL(version_rows,
    "SELECT version, CASE WHEN changed_ms > 0 THEN changed_ms END AS changed_at,"
    " CASE WHEN who_id > 0 THEN who_id END AS changed_by, document FROM watch_version"
    " WHERE kind = $1 AND subject_id = $2 AND version < $3 ORDER BY version DESC LIMIT $4");
SQL(version_read, "SELECT document FROM watch_version"
                  " WHERE kind = $1 AND subject_id = $2 AND version = $3");

enum { RULE_WIDTH = 24 };

Status rule_store_insert(Ctx *ctx, const WatchRule *rule)
{
    DbValue values[RULE_WIDTH];
    size_t count = db_fields(ctx, &watch_rule_shape, rule, values);
    return db_run_values(ctx, &rule_insert, values, count, NULL);
}

Status rule_store_update(Ctx *ctx, const WatchRule *rule, int64_t version, bool *written)
{
    DbValue values[RULE_WIDTH + 1];
    int64_t changed = 0;
    size_t count = db_fields(ctx, &watch_rule_shape, rule, values);
    values[count++] = db_int(version);
    Status s = db_run_values(ctx, &rule_update, values, count, &changed);
    *written = changed == 1;
    return s;
}

Status rule_store_delete(Ctx *ctx, int64_t id, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &rule_delete, &changed, db_int(id), db_int(version));
    *written = changed == 1;
    return s;
}

Status rule_store_by_code(Ctx *ctx, const char *code, WatchRule *out)
{
    return db_read(ctx, &rule_row, &watch_rule_shape, out, db_text(code));
}

Status rule_store_list(Ctx *ctx, List *out)
{
    return db_list_values(ctx, &rule_rows, &watch_rule_shape, out, NULL, 0);
}

Status region_store_known(Ctx *ctx, const char *code, bool *known)
{
    int64_t found = 0;
    Status s = db_get_int(ctx, &region_known, &found, db_text(code));
    *known = found == 1;
    return s;
}

Status rule_store_stamp(Ctx *ctx, int64_t *out)
{
    Status s = db_get_int_values(ctx, &stamp_read, out, NULL, 0);
    if (s != NOT_FOUND) return s;
    *out = 0;
    return OK;
}

Status rule_store_stamp_raise(Ctx *ctx)
{
    return db_run_values(ctx, &stamp_raise, NULL, 0, NULL);
}

static Status document_of(Ctx *ctx, const Shape *shape, const void *thing, const char **out)
{
    Buf document;
    buf_init(&document, ctx->arena);
    json_encode(&document, shape, thing, &(View){.currency = ctx_currency(ctx)});
    *out = document.data;
    return buf_check(ctx, &document);
}

Status version_store_add(Ctx *ctx, VersionKind kind, int64_t id, int64_t version,
                         const Shape *shape, const void *thing)
{
    const char *document;
    Status s = document_of(ctx, shape, thing, &document);
    return s ? s
             : db_run(ctx, &version_add, db_int(kind), db_int(id), db_int(version),
                      db_int(ctx_now(ctx)), db_id(ctx->who ? ctx->who->id : 0), db_text(document));
}

Status version_store_mend(Ctx *ctx, VersionKind kind, int64_t id, int64_t version,
                          const Shape *shape, const void *thing)
{
    const char *document;
    Status s = document_of(ctx, shape, thing, &document);
    return s ? s
             : db_run(ctx, &version_mend, db_int(kind), db_int(id), db_int(version),
                      db_text(document));
}

Status version_store_list(Ctx *ctx, VersionKind kind, int64_t id, int64_t before, int64_t limit,
                          List *out)
{
    return db_list(ctx, &version_rows, &watch_version_shape, out, db_int(kind), db_int(id),
                   db_int(before), db_int(limit));
}

Status version_store_read(Ctx *ctx, VersionKind kind, int64_t id, int64_t version,
                          const char **document)
{
    Rows *rows;
    *document = NULL;
    Status s = db_query(ctx, &version_read, &rows, db_int(kind), db_int(id), db_int(version));
    if (s) return s;
    if (rows_next(rows)) *document = rows_copy(rows, 0);
    s = rows_end(rows);
    return s || *document ? s : NOT_FOUND;
}
