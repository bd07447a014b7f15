#include "pledge/pledge_store.h"

#include "db/db.h"

#define COLUMNS                                                                                    \
    "code, version, position, zh, en, figure, target, span, settle_days, least, begun_at"

SQL(pledges_at, "SELECT " COLUMNS " FROM service_pledge"
                " WHERE begun_at <= $1 AND (ended_at IS NULL OR ended_at > $1)"
                " ORDER BY position, code LIMIT $2");

Status pledge_store_list(Ctx *ctx, int64_t at, List *out)
{
    return db_list(ctx, &pledges_at, &pledge_shape, out, db_int(at), db_int(PLEDGES_MAX));
}

SQL(pledge_of, "SELECT " COLUMNS " FROM service_pledge WHERE code = $1 AND ended_at IS NULL");

Status pledge_store_find(Ctx *ctx, const char *code, Pledge *out)
{
    return db_read(ctx, &pledge_of, &pledge_shape, out, db_text(code));
}

SQL(pledge_last, "SELECT max(version) FROM service_pledge WHERE code = $1");

Status pledge_store_last(Ctx *ctx, const char *code, int64_t *out)
{
    Status s = db_get_int(ctx, &pledge_last, out, db_text(code));
    if (!s && *out == NONE) *out = 0;
    return s;
}

SQL(pledge_insert, "INSERT INTO service_pledge (" COLUMNS ")"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");

Status pledge_store_insert(Ctx *ctx, const Pledge *pledge)
{
    return db_run(ctx, &pledge_insert, db_text(pledge->code), db_int(pledge->version),
                  db_int(pledge->position), db_text(pledge->zh), db_text(pledge->en),
                  db_text(pledge->figure), db_real(pledge->target), db_int(pledge->span),
                  db_int(pledge->settle_days), db_int(pledge->least), db_int(pledge->begun_at));
}

SQL(pledge_ends, "UPDATE service_pledge SET ended_at = $3"
                 " WHERE code = $1 AND version = $2 AND ended_at IS NULL");

Status pledge_store_end(Ctx *ctx, const char *code, int64_t version, int64_t at, bool *ended)
{
    int64_t changed = 0;
    Status s =
        db_run_count(ctx, &pledge_ends, &changed, db_text(code), db_int(version), db_int(at));
    *ended = changed == 1;
    return s;
}
