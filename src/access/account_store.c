#include "access/account_store.h"

#include "access/keys.h"
#include "access/role.h"
#include "base/arena.h"
#include "db/db.h"

/* --- passwords --- */

static const Field credential_fields[] = {
    FIELD_ID(Credential, id),
    FIELD_INT(Credential, version),
    FIELD_TEXT(Credential, login),
    FIELD_TEXT(Credential, password_hash),
    FIELD_BOOL(Credential, must_change_password),
    FIELD_TIME(Credential, password_until_ms),
    FIELD_BOOL(Credential, closed),
    FIELD_BOOL(Credential, elsewhere),
    FIELD_END,
};
static const Shape credential_shape = SHAPE(Credential, credential_fields, "How one signs in");

/* Administrators keep their passwords, whatever becomes of the provider; others do where it has no
 * address to lead back to. */
#define ELSEWHERE                                                                                  \
    "EXISTS (SELECT 1 FROM account_link l JOIN sign_in_provider p ON p.issuer = l.issuer"          \
    " AND p.enabled = 1 AND p.passwords_off = 1 AND COALESCE(p.address, (SELECT s.value"           \
    " FROM setting s WHERE s.name = 'public_url'), '') <> '' WHERE l.account_id = account.id)"     \
    " AND NOT EXISTS (SELECT 1 FROM account_role ar JOIN role r ON r.id = ar.role_id"              \
    " WHERE ar.account_id = account.id AND r.name = '" ROLE_ADMINISTRATOR "')"
#define CREDENTIAL_SELECT                                                                          \
    "SELECT id, version, login, password_hash, must_change_password, password_until_ms, closed,"   \
    " CASE WHEN " ELSEWHERE " THEN 1 ELSE 0 END AS elsewhere FROM account "

SQL(credential_of_login, CREDENTIAL_SELECT "WHERE login = $1");

Status credential_by_login(Ctx *ctx, const char *login, Credential *out)
{
    return db_read(ctx, &credential_of_login, &credential_shape, out, db_text(login));
}

SQL(credential_of_id, CREDENTIAL_SELECT "WHERE id = $1");

Status credential_by_id(Ctx *ctx, int64_t id, Credential *out)
{
    return db_read(ctx, &credential_of_id, &credential_shape, out, db_id(id));
}

SQL(put_credential, "UPDATE account SET version = version + 1, password_hash = $2,"
                    " must_change_password = $3, password_until_ms = $4 WHERE id = $1");

Status credential_put(Ctx *ctx, const Credential *credential)
{
    return db_run(ctx, &put_credential, db_id(credential->id), db_text(credential->password_hash),
                  db_bool(credential->must_change_password), db_int(credential->password_until_ms));
}

/* --- accounts --- */

SQL(insert_account,
    "INSERT INTO account (id, version, login, name_sealed, password_hash, must_change_password,"
    " password_until_ms, outlet_id, customer_id, closed, created_ms)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");

Status account_insert(Ctx *ctx, const Account *account, const Credential *credential)
{
    Sealed name;
    Status s = key_seal(ctx, ACCOUNT_NAME_PURPOSE, account->name, &name);
    if (s) return s;
    return db_run(ctx, &insert_account, db_id(account->id), db_int(account->version),
                  db_text(account->login), db_blob(name.bytes, name.length),
                  db_text(credential->password_hash), db_bool(credential->must_change_password),
                  db_int(credential->password_until_ms), db_id(account->outlet_id),
                  db_id(account->customer_id), db_bool(account->closed),
                  db_int(account->created_at));
}

SQL(put_account, "UPDATE account SET version = $2, name_sealed = $3, outlet_id = $4,"
                 " customer_id = $5, closed = $6 WHERE id = $1");

Status account_put(Ctx *ctx, const Account *account)
{
    Sealed name;
    Status s = key_seal(ctx, ACCOUNT_NAME_PURPOSE, account->name, &name);
    if (s) return s;
    return db_run(ctx, &put_account, db_id(account->id), db_int(account->version),
                  db_blob(name.bytes, name.length), db_id(account->outlet_id),
                  db_id(account->customer_id), db_bool(account->closed));
}

SQL(clear_roles, "DELETE FROM account_role WHERE account_id = $1");
SQL(add_role, "INSERT INTO account_role (account_id, role_id) VALUES ($1, $2)"
              " ON CONFLICT DO NOTHING");

Status account_roles_put(Ctx *ctx, int64_t id, const int64_t *role_ids, size_t count)
{
    Status s = db_run(ctx, &clear_roles, db_id(id));
    for (size_t i = 0; !s && i < count; i++)
        s = db_run(ctx, &add_role, db_id(id), db_id(role_ids[i]));
    return s;
}

#define SELECT                                                                                     \
    "SELECT a.id, a.version, a.login, a.name_sealed, o.code, a.outlet_id, a.customer_id,"          \
    " a.must_change_password, a.closed, a.created_ms, f.confirmed_ms"                              \
    " FROM account a LEFT JOIN outlet o ON o.id = a.outlet_id"                                     \
    " LEFT JOIN account_totp f ON f.account_id = a.id WHERE "
#define IN_SCOPE                                                                                   \
    " AND " OUTLET_IN_SCOPE("a.outlet_id", "$3") " AND " CUSTOMER_IN_SCOPE("a.customer_id", "$4")
/* $1 and $2: login and id, which are sought or behind which the page begins. */
#define NAMED "a.login = CAST($1 AS TEXT) OR a.id = CAST($2 AS BIGINT)"
#define BEHIND_ID(than) "CAST($1 AS TEXT) IS NOT NULL AND a.id " than " CAST($2 AS BIGINT)"
#define BEHIND_LOGIN(than) "CAST($2 AS BIGINT) IS NOT NULL AND a.login " than " $1" BYTEWISE

SQL(named_account, SELECT "(" NAMED ")" IN_SCOPE " LIMIT $5");
SQL(accounts_up, SELECT BEHIND_ID(">") IN_SCOPE " ORDER BY a.id LIMIT $5");
SQL(accounts_down, SELECT BEHIND_ID("<") IN_SCOPE " ORDER BY a.id DESC LIMIT $5");
SQL(accounts_login_up, SELECT BEHIND_LOGIN(">") IN_SCOPE " ORDER BY a.login" BYTEWISE " LIMIT $5");
SQL(accounts_login_down,
    SELECT BEHIND_LOGIN("<") IN_SCOPE " ORDER BY a.login" BYTEWISE " DESC LIMIT $5");

static Status read_account(Ctx *ctx, Rows *rows, Account *out)
{
    size_t length = 0;
    const void *name = rows_blob(rows, 3, &length);
    *out = (Account){.id = rows_int(rows, 0),
                     .version = rows_int(rows, 1),
                     .login = rows_copy(rows, 2),
                     .outlet = rows_copy(rows, 4),
                     .outlet_id = rows_id(rows, 5),
                     .customer_id = rows_id(rows, 6),
                     .must_change_password = rows_int(rows, 7) == 1,
                     .closed = rows_int(rows, 8) == 1,
                     .created_at = rows_int(rows, 9),
                     .factor_at = rows_int(rows, 10)};
    return key_unseal(ctx, ACCOUNT_NAME_PURPOSE, name, length, &out->name);
}

SQL(roles_of_account, "SELECT r.name FROM account_role ar JOIN role r ON r.id = ar.role_id"
                      " WHERE ar.account_id = $1 ORDER BY r.name");

typedef struct RoleReading {
    Ctx *ctx;
    Account *accounts;
} RoleReading;

static Status add_role_name(void *user, size_t number, Rows *rows)
{
    const RoleReading *reading = user;
    Arena *arena = reading->ctx->arena;
    Texts *roles = &reading->accounts[number].roles;
    size_t size = roles->count * sizeof *roles->items;
    const char **items = arena_grow(arena, roles->items, size, size + sizeof *items);
    if (!items) return no_memory(reading->ctx);
    items[roles->count] = arena_text(arena, rows_text(rows, 0));
    if (!items[roles->count]) return no_memory(reading->ctx);
    roles->items = items;
    roles->count++;
    return OK;
}

static Status read_roles(Ctx *ctx, Account *accounts, size_t count)
{
    RoleReading reading = {ctx, accounts};
    if (!count) return OK;
    DbValue *ids = ARENA_ARRAY(ctx->arena, count, DbValue);
    if (!ids) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        ids[i] = db_id(accounts[i].id);
    return db_query_many(ctx, &roles_of_account, ids, 1, count, add_role_name, &reading);
}

Status account_role_names(Ctx *ctx, int64_t id, Texts *out)
{
    Account account = {.id = id};
    Status s = read_roles(ctx, &account, 1);
    *out = account.roles;
    return s;
}

static Status read_accounts(Ctx *ctx, const Sql *sql, const SortPlace *place, int64_t limit,
                            List *out)
{
    Rows *rows;
    Account *accounts = ARENA_ARRAY(ctx->arena, (size_t)limit, Account);
    if (!accounts) return no_memory(ctx);
    *out = (List){.items = accounts};
    Status s = db_query(ctx, sql, &rows, db_text(place->text), db_int(place->id),
                        db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)), db_int(limit));
    if (s) return s;
    while (!s && rows_next(rows))
        s = read_account(ctx, rows, &accounts[out->count++]);
    Status ended = rows_end(rows);
    if (!s) s = ended;
    return s ? s : read_roles(ctx, accounts, out->count);
}

Status account_named(Ctx *ctx, int64_t id, const char *login, List *out)
{
    const SortPlace sought = {.text = login, .id = id};
    return read_accounts(ctx, &named_account, &sought, 1, out);
}

Status account_page(Ctx *ctx, int64_t sort, const SortPlace *after, int64_t limit, List *out)
{
    const Sql *by_login = sort > 0 ? &accounts_login_up : &accounts_login_down;
    const Sql *by_id = sort > 0 ? &accounts_up : &accounts_down;
    bool is_login = sort == ACCOUNT_BY_LOGIN || sort == -ACCOUNT_BY_LOGIN;
    return read_accounts(ctx, is_login ? by_login : by_id, after, limit, out);
}

SQL(account_role_rights, "SELECT r.id, r.version, r.name, r.doc, r.rights, r.built_in"
                         " FROM account_role ar JOIN role r ON r.id = ar.role_id"
                         " WHERE ar.account_id = $1");

Status account_rights(Ctx *ctx, int64_t id, RightSet *out)
{
    List roles;
    *out = (RightSet){0};
    Status s = db_list(ctx, &account_role_rights, &role_shape, &roles, db_id(id));
    for (size_t i = 0; !s && i < roles.count; i++) {
        RightSet rights = rights_from_stored(&((const Role *)roles.items)[i].rights);
        rights_unite(out, &rights);
    }
    return s;
}

SQL(count_administrators,
    "SELECT COUNT(*) FROM account a JOIN account_role ar ON ar.account_id = a.id"
    " JOIN role r ON r.id = ar.role_id WHERE r.name = $1 AND a.closed = 0"
    " AND a.outlet_id IS NULL AND a.customer_id IS NULL");

Status account_administrators(Ctx *ctx, int64_t *out)
{
    return db_get_int(ctx, &count_administrators, out, db_text(ROLE_ADMINISTRATOR));
}

SQL(count_accounts, "SELECT COUNT(*) FROM (SELECT id FROM account LIMIT 1) any_account");

Status account_count(Ctx *ctx, int64_t *out)
{
    return db_get_int(ctx, &count_accounts, out);
}
