/* account.h -- the people who sign in: login, name, roles, place in the outlet tree.
 *
 * Nobody chooses another's password: a new account gets a one-time password, shown once to whoever
 * created it, good for setting `one_time_password_hours`, which must be changed at the first
 * sign-in. */
#pragma once

#include "access/person.h"

typedef struct Account {
    int64_t id, version;
    const char *login;   /* 2–64: small letters, digits, . _ - @ */
    const char *name;    /* personal: sealed at rest */
    Texts roles;         /* names */
    const char *outlet;  /* code; NULL: sees everything */
    int64_t outlet_id;   /* 0: sees everything */
    int64_t customer_id; /* a client's user sees this customer only; 0: all */
    bool must_change_password;
    bool closed;                   /* may not sign in */
    int64_t factor_at;             /* since when a second factor is needed; NONE: it is not */
    bool factor_demanded;          /* one of the roles needs it */
    int64_t created_at;            /* UTC milliseconds */
    const char *one_time_password; /* only where it was just made */
} Account;
extern const Shape account_shape;

/* In the transaction of ctx; all audited. A person may give only roles whose rights they hold, and
 * places within their own subtree: FORBIDDEN otherwise. */

/* Creates; fills in id and one_time_password. INVALID (a bad login, no such role or outlet),
 * CONFLICT (the login is taken). */
Status account_create(Ctx *ctx, Account *account);

/* Published when an account is closed; its subject is the account. */
#define ACCOUNT_CLOSED "account.closed"

/* Writes name, roles, outlet, customer_id and closed. STALE; CONFLICT when nobody would be left who
 * is an open administrator. Closing ends the sessions and takes the second factor away; others hear
 * of it by ACCOUNT_CLOSED. */
Status account_update(Ctx *ctx, Account *account, int64_t version);

/* A new one-time password instead of the present one; ends the sessions. */
Status account_reset(Ctx *ctx, Account *account);

/* Whether ctx's person may lay hands on that account: FORBIDDEN where it holds more than they do.
 */
Status account_check_target(Ctx *ctx, const Account *stored);

/* Those in the person's subtree. NOT_FOUND. */
Status account_find(Ctx *ctx, int64_t id, Account *out);

/* The same by login. */
Status account_find_login(Ctx *ctx, const char *login, Account *out);

typedef enum AccountSort { ACCOUNT_BY_CREATED = 1, ACCOUNT_BY_LOGIN } AccountSort;

typedef struct AccountFilter {
    int64_t sort;   /* AccountSort, or one less than 0: the other way round; 0, NONE: by creation */
    int64_t format; /* TableFormat, where it is taken out as a file */
    int64_t limit;
    const char *cursor;
} AccountFilter;
extern const Shape account_filter_shape, account_export_shape;

/* In the order asked for; `next` is NULL at the end. */
Status account_list(Ctx *ctx, const AccountFilter *filter, List *out, const char **next);

/* In the transaction of ctx: where there is no account yet, creates the administrator `admin` and
 * fills `out`; *made tells which. */
Status account_first(Ctx *ctx, Account *out, bool *made);

/* Who the account is now, for a job that does what its person asked for: roles, scope and login as
 * they stand. NOT_FOUND when there is none, or it was closed. */
Status account_person(Ctx *ctx, int64_t id, Person *out);
