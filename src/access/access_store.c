#include "access/access_store.h"

#include "access/access_internal.h"
#include "access/keys.h"
#include "access/session.h"
#include "base/arena.h"
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
    FIELD_BOOL(StoredSession, has_factor),
    FIELD_INT(StoredSession, way),
    FIELD_END,
};
static const Shape stored_shape = SHAPE(StoredSession, session_fields, "A session");

SQL(find_session, "SELECT s.id, s.account_id, a.login, s.created_ms, s.seen_ms, s.expires_ms,"
                  " a.outlet_id, a.customer_id, a.must_change_password, s.way,"
                  " CASE WHEN t.confirmed_ms IS NULL THEN 0 ELSE 1 END AS has_factor"
                  " FROM session s JOIN account a ON a.id = s.account_id"
                  " LEFT JOIN account_totp t ON t.account_id = s.account_id"
                  " WHERE s.secret_hash = $1 AND a.closed = 0");

Status session_by_hash(Ctx *ctx, const unsigned char *hash, StoredSession *out)
{
    return db_read(ctx, &find_session, &stored_shape, out, db_blob(hash, SECRET_HASH_BYTES));
}

#define AGENT_PURPOSE "session.agent"
#define ADDRESS_PURPOSE "session.address"

SQL(insert_session, "INSERT INTO session (id, secret_hash, account_id, created_ms, seen_ms,"
                    " expires_ms, agent_sealed, address_sealed, way)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

Status session_insert(Ctx *ctx, const StoredSession *session, const unsigned char *hash)
{
    Sealed agent, address;
    Status s = key_seal(ctx, AGENT_PURPOSE, session->agent, &agent);
    if (!s) s = key_seal(ctx, ADDRESS_PURPOSE, session->address, &address);
    if (s) return s;
    return db_run(ctx, &insert_session, db_id(session->id), db_blob(hash, SECRET_HASH_BYTES),
                  db_id(session->account_id), db_int(session->created_ms), db_int(session->seen_ms),
                  db_int(session->expires_ms), db_blob(agent.bytes, agent.length),
                  db_blob(address.bytes, address.length), db_int(session->way));
}

SQL(list_sessions, "SELECT id, created_ms, seen_ms, expires_ms, agent_sealed, address_sealed"
                   " FROM session WHERE account_id = $1 AND expires_ms > $2"
                   " ORDER BY id DESC LIMIT $3");

static Status session_from_row(Ctx *ctx, Rows *rows, Session *out)
{
    size_t length = 0;
    *out = (Session){.id = rows_int(rows, 0),
                     .created_at = rows_int(rows, 1),
                     .seen_at = rows_int(rows, 2),
                     .expires_at = rows_int(rows, 3)};
    const void *sealed = rows_blob(rows, 4, &length);
    Status s = key_unseal(ctx, AGENT_PURPOSE, sealed, length, &out->agent);
    sealed = rows_blob(rows, 5, &length);
    return s ? s : key_unseal(ctx, ADDRESS_PURPOSE, sealed, length, &out->address);
}

Status session_rows(Ctx *ctx, int64_t account_id, int64_t now_ms, List *out)
{
    enum { MOST = 100 };
    Rows *rows;
    Session *sessions = ARENA_ARRAY(ctx->arena, MOST, Session);
    if (!sessions) return no_memory(ctx);
    *out = (List){.items = sessions};
    Status s =
        db_query(ctx, &list_sessions, &rows, db_id(account_id), db_int(now_ms), db_int(MOST));
    if (s) return s;
    while (!s && rows_next(rows))
        s = session_from_row(ctx, rows, &sessions[out->count++]);
    Status ended = rows_end(rows);
    return s ? s : ended;
}

SQL(remove_session_of, "DELETE FROM session WHERE account_id = $1 AND id = $2");

Status session_remove_of(Ctx *ctx, int64_t account_id, int64_t id, bool *found)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &remove_session_of, &changed, db_id(account_id), db_id(id));
    *found = changed > 0;
    return s;
}

SQL(touch_session, "UPDATE session SET created_ms = $2, seen_ms = $3, expires_ms = $4"
                   " WHERE id = $1");

Status session_touch(Ctx *ctx, const StoredSession *session)
{
    return db_run(ctx, &touch_session, db_id(session->id), db_int(session->created_ms),
                  db_int(session->seen_ms), db_int(session->expires_ms));
}

SQL(touch_ahead, "UPDATE session SET seen_ms = $2, expires_ms = $3,"
                 " created_ms = CASE WHEN created_ms > $2 THEN $2 ELSE created_ms END"
                 " WHERE seen_ms > $1");

Status session_touch_ahead(Ctx *ctx, int64_t after_ms, int64_t now_ms, int64_t expires_ms)
{
    return db_run(ctx, &touch_ahead, db_int(after_ms), db_int(now_ms), db_int(expires_ms));
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
