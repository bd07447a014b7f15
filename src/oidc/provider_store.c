#include "oidc/provider_store.h"

#include "access/keys.h"
#include "db/db.h"

#define SECRET_PURPOSE "sign_in_provider.secret"

static const Field roles_field = FIELD_MAP(Provider, roles);

static const Field row_fields[] = {
    FIELD_INT(Provider, version),
    FIELD_BOOL(Provider, enabled),
    FIELD_TEXT(Provider, issuer),
    FIELD_TEXT(Provider, client_id),
    FIELD_TEXT(Provider, scopes),
    FIELD_TEXT(Provider, label),
    FIELD_TEXT(Provider, address),
    FIELD_TEXT(Provider, login_claim),
    FIELD_TEXT(Provider, newcomer_role),
    FIELD_TEXT(Provider, newcomer_outlet),
    FIELD_TEXT(Provider, roles_claim),
    FIELD_MAP(Provider, roles),
    FIELD_INT(Provider, second_factor),
    FIELD_BOOL(Provider, passwords_off),
    FIELD_BOOL(Provider, private),
    FIELD_TIME(Provider, changed_at),
    FIELD_END,
};
static const Shape row_shape = SHAPE(Provider, row_fields, "The row of the provider");

SQL(provider_row, "SELECT version, enabled, issuer, client_id, scopes, label, address,"
                  " login_claim, newcomer_role, newcomer_outlet, roles_claim, roles,"
                  " second_factor, passwords_off, private, changed_at"
                  " FROM sign_in_provider WHERE one = 1");
SQL(provider_secret, "SELECT secret_sealed FROM sign_in_provider WHERE one = 1");

static Status secret_read(Ctx *ctx, Provider *out)
{
    Rows *rows;
    Status s = db_query(ctx, &provider_secret, &rows);
    if (s) return s;
    if (rows_next(rows)) {
        size_t length = 0;
        const void *sealed = rows_blob(rows, 0, &length);
        s = key_unseal(ctx, SECRET_PURPOSE, sealed, length, &out->secret);
    }
    Status ended = rows_end(rows);
    return s ? s : ended;
}

Status provider_store_find(Ctx *ctx, Provider *out)
{
    Status s = db_read(ctx, &provider_row, &row_shape, out);
    return s ? s : secret_read(ctx, out);
}

SQL(provider_put_row,
    "INSERT INTO sign_in_provider (one, version, enabled, issuer, client_id, secret_sealed,"
    " scopes, label, address, login_claim, newcomer_role, newcomer_outlet, roles_claim, roles,"
    " second_factor, passwords_off, private, changed_at)"
    " VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
    " ON CONFLICT (one) DO UPDATE SET version = excluded.version, enabled = excluded.enabled,"
    " issuer = excluded.issuer, client_id = excluded.client_id,"
    " secret_sealed = excluded.secret_sealed, scopes = excluded.scopes, label = excluded.label,"
    " address = excluded.address, login_claim = excluded.login_claim,"
    " newcomer_role = excluded.newcomer_role, newcomer_outlet = excluded.newcomer_outlet,"
    " roles_claim = excluded.roles_claim, roles = excluded.roles,"
    " second_factor = excluded.second_factor, passwords_off = excluded.passwords_off,"
    " private = excluded.private, changed_at = excluded.changed_at"
    " WHERE sign_in_provider.version = $18");

Status provider_store_put(Ctx *ctx, const Provider *p, int64_t version, bool *written)
{
    Sealed secret;
    int64_t changed = 0;
    Status s = key_seal(ctx, SECRET_PURPOSE, p->secret, &secret);
    if (!s)
        s = db_run_count(
            ctx, &provider_put_row, &changed, db_int(p->version), db_bool(p->enabled),
            db_text(p->issuer), db_text(p->client_id), db_blob(secret.bytes, secret.length),
            db_text(p->scopes), db_text(p->label), db_text(p->address), db_text(p->login_claim),
            db_text(p->newcomer_role), db_text(p->newcomer_outlet), db_text(p->roles_claim),
            db_field(ctx, &roles_field, p), db_int(p->second_factor), db_bool(p->passwords_off),
            db_bool(p->private), db_int(p->changed_at), db_int(version));
    *written = changed == 1;
    return s;
}
