#include "portal/portal_store.h"

#include <string.h>

#include "access/keys.h"
#include "db/db.h"
#include "portal/forget.h"
#include "portal/portal_indexed.h"

#define CODE_CONTACT "portal_code.contact"
#define SESSION_CONTACT "portal_session.contact"

SQL(portal_asked,
    "SELECT id, made_ms, COUNT(*) OVER (), digits FROM portal_code WHERE contact_key"
    " IN ($1, $3) AND made_ms > $2 AND lent_id IS NULL ORDER BY made_ms DESC, id DESC LIMIT 1");

Status portal_store_asked(Ctx *ctx, const KeyIndex *contact, int64_t since_ms, PortalAsked *out)
{
    Rows *rows;
    *out = (PortalAsked){0};
    Status s = db_query(ctx, &portal_asked, &rows, db_int(contact->now), db_int(since_ms),
                        db_int(contact->other));
    if (s) return s;
    if (rows_next(rows))
        *out = (PortalAsked){.last_id = rows_int(rows, 0),
                             .last_ms = rows_int(rows, 1),
                             .count = rows_int(rows, 2),
                             .last_digits = rows_int(rows, 3)};
    return rows_end(rows);
}

SQL(portal_begin_code, "INSERT INTO portal_code (id, challenge, contact_key, contact_sealed, tries,"
                       " made_ms, lent_id, digits) VALUES ($1, $2, $3, $4, 0, $5, $6, $7)");

Status portal_store_begin(Ctx *ctx, const PortalCode *code)
{
    Sealed sealed;
    Status s = key_seal(ctx, CODE_CONTACT, code->contact, &sealed);
    if (s) return s;
    return db_run(ctx, &portal_begin_code, db_int(code->id), db_blob(code->challenge, PORTAL_HASH),
                  db_int(code->contact_key.now), db_blob(sealed.bytes, sealed.length),
                  db_int(code->made_ms), db_id(code->lent_id), db_int(code->digits));
}

static Status contact_of(Ctx *ctx, const char *purpose, Rows *rows, int column, const char **out)
{
    size_t length = 0;
    const void *bytes = rows_blob(rows, column, &length);
    return key_unseal(ctx, purpose, bytes, length, out);
}

SQL(portal_code_begun, "SELECT contact_sealed, digits FROM portal_code WHERE id = $1");

Status portal_store_begun(Ctx *ctx, int64_t id, PortalCode *out)
{
    Rows *rows;
    *out = (PortalCode){.id = id};
    Status s = db_query(ctx, &portal_code_begun, &rows, db_int(id));
    if (s) return s;
    bool found = rows_next(rows);
    if (found) s = contact_of(ctx, CODE_CONTACT, rows, 0, &out->contact);
    if (found) out->digits = rows_int(rows, 1);
    Status end = rows_end(rows);
    if (s || end) return s ? s : end;
    return found ? OK : NOT_FOUND;
}

SQL(portal_code_is, "UPDATE portal_code SET code_hash = $2 WHERE id = $1");

Status portal_store_code(Ctx *ctx, int64_t id, const unsigned char hash[PORTAL_HASH])
{
    return db_run(ctx, &portal_code_is, db_int(id), db_blob(hash, PORTAL_HASH));
}

SQL(portal_try, "UPDATE portal_code SET tries = tries + 1 WHERE challenge = $1 AND tries < $2"
                " RETURNING COALESCE(lent_id, id)");
SQL(portal_tried, "SELECT id, contact_sealed, code_hash FROM portal_code WHERE id = $1"
                  " AND made_ms > $2 AND code_hash IS NOT NULL");

Status portal_store_try(Ctx *ctx, const unsigned char challenge[PORTAL_HASH], int64_t since_ms,
                        int64_t most, PortalCode *out, unsigned char hash[PORTAL_HASH])
{
    Rows *rows;
    int64_t id;
    Status s = db_get_int(ctx, &portal_try, &id, db_blob(challenge, PORTAL_HASH), db_int(most));
    if (!s) s = db_query(ctx, &portal_tried, &rows, db_int(id), db_int(since_ms));
    if (s) return s;
    bool found = rows_next(rows);
    if (found) {
        size_t length = 0;
        out->id = rows_int(rows, 0);
        s = contact_of(ctx, CODE_CONTACT, rows, 1, &out->contact);
        const void *bytes = rows_blob(rows, 2, &length);
        if (bytes && length == PORTAL_HASH) memcpy(hash, bytes, PORTAL_HASH);
        found = bytes && length == PORTAL_HASH;
    }
    Status end = rows_end(rows);
    if (s || end) return s ? s : end;
    return found ? OK : NOT_FOUND;
}

SQL(portal_used, "DELETE FROM portal_code WHERE id = $1");

Status portal_store_used(Ctx *ctx, int64_t id)
{
    return db_run(ctx, &portal_used, db_int(id));
}

SQL(portal_session_new, "INSERT INTO portal_session (id, hash, contact_key, contact_sealed,"
                        " expires_ms) VALUES ($1, $2, $3, $4, $5)");

Status portal_store_session(Ctx *ctx, const unsigned char hash[PORTAL_HASH],
                            const PortalSession *session)
{
    Sealed sealed;
    Status s = key_seal(ctx, SESSION_CONTACT, session->contact, &sealed);
    if (s) return s;
    return db_run(ctx, &portal_session_new, db_int(ctx_id(ctx)), db_blob(hash, PORTAL_HASH),
                  db_int(session->contact_key.now), db_blob(sealed.bytes, sealed.length),
                  db_int(session->expires_ms));
}

SQL(portal_session_row, "SELECT id, contact_sealed FROM portal_session WHERE hash = $1"
                        " AND expires_ms > $2");

Status portal_store_find(Ctx *ctx, const unsigned char hash[PORTAL_HASH], int64_t now_ms,
                         int64_t *id, const char **contact)
{
    Rows *rows;
    Status s =
        db_query(ctx, &portal_session_row, &rows, db_blob(hash, PORTAL_HASH), db_int(now_ms));
    if (s) return s;
    bool found = rows_next(rows);
    if (found) *id = rows_int(rows, 0);
    if (found) s = contact_of(ctx, SESSION_CONTACT, rows, 1, contact);
    Status end = rows_end(rows);
    if (s || end) return s ? s : end;
    return found ? OK : NOT_FOUND;
}

SQL(portal_session_end, "DELETE FROM portal_session WHERE hash = $1");

Status portal_store_end(Ctx *ctx, const unsigned char hash[PORTAL_HASH])
{
    return db_run(ctx, &portal_session_end, db_blob(hash, PORTAL_HASH));
}

SQL(portal_forget_sessions, "DELETE FROM portal_session WHERE expires_ms <= $1");

Status portal_store_forget(Ctx *ctx, int64_t sessions_ms)
{
    return db_run(ctx, &portal_forget_sessions, db_int(sessions_ms));
}

static Status ids_of(Ctx *ctx, Rows *rows, int64_t limit, List *out)
{
    int64_t *ids = ARENA_ARRAY(ctx->arena, (size_t)limit, int64_t);
    *out = (List){ids, 0};
    while (ids && out->count < (size_t)limit && rows_next(rows))
        ids[out->count++] = rows_int(rows, 0);
    Status end = rows_end(rows);
    return ids ? end : no_memory(ctx);
}

SQL(portal_old, "SELECT id FROM portal_code WHERE made_ms < $1 ORDER BY made_ms LIMIT $2");

Status portal_store_old(Ctx *ctx, int64_t before_ms, int64_t limit, List *out)
{
    Rows *rows;
    Status s = db_query(ctx, &portal_old, &rows, db_int(before_ms), db_int(limit));
    return s ? s : ids_of(ctx, rows, limit, out);
}

SQL(portal_codes_of, "SELECT id FROM portal_code WHERE contact_key IN ($1, $3) LIMIT $2");

Status portal_store_codes(Ctx *ctx, const KeyIndex *contact, int64_t limit, List *out)
{
    Rows *rows;
    Status s = db_query(ctx, &portal_codes_of, &rows, db_int(contact->now), db_int(limit),
                        db_int(contact->other));
    return s ? s : ids_of(ctx, rows, limit, out);
}

SQL(portal_end_all, "DELETE FROM portal_session WHERE contact_key IN ($1, $2)");

Status portal_store_end_all(Ctx *ctx, const KeyIndex *contact, int64_t *count)
{
    return db_run_count(ctx, &portal_end_all, count, db_int(contact->now), db_int(contact->other));
}

SQL(portal_left, "SELECT (SELECT COUNT(*) FROM portal_code WHERE contact_key IN ($1, $2))"
                 " + (SELECT COUNT(*) FROM portal_session WHERE contact_key IN ($1, $2))");

Status portal_store_left(Ctx *ctx, const KeyIndex *contact, int64_t *rows)
{
    return db_get_int(ctx, &portal_left, rows, db_int(contact->now), db_int(contact->other));
}

/* --- a change of the key that contacts are found by --- */

SQL(portal_code_move, "UPDATE portal_code SET contact_key = $2 WHERE id = $1 AND contact_key = $3");
SQL(portal_session_move,
    "UPDATE portal_session SET contact_key = $2 WHERE id = $1 AND contact_key = $3");

static Status contact_renew(Ctx *ctx, const char *purpose, const Sql *move, const IndexedRow *row,
                            int64_t *moved)
{
    KeyIndex key;
    const char *contact;
    Status s = key_unseal(ctx, purpose, row->bytes, row->length, &contact);
    if (!s) s = contact_key_of(ctx, contact, &key);
    return s ? s : index_move(ctx, move, row->keys[0], &key, moved);
}

static Status code_renew(Ctx *ctx, const IndexedRow *row, int64_t *moved)
{
    return contact_renew(ctx, CODE_CONTACT, &portal_code_move, row, moved);
}

static Status session_renew(Ctx *ctx, const IndexedRow *row, int64_t *moved)
{
    return contact_renew(ctx, SESSION_CONTACT, &portal_session_move, row, moved);
}

const Indexed portal_code_indexed = {"portal_code.contact_sealed", "portal_code.contact_key",
                                     code_renew};
const Indexed portal_session_indexed = {"portal_session.contact_sealed",
                                        "portal_session.contact_key", session_renew};
