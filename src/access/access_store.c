#include "access/access_store.h"

#include "access/access_internal.h"
#include "db/db.h"

SQL(put_key_check, "INSERT INTO key_check (purpose, value) VALUES ($1, $2) ON CONFLICT DO NOTHING");
SQL(get_key_check, "SELECT value FROM key_check WHERE purpose = $1");

Status key_check_put(Ctx *ctx, const char *purpose, int64_t value)
{
    return db_run(ctx, &put_key_check, db_text(purpose), db_int(value));
}

Status key_check_get(Ctx *ctx, const char *purpose, int64_t *value)
{
    return db_get_int(ctx, &get_key_check, value, db_text(purpose));
}

static const Field session_fields[] = {
    FIELD_ID(StoredSession, id),
    FIELD_ID(StoredSession, account_id),
    FIELD_TEXT(StoredSession, login),
    FIELD_TIME(StoredSession, created_ms),
    FIELD_TIME(StoredSession, seen_ms),
    FIELD_TIME(StoredSession, expires_ms),
    FIELD_ID(StoredSession, outlet_id),
    FIELD_ID(StoredSession, customer_id),
    FIELD_BOOL(StoredSession, must_change_password),
    FIELD_END,
};
static const Shape session_shape = SHAPE(StoredSession, session_fields, "A session");

SQL(find_session, "SELECT s.id, s.account_id, a.login, s.created_ms, s.seen_ms, s.expires_ms,"
                  " a.outlet_id, a.customer_id, a.must_change_password"
                  " FROM session s JOIN account a ON a.id = s.account_id"
                  " WHERE s.secret_hash = $1 AND a.closed = 0");

Status session_by_hash(Ctx *ctx, const unsigned char *hash, StoredSession *out)
{
    return db_read(ctx, &find_session, &session_shape, out, db_blob(hash, SECRET_HASH_BYTES));
}

SQL(insert_session, "INSERT INTO session (id, secret_hash, account_id, created_ms, seen_ms,"
                    " expires_ms) VALUES ($1, $2, $3, $4, $5, $6)");

Status session_insert(Ctx *ctx, const StoredSession *session, const unsigned char *hash)
{
    return db_run(ctx, &insert_session, db_id(session->id), db_blob(hash, SECRET_HASH_BYTES),
                  db_id(session->account_id), db_int(session->created_ms), db_int(session->seen_ms),
                  db_int(session->expires_ms));
}

SQL(touch_session, "UPDATE session SET seen_ms = $2, expires_ms = $3 WHERE id = $1");

Status session_touch(Ctx *ctx, int64_t id, int64_t seen_ms, int64_t expires_ms)
{
    return db_run(ctx, &touch_session, db_id(id), db_int(seen_ms), db_int(expires_ms));
}

SQL(remove_session, "DELETE FROM session WHERE id = $1");

Status session_remove(Ctx *ctx, int64_t id)
{
    return db_run(ctx, &remove_session, db_id(id));
}

SQL(remove_sessions, "DELETE FROM session WHERE account_id = $1 AND id <> $2");

Status session_remove_others(Ctx *ctx, int64_t account_id, int64_t keep_id)
{
    return db_run(ctx, &remove_sessions, db_id(account_id), db_int(keep_id));
}

SQL(remove_expired, "DELETE FROM session WHERE expires_ms <= $1");

Status session_remove_expired(Ctx *ctx, int64_t now_ms)
{
    return db_run(ctx, &remove_expired, db_int(now_ms));
}
