#include "access/token_store.h"

#include "access/access_internal.h"
#include "db/db.h"

SQL(insert_token,
    "INSERT INTO token (id, secret_hash, name, rights, outlet_id, customer_id, created_by_id,"
    " created_ms, expires_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

Status token_insert(Ctx *ctx, const Token *token, const unsigned char *hash)
{
    return db_run(ctx, &insert_token, db_id(token->id), db_blob(hash, SECRET_HASH_BYTES),
                  db_text(token->name), db_field(ctx, shape_field(&token_shape, "rights"), token),
                  db_id(token->outlet_id), db_id(token->customer_id), db_id(token->created_by_id),
                  db_int(token->created_at), db_int(token->expires_at));
}

#define TOKEN_SELECT                                                                               \
    "SELECT t.id, t.name, t.rights, o.code AS outlet, t.outlet_id, t.customer_id,"                 \
    " t.created_by_id, t.created_ms AS created_at, t.expires_ms AS expires_at,"                    \
    " t.revoked_ms AS revoked_at, t.used_ms AS used_at FROM token t LEFT JOIN outlet o ON o.id = " \
    "t.outlet_id "

SQL(find_token, TOKEN_SELECT "WHERE t.secret_hash = $1");

Status token_by_hash(Ctx *ctx, const unsigned char *hash, Token *out)
{
    return db_read(ctx, &find_token, &token_shape, out, db_blob(hash, SECRET_HASH_BYTES));
}

SQL(end_token, "UPDATE token SET revoked_ms = $2 WHERE id = $1 AND revoked_ms IS NULL"
               " AND " OUTLET_IN_SCOPE("token.outlet_id",
                                       "$3") " AND " CUSTOMER_IN_SCOPE("token.customer_id", "$4"));

Status token_end(Ctx *ctx, int64_t id, int64_t *changed)
{
    return db_run_count(ctx, &end_token, changed, db_id(id), db_int(ctx_now(ctx)),
                        db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)));
}

SQL(list_tokens, TOKEN_SELECT
    "WHERE t.id > $1 AND " OUTLET_IN_SCOPE("t.outlet_id", "$2") " AND " CUSTOMER_IN_SCOPE(
        "t.customer_id", "$3") " ORDER BY t.id LIMIT $4");

Status token_rows(Ctx *ctx, int64_t after, int64_t limit, List *out)
{
    return db_list(ctx, &list_tokens, &token_shape, out, db_int(after), db_int(scope_outlet(ctx)),
                   db_int(scope_customer(ctx)), db_int(limit));
}

SQL(touch_token, "UPDATE token SET used_ms = $2 WHERE id = $1");

Status token_touch(Ctx *ctx, int64_t id)
{
    return db_run(ctx, &touch_token, db_id(id), db_int(ctx_now(ctx)));
}
