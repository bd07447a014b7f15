#include "waybill/mapping_store.h"

#include "db/db.h"

SQL(mapping_version, "SELECT COALESCE(MAX(version), 0) FROM code_mapping");
SQL(mapping_next,
    "UPDATE code_mapping_counter SET version = version + 1 WHERE one = 1 RETURNING version");
#define MAPPING_SELECT                                                                             \
    "SELECT provider, code, action, version, stage, exception, leg, cause, note, removed,"         \
    " changed_ms AS changed_at FROM code_mapping m"

SQL(mapping_page, MAPPING_SELECT
    " WHERE (CAST($1 AS TEXT) = '' OR provider = CAST($1 AS TEXT))"
    " AND (provider, code, action) > (CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT))"
    " AND removed = 0 AND version = (SELECT MAX(version) FROM code_mapping n"
    "  WHERE n.provider = m.provider AND n.code = m.code AND n.action = m.action)"
    " ORDER BY provider, code, action LIMIT $5");
SQL(mapping_history, MAPPING_SELECT " WHERE provider = $1 AND code = $2 AND action = $3"
                                    " AND version < $4 ORDER BY version DESC LIMIT $5");
SQL(mapping_insert,
    "INSERT INTO code_mapping (provider, code, action, version, stage, exception, leg, cause,"
    " note, removed, changed_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
SQL(mapping_ship,
    "INSERT INTO code_mapping (provider, code, action, version, stage, exception, leg, cause,"
    " note, removed, changed_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    " ON CONFLICT DO NOTHING");
SQL(mapping_shipped, "SELECT count(*) FROM code_mapping WHERE version = 1");

enum { MAPPING_WIDTH = 11 };

Status mapping_store_version(Ctx *ctx, int64_t *out)
{
    return db_get_int_values(ctx, &mapping_version, out, NULL, 0);
}

Status mapping_store_next(Ctx *ctx, int64_t *out)
{
    return db_get_int_values(ctx, &mapping_next, out, NULL, 0);
}

Status mapping_store_page(Ctx *ctx, const char *provider, const CodeMapping *after, int64_t limit,
                          List *out)
{
    return db_list(ctx, &mapping_page, &code_mapping_shape, out, db_text(provider),
                   db_text(after->provider), db_text(after->code), db_text(after->action),
                   db_int(limit));
}

Status mapping_store_versions(Ctx *ctx, const CodeMapping *of, int64_t before, int64_t limit,
                              List *out)
{
    return db_list(ctx, &mapping_history, &code_mapping_shape, out, db_text(of->provider),
                   db_text(of->code), db_text(of->action), db_int(before), db_int(limit));
}

static void mapping_values(Ctx *ctx, const CodeMapping *row, DbValue *out)
{
    const DbValue values[MAPPING_WIDTH] = {
        db_text(row->provider), db_text(row->code),     db_text(row->action), db_int(row->version),
        db_int(row->stage),     db_int(row->exception), db_int(row->leg),     db_int(row->cause),
        db_text(row->note),     db_bool(row->removed),  db_int(ctx_now(ctx))};
    for (size_t i = 0; i < MAPPING_WIDTH; i++)
        out[i] = values[i];
}

Status mapping_store_insert(Ctx *ctx, const CodeMapping *row)
{
    DbValue values[MAPPING_WIDTH];
    mapping_values(ctx, row, values);
    return db_run_values(ctx, &mapping_insert, values, MAPPING_WIDTH, NULL);
}

Status mapping_store_shipped(Ctx *ctx, int64_t *count)
{
    return db_get_int_values(ctx, &mapping_shipped, count, NULL, 0);
}

Status mapping_store_ship(Ctx *ctx, const CodeMapping *rows, size_t count)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count * MAPPING_WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        mapping_values(ctx, &rows[i], values + i * MAPPING_WIDTH);
    return db_run_many(ctx, &mapping_ship, values, MAPPING_WIDTH, count, NULL);
}
