#include "oidc/admit.h"

#include <string.h>

#include "access/account.h"
#include "access/account_link.h"
#include "access/account_store.h"
#include "access/audit.h"
#include "access/role.h"
#include "base/arena.h"
#include "db/db.h"
#include "house.h"
#include "oidc/id_token.h"

#define NAME_MAX_CHARACTERS 80

typedef struct Admitting {
    const Provider *provider;
    const Identity *identity;
    Texts roles; /* that the provider tells */
    Account account;
    int64_t account_id; /* 0: nobody may sign in */
} Admitting;

SignInWay admit_way(const Provider *provider, const Identity *identity)
{
    bool theirs = provider->second_factor == PROVIDER_FACTOR_THEIRS;
    if (provider->second_factor == PROVIDER_FACTOR_AMR)
        theirs = claim_has(json_get(identity->token, "amr"), "mfa");
    return theirs ? SIGN_IN_PROVIDER_FACTOR : SIGN_IN_PROVIDER;
}

/* --- what the provider tells --- */

static bool is_true(const Json *claim)
{
    return claim && claim->text && strcmp(claim->text, "true") == 0;
}

/* Logins are in small letters. NULL where there is none to go by. */
static Status login_of(Ctx *ctx, const Admitting *a, const char **out)
{
    const char *claim = a->provider->login_claim;
    const char *said = identity_text(a->identity, claim);
    *out = NULL;
    if (!said || !*said) return OK;
    if (strcmp(claim, "email") == 0 && !is_true(identity_claim(a->identity, "email_verified")))
        return OK;
    char *login = arena_text(ctx->arena, said);
    if (!login) return no_memory(ctx);
    for (char *at = login; *at; at++)
        if (*at >= 'A' && *at <= 'Z') *at = (char)(*at - 'A' + 'a');
    *out = login;
    return OK;
}

static bool has_role(const Texts *roles, const char *name)
{
    for (size_t i = 0; i < roles->count; i++)
        if (strcmp(roles->items[i], name) == 0) return true;
    return false;
}

static Status roles_of(Ctx *ctx, Admitting *a)
{
    const Provider *p = a->provider;
    const Json *claim = p->roles_claim ? identity_claim(a->identity, p->roles_claim) : NULL;
    a->roles.items = ARENA_ARRAY(ctx->arena, p->roles.count + 1, const char *);
    if (!a->roles.items) return no_memory(ctx);
    for (size_t i = 0; i + 1 < p->roles.count; i += 2) {
        const char *role = p->roles.items[i + 1];
        if (!claim_has(claim, p->roles.items[i]) || has_role(&a->roles, role)) continue;
        a->roles.items[a->roles.count++] = role;
    }
    return OK;
}

/* --- whose it is --- */

static Status account_by_id(Ctx *ctx, Admitting *a, int64_t id)
{
    Status s = account_find(ctx, id, &a->account);
    if (!s && !a->account.closed) a->account_id = id;
    return s;
}

static Status link_by_login(Ctx *ctx, Admitting *a)
{
    AccountLink link;
    const Account *found = &a->account;
    if (found->closed || has_role(&found->roles, ROLE_ADMINISTRATOR)) return OK;
    Status s = account_link_of(ctx, found->id, &link);
    if (s != NOT_FOUND) return s;
    s = account_link_put(ctx, found->id, a->provider->issuer, a->identity->subject);
    if (!s) a->account_id = found->id;
    return s;
}

static const char *name_of_person(const Identity *identity)
{
    const char *name = identity_text(identity, "name");
    return name && *name && strlen(name) <= NAME_MAX_CHARACTERS ? name : NULL;
}

/* Nobody knows a password of it. */
static Status create(Ctx *ctx, Admitting *a, const char *login)
{
    const Provider *p = a->provider;
    const Texts first = {.items = (const char **)&p->newcomer_role, .count = 1};
    Account *account = &a->account;
    Credential credential;
    *account = (Account){.login = login,
                         .name = name_of_person(a->identity),
                         .roles = p->roles_claim ? a->roles : first,
                         .outlet = p->newcomer_outlet};
    Status s = account_create(ctx, account);
    if (!s) s = credential_by_id(ctx, account->id, &credential);
    if (s) return s;
    credential.password_hash = "";
    credential.must_change_password = false;
    credential.password_until_ms = NONE;
    s = credential_put(ctx, &credential);
    if (!s) s = account_link_put(ctx, account->id, p->issuer, a->identity->subject);
    account->version = credential.version + 1;
    a->account_id = account->id;
    return s;
}

/* A login that cannot be one here makes nobody. */
static Status newcomer(Ctx *ctx, Admitting *a, const char *login)
{
    const Provider *p = a->provider;
    if (!p->newcomer_role || (p->roles_claim && !a->roles.count)) return OK;
    Status s = create(ctx, a, login);
    if (s == INVALID) a->account_id = 0;
    return s;
}

static Status account_seek(Ctx *ctx, Admitting *a)
{
    int64_t id;
    const char *login;
    Status s = account_link_whose(ctx, a->provider->issuer, a->identity->subject, &id);
    if (!s && id) return account_by_id(ctx, a, id);
    if (!s) s = login_of(ctx, a, &login);
    if (s || !login) return s;
    s = account_find_login(ctx, login, &a->account);
    if (s && s != NOT_FOUND) return s;
    if (!s) return link_by_login(ctx, a);
    problem_clear(ctx);
    return newcomer(ctx, a, login);
}

/* --- its roles --- */

static bool same_roles(const Texts *a, const Texts *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = has_role(b, a->items[i]);
    return same;
}

/* Administrators, and a customer's people, are what they were made here. */
static Status roles_follow(Ctx *ctx, Admitting *a)
{
    Account *account = &a->account;
    if (!a->account_id || !a->provider->roles_claim || account->customer_id ||
        has_role(&account->roles, ROLE_ADMINISTRATOR))
        return OK;
    if (!a->roles.count) a->account_id = 0;
    if (!a->roles.count || same_roles(&a->roles, &account->roles)) return OK;
    account->roles = a->roles;
    return account_update(ctx, account, account->version);
}

static Status admit(Ctx *ctx, void *work)
{
    Admitting *a = work;
    a->account_id = 0;
    Status s = account_seek(ctx, a);
    if (!s) s = roles_follow(ctx, a);
    if (s || a->account_id) return s;
    return audit_write(ctx, "session.refused", "account", 0, "{\"by\":\"provider\"}");
}

static Status refused(Ctx *ctx, void *work)
{
    (void)work;
    return audit_write(ctx, "session.refused", "account", 0, "{\"by\":\"provider\"}");
}

Status admit_run(Ctx *ctx, const Provider *provider, const Identity *identity, int64_t *account_id)
{
    Admitting a = {.provider = provider, .identity = identity};
    const Person *asking = ctx->who;
    ctx->who = NULL;
    Status s = roles_of(ctx, &a);
    if (!s) s = database_write(ctx, ctx->house->database, admit, &a);
    if (s == INVALID) {
        problem_clear(ctx);
        a.account_id = 0;
        s = database_write(ctx, ctx->house->database, refused, NULL);
    }
    ctx->who = asking;
    *account_id = a.account_id;
    return s;
}
