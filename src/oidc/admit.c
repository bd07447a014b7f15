#include "oidc/admit.h"

#include <string.h>

#include "access/account.h"
#include "access/account_link.h"
#include "access/account_store.h"
#include "access/audit.h"
#include "access/role.h"
#include "base/arena.h"
#include "base/text.h"
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
    bool made;          /* what the account may do is the provider's word */
} Admitting;

SignInWay admit_way(const Provider *provider, const Identity *identity)
{
    bool theirs = provider->second_factor == PROVIDER_FACTOR_THEIRS;
    if (provider->second_factor == PROVIDER_FACTOR_AMR)
        theirs = claim_has(json_get(identity->token, "amr"), "mfa");
    return theirs ? SIGN_IN_PROVIDER_FACTOR : SIGN_IN_PROVIDER;
}

/* --- what the provider tells --- */

/* What verified another address says nothing of this one. */
static bool is_verified(const Identity *identity, const char *email)
{
    bool in_token = json_get(identity->token, "email_verified");
    const Json *from = in_token ? identity->token : identity->userinfo;
    const Json *verified = json_get(from, "email_verified");
    const char *address = json_get_text(from, "email");
    return verified && verified->text && strcmp(verified->text, "true") == 0 &&
           (!address || strcmp(address, email) == 0);
}

/* Logins are in small letters. NULL where there is none to go by. */
static Status login_of(Ctx *ctx, const Admitting *a, const char **out)
{
    const char *claim = a->provider->login_claim;
    const char *said = identity_text(a->identity, claim);
    *out = NULL;
    if (!said || !*said) return OK;
    if (strcmp(claim, "email") == 0 && !is_verified(a->identity, said)) return OK;
    char *login = arena_text(ctx->arena, said);
    if (!login) return no_memory(ctx);
    for (char *at = login; *at; at++)
        if (*at >= 'A' && *at <= 'Z') *at = (char)(*at - 'A' + 'a');
    *out = login;
    return OK;
}

static Status roles_of(Ctx *ctx, Admitting *a)
{
    const Provider *p = a->provider;
    const Json *claim = p->roles_claim ? identity_claim(a->identity, p->roles_claim) : NULL;
    a->roles.items = ARENA_ARRAY(ctx->arena, p->roles.count + 1, const char *);
    if (!a->roles.items) return no_memory(ctx);
    for (size_t i = 0; i + 1 < p->roles.count; i += 2) {
        const char *role = p->roles.items[i + 1];
        if (!claim_has(claim, p->roles.items[i]) || texts_have(&a->roles, role)) continue;
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

/* A login that somebody chose at the provider opens nobody's account who may do everything, and no
 * customer's: they are linked by hand. Nor is anybody linked who is refused all the same. */
static Status may_link(Ctx *ctx, const Admitting *a, bool *out)
{
    const Account *found = &a->account;
    const RightSet all = rights_all();
    RightSet rights;
    *out = false;
    if (found->closed || found->customer_id || (a->provider->roles_claim && !a->roles.count))
        return OK;
    Status s = account_rights(ctx, found->id, &rights);
    *out = !s && !rights_cover(&rights, &all);
    return s;
}

/* Who was linked at the provider before this one is linked anew. */
static Status link_replace(Ctx *ctx, Admitting *a)
{
    AccountLink link;
    const char *issuer = a->provider->issuer;
    Status s = account_link_of(ctx, a->account.id, &link);
    if (s && s != NOT_FOUND) return s;
    if (!s && strcmp(link.issuer, issuer) == 0) return OK;
    if (!s) s = account_link_remove(ctx, a->account.id);
    if (s && s != NOT_FOUND) return s;
    s = account_link_put(ctx, a->account.id, issuer, a->identity->subject);
    if (!s) a->account_id = a->account.id;
    return s;
}

static Status link_by_login(Ctx *ctx, Admitting *a)
{
    bool may;
    Status s = may_link(ctx, a, &may);
    return s || !may ? s : link_replace(ctx, a);
}

/* What could not be entered as a name here is none. */
static const char *name_of_person(Ctx *ctx, const Identity *identity)
{
    const char *name = identity_text(identity, "name");
    if (!name || !*name || text_characters(name) > NAME_MAX_CHARACTERS) return NULL;
    if (!text_check_writing(ctx, "name", name, WRITING_LINE)) return name;
    problem_clear(ctx);
    return NULL;
}

/* Nobody knows a password of it. */
static Status create(Ctx *ctx, Admitting *a, const char *login)
{
    const Provider *p = a->provider;
    const Texts first = {.items = (const char **)&p->newcomer_role, .count = 1};
    Account *account = &a->account;
    Credential credential;
    *account = (Account){.login = login,
                         .name = name_of_person(ctx, a->identity),
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
    a->made = true;
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

/* Administrators, and a customer's people, are what they were made here. */
static Status roles_follow(Ctx *ctx, Admitting *a)
{
    Account *account = &a->account;
    if (!a->account_id || !a->provider->roles_claim || account->customer_id ||
        texts_have(&account->roles, ROLE_ADMINISTRATOR))
        return OK;
    a->made = true;
    if (!a->roles.count) a->account_id = 0;
    if (!a->roles.count || texts_same(&a->roles, &account->roles)) return OK;
    account->roles = a->roles;
    return account_update(ctx, account, account->version);
}

/* Several roles together, or one that was given more since it was set, make an administrator as the
 * one role does that cannot be set: INVALID, and nothing is kept of it. */
static Status check_made(Ctx *ctx, const Admitting *a)
{
    const RightSet all = rights_all();
    RightSet rights;
    if (!a->account_id || !a->made) return OK;
    Status s = account_rights(ctx, a->account_id, &rights);
    if (s || !rights_cover(&rights, &all)) return s;
    return fail(ctx, INVALID, "the provider makes nobody an administrator");
}

static Status refused(Ctx *ctx, void *work)
{
    (void)work;
    return audit_write(ctx, "session.refused", "account", 0, "{\"by\":\"provider\"}");
}

static Status admit(Ctx *ctx, void *work)
{
    Admitting *a = work;
    a->account_id = 0;
    a->made = false;
    Status s = account_seek(ctx, a);
    if (!s) s = roles_follow(ctx, a);
    if (!s) s = check_made(ctx, a);
    return s || a->account_id ? s : refused(ctx, NULL);
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

static Status link_look(Ctx *ctx, const Flow *flow, AccountLink *out)
{
    Status s = database_reader(ctx, ctx->house->database);
    if (s) return s;
    s = account_link_of(ctx, flow->account_id, out);
    database_give_back(ctx, ctx->house->database);
    return s;
}

Status admit_again(Ctx *ctx, const Provider *provider, const Flow *flow)
{
    AccountLink link;
    Status s = link_look(ctx, flow, &link);
    if (s && s != NOT_FOUND) return s;
    if (!s && strcmp(link.issuer, provider->issuer) == 0 && link.linked_at <= flow->begun_at)
        return OK;
    return fail(ctx, UNAUTHENTICATED, ACCOUNT_UNKNOWN);
}
