/* account_store.h -- the statements of accounts. */
#pragma once

#include "access/account.h"
#include "access/page.h"

/* What a sealed name is sealed for (keys.h). */
#define ACCOUNT_NAME_PURPOSE "account.name"

/* What signing in needs of an account. */
typedef struct Credential {
    int64_t id, version;
    const char *login;
    const char *password_hash;
    bool must_change_password;
    int64_t password_until_ms; /* of a one-time password; else NONE */
    bool closed;
    bool elsewhere; /* signs in by the provider only (account_link.h) */
} Credential;

/* NOT_FOUND without words. */
Status credential_by_login(Ctx *ctx, const char *login, Credential *out);

/* The same by the id of the account. */
Status credential_by_id(Ctx *ctx, int64_t id, Credential *out);

/* Writes the password's three columns. */
Status credential_put(Ctx *ctx, const Credential *credential);

/* Stores a new account with its password; its name sealed. */
Status account_insert(Ctx *ctx, const Account *account, const Credential *credential);

/* Name, outlet, customer, closed and version. */
Status account_put(Ctx *ctx, const Account *account);

/* Gives it these roles (ids) and no others. */
Status account_roles_put(Ctx *ctx, int64_t id, const int64_t *role_ids, size_t count);

/* The account of that id or login (0, NULL: the other tells), in the person's scope, with its
 * roles; an empty list where there is none. */
Status account_named(Ctx *ctx, int64_t id, const char *login, List *out);

/* Those of the person's scope behind a place in the order of a sort, with their roles. */
Status account_page(Ctx *ctx, int64_t sort, const SortPlace *after, int64_t limit, List *out);

/* The names of its roles. */
Status account_role_names(Ctx *ctx, int64_t id, Texts *out);

/* The rights of all its roles together. */
Status account_rights(Ctx *ctx, int64_t id, RightSet *out);

/* Open administrators who see everything. */
Status account_administrators(Ctx *ctx, int64_t *out);

/* Whether there is any account. */
Status account_count(Ctx *ctx, int64_t *out); /* 0, or 1 for any */
