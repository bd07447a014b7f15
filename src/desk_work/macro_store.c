#include "desk_work/macro_store.h"

#include <string.h>

#include "access/person.h"
#include "base/json.h"

#define MACRO                                                                                      \
    "SELECT m.id, v.version, m.account_id, m.team_id, v.body, v.at_ms, a.login FROM desk_macro m"  \
    " JOIN desk_macro_version v ON v.macro_id = m.id LEFT JOIN account a ON a.id = v.by_id WHERE "
#define USABLE                                                                                     \
    "(m.scope = 3 OR m.account_id = CAST($1 AS BIGINT) OR (m.team_id IS NOT NULL AND"              \
    " (CAST($2 AS BIGINT) = 1 OR m.team_id IN (SELECT t.team_id FROM team_member t"                \
    " WHERE t.account_id = CAST($1 AS BIGINT)))))"

SQL(macro_row, MACRO USABLE " AND m.id = $3 AND v.version = COALESCE(CAST($4 AS BIGINT),"
                            " m.version)");
SQL(macro_rows, MACRO USABLE " AND m.id > $3 AND m.closed = $5 AND v.version = m.version"
                             " ORDER BY m.id LIMIT $4");
SQL(macro_version_rows, MACRO USABLE " AND m.id = $3 AND v.version < $5"
                                     " ORDER BY v.version DESC LIMIT $4");
SQL(macro_insert, "INSERT INTO desk_macro (id, version, scope, account_id, team_id, closed)"
                  " VALUES ($1, $2, $3, $4, $5, $6)");
SQL(macro_update, "UPDATE desk_macro SET version = $2, scope = $3, account_id = $4, team_id = $5,"
                  " closed = $6 WHERE id = $1 AND version = $7");
SQL(version_insert, "INSERT INTO desk_macro_version (macro_id, version, at_ms, by_id, body)"
                    " VALUES ($1, $2, $3, $4, $5)");

static Status keep_version(Ctx *ctx, const Macro *macro)
{
    Buf buf;
    buf_init(&buf, ctx->arena);
    json_encode(&buf, &macro_body_shape, macro, &(View){.unmask = true});
    Status s = buf_check(ctx, &buf);
    return s ? s
             : db_run(ctx, &version_insert, db_int(macro->id), db_int(macro->version),
                      db_int(ctx_now(ctx)), db_id(ctx->who ? ctx->who->id : 0), db_text(buf.data));
}

Status macro_store_insert(Ctx *ctx, const Macro *macro)
{
    Status s =
        db_run(ctx, &macro_insert, db_int(macro->id), db_int(macro->version), db_int(macro->scope),
               db_id(macro->account_id), db_id(macro->team_id), db_bool(macro->closed));
    return s ? s : keep_version(ctx, macro);
}

Status macro_store_update(Ctx *ctx, const Macro *macro, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &macro_update, &changed, db_int(macro->id), db_int(macro->version),
                            db_int(macro->scope), db_id(macro->account_id), db_id(macro->team_id),
                            db_bool(macro->closed), db_int(version));
    *written = changed == 1;
    return s || !*written ? s : keep_version(ctx, macro);
}

static Status read_row(Ctx *ctx, Rows *rows, void *item)
{
    Macro *out = item;
    const char *body = rows_copy(rows, 4);
    if (!body) return no_memory(ctx);
    Status s = json_decode(ctx, &macro_body_shape, out, body, strlen(body));
    out->id = rows_int(rows, 0);
    out->version = rows_int(rows, 1);
    out->account_id = rows_null(rows, 2) ? 0 : rows_int(rows, 2);
    out->team_id = rows_null(rows, 3) ? 0 : rows_int(rows, 3);
    out->changed_at = rows_int(rows, 5);
    out->changed_by = rows_copy(rows, 6);
    return s == INVALID ? fail(ctx, INTERNAL, "macro %lld cannot be read", (long long)out->id) : s;
}

static DbValue own_id(Ctx *ctx)
{
    bool is_human = ctx->who && ctx->who->kind == PERSON_HUMAN;
    return db_int(is_human ? ctx->who->id : 0);
}

static DbValue sees_teams(Ctx *ctx)
{
    return db_int(ctx_may(ctx, TICKET_ADMIN) && !scope_outlet(ctx));
}

Status macro_store_find(Ctx *ctx, int64_t id, int64_t version, Macro *out)
{
    Rows *rows;
    Status s =
        db_query(ctx, &macro_row, &rows, own_id(ctx), sees_teams(ctx), db_int(id), db_int(version));
    if (s) return s;
    s = rows_next(rows) ? read_row(ctx, rows, out) : NOT_FOUND;
    Status end = rows_end(rows);
    return end ? end : s;
}

Status macro_store_list(Ctx *ctx, bool closed, int64_t after, int64_t limit, List *out)
{
    Rows *rows;
    Status s = db_query(ctx, &macro_rows, &rows, own_id(ctx), sees_teams(ctx), db_int(after),
                        db_int(limit), db_bool(closed));
    return s ? s : rows_list(ctx, rows, sizeof(Macro), read_row, out);
}

Status macro_store_versions(Ctx *ctx, int64_t id, int64_t below, int64_t limit, List *out)
{
    Rows *rows;
    Status s = db_query(ctx, &macro_version_rows, &rows, own_id(ctx), sees_teams(ctx), db_int(id),
                        db_int(limit), db_int(below));
    return s ? s : rows_list(ctx, rows, sizeof(Macro), read_row, out);
}
