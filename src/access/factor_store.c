#include "access/factor_store.h"

#include "access/access_internal.h"
#include "access/keys.h"
#include "base/field.h"
#include "db/db.h"

#define SECRET_PURPOSE "account.totp"

SQL(factor_row, "SELECT t.secret_sealed, t.confirmed_ms, t.last_step,"
                " (SELECT COUNT(*) FROM account_recovery r WHERE r.account_id = t.account_id)"
                " FROM account_totp t WHERE t.account_id = $1");

static Status factor_from_row(Ctx *ctx, Rows *rows, StoredFactor *out)
{
    size_t length = 0;
    const void *sealed = rows_blob(rows, 0, &length);
    out->confirmed_ms = rows_int(rows, 1);
    out->last_step = rows_int(rows, 2);
    out->recovery_left = rows_int(rows, 3);
    return key_unseal(ctx, SECRET_PURPOSE, sealed, length, &out->secret);
}

Status factor_store_find(Ctx *ctx, int64_t account_id, StoredFactor *out)
{
    Rows *rows;
    *out = (StoredFactor){.confirmed_ms = NONE, .last_step = NONE};
    Status s = db_query(ctx, &factor_row, &rows, db_id(account_id));
    if (s) return s;
    if (rows_next(rows)) s = factor_from_row(ctx, rows, out);
    Status ended = rows_end(rows);
    return s ? s : ended;
}

SQL(factor_put,
    "INSERT INTO account_totp (account_id, secret_sealed, last_step) VALUES ($1, $2, 0)"
    " ON CONFLICT (account_id) DO UPDATE SET secret_sealed = excluded.secret_sealed, last_step = 0"
    " WHERE account_totp.confirmed_ms IS NULL");

Status factor_store_put(Ctx *ctx, int64_t account_id, const char *secret)
{
    Sealed sealed;
    Status s = key_seal(ctx, SECRET_PURPOSE, secret, &sealed);
    return s ? s
             : db_run(ctx, &factor_put, db_id(account_id), db_blob(sealed.bytes, sealed.length));
}

/* A secret of which no code was taken is another than the one that was tried. */
SQL(factor_is_confirmed, "UPDATE account_totp SET confirmed_ms = $2"
                         " WHERE account_id = $1 AND confirmed_ms IS NULL AND last_step > 0");

Status factor_store_confirm(Ctx *ctx, int64_t account_id, bool *done)
{
    int64_t changed = 0;
    Status s =
        db_run_count(ctx, &factor_is_confirmed, &changed, db_id(account_id), db_int(ctx_now(ctx)));
    *done = changed > 0;
    return s;
}

SQL(factor_take, "UPDATE account_totp SET last_step = $2 WHERE account_id = $1 AND last_step < $2");

Status factor_store_take(Ctx *ctx, int64_t account_id, int64_t step, bool *taken)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &factor_take, &changed, db_id(account_id), db_int(step));
    *taken = changed > 0;
    return s;
}

SQL(factor_delete, "DELETE FROM account_totp WHERE account_id = $1");
SQL(recovery_clear, "DELETE FROM account_recovery WHERE account_id = $1");

Status factor_store_remove(Ctx *ctx, int64_t account_id, bool *removed)
{
    int64_t changed = 0;
    Status s = db_run(ctx, &recovery_clear, db_id(account_id));
    if (!s) s = db_run_count(ctx, &factor_delete, &changed, db_id(account_id));
    *removed = changed > 0;
    return s;
}

SQL(recovery_add, "INSERT INTO account_recovery (account_id, code_hash) VALUES ($1, $2)");

Status recovery_store_put(Ctx *ctx, int64_t account_id, const unsigned char *hashes, size_t count)
{
    Status s = db_run(ctx, &recovery_clear, db_id(account_id));
    for (size_t i = 0; !s && i < count; i++)
        s = db_run(ctx, &recovery_add, db_id(account_id),
                   db_blob(hashes + i * SECRET_HASH_BYTES, SECRET_HASH_BYTES));
    return s;
}

SQL(recovery_take, "DELETE FROM account_recovery WHERE account_id = $1 AND code_hash = $2");

Status recovery_store_take(Ctx *ctx, int64_t account_id, const unsigned char *hash, bool *taken)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &recovery_take, &changed, db_id(account_id),
                            db_blob(hash, SECRET_HASH_BYTES));
    *taken = changed > 0;
    return s;
}
