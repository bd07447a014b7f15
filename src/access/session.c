#include "access/session.h"

#include <string.h>

#include "access/access.h"
#include "access/access_internal.h"
#include "access/access_store.h"
#include "access/account_store.h"
#include "access/audit.h"
#include "access/breached.h"
#include "access/device.h"
#include "access/factor.h"
#include "access/origin.h"
#include "access/password_rules.h"
#include "access/setting.h"
#include "base/arena.h"
#include "base/instant.h"
#include "base/text.h"
#include "db/db.h"
#include "house.h"

#define PASSWORD_MAX 128
#define BY_PROVIDER "{\"by\":\"provider\"}"

int64_t session_end_ms(Ctx *ctx, int64_t created_ms)
{
    int64_t idle = ctx_now(ctx) + setting_int(ctx, SETTING_NAMED_SESSION_IDLE_MINUTES) * MINUTE_MS;
    int64_t last = created_ms + setting_int(ctx, SETTING_NAMED_SESSION_MAX_HOURS) * HOUR_MS;
    return idle < last ? idle : last;
}

Status session_person(Ctx *ctx, const StoredSession *session, Person *out)
{
    bool must_change = session->must_change_password && session->way == SIGN_IN_PASSWORD;
    bool has_factor = session->has_factor || session->way == SIGN_IN_PROVIDER_FACTOR;
    *out = (Person){.kind = PERSON_HUMAN,
                    .id = session->account_id,
                    .session_id = session->id,
                    .login = session->login,
                    .scope_outlet_id = session->outlet_id,
                    .scope_customer_id = session->customer_id,
                    .must_change_password = must_change};
    if (must_change) return OK;
    Status s = has_factor ? OK : factor_demanded(ctx, session->account_id, &out->must_set_factor);
    if (s || out->must_set_factor) return s;
    return account_rights(ctx, session->account_id, &out->rights);
}

/* The log names the one who signs in, who is not yet known to the gate. */
static Status audit_as(Ctx *ctx, const Credential *credential, const char *action,
                       const char *detail)
{
    const Person *before = ctx->who;
    Person self = {.kind = PERSON_HUMAN, .id = credential->id, .login = credential->login};
    ctx->who = &self;
    Status s = audit_write(ctx, action, "account", credential->id, detail);
    ctx->who = before;
    return s;
}

/* --- signing in --- */

typedef struct Beginning {
    const SignIn *ask;
    Counted person, address;
    Credential credential;
    SignInWay way;
    SignedIn *out;
} Beginning;

/* A browser that the login was used in answers for itself; of others the address counts too. */
static Status counted_fill(Ctx *ctx, Beginning *beginning)
{
    const SignIn *ask = beginning->ask;
    const char *device;
    Status s = device_known(ctx, ask->login, ask->device, &device);
    beginning->person =
        device ? (Counted){FAILURE_KNOWN, device} : (Counted){FAILURE_LOGIN, ask->login};
    beginning->address = (Counted){FAILURE_ADDRESS, NULL};
    return s || device ? s : origin_counted(ctx, ask->address, &beginning->address.key);
}

/* What was typed as a login may be anything, a password too: it is not kept. */
static Status write_refused(Ctx *ctx, void *work)
{
    const Credential *credential = work;
    if (credential->id) return audit_as(ctx, credential, "session.refused", NULL);
    return audit_write(ctx, "session.refused", "account", 0, NULL);
}

static Status refuse(Ctx *ctx, Beginning *beginning)
{
    Status s = database_write(ctx, ctx->house->database, write_refused, &beginning->credential);
    return s ? s : fail(ctx, UNAUTHENTICATED, "login or password is wrong");
}

static Status write_session(Ctx *ctx, void *work)
{
    Beginning *beginning = work;
    SignedIn *out = beginning->out;
    unsigned char hash[SECRET_HASH_BYTES];
    int64_t now = ctx_now(ctx);
    StoredSession session = {.id = ctx_id(ctx),
                             .account_id = beginning->credential.id,
                             .created_ms = now,
                             .seen_ms = now,
                             .expires_ms = session_end_ms(ctx, now),
                             .agent = beginning->ask->agent,
                             .way = beginning->way};
    const char *how = beginning->way == SIGN_IN_PASSWORD ? NULL : BY_PROVIDER;
    Status s = origin_masked(ctx, beginning->ask->address, &session.address);
    if (!s) s = secret_make(ctx, "session", "", &out->secret, hash);
    if (!s) s = session_insert(ctx, &session, hash);
    if (!s) s = session_by_hash(ctx, hash, &session);
    if (!s) s = session_person(ctx, &session, &out->who);
    return s ? s : audit_as(ctx, &beginning->credential, "session.begin", how);
}

static Status tries_take(Ctx *ctx, const Beginning *beginning)
{
    Status s = failures_take(ctx, &beginning->person);
    if (s) return s;
    s = failures_take(ctx, &beginning->address);
    if (s) failures_give_back(ctx, &beginning->person);
    return s;
}

static void tries_give_back(Ctx *ctx, const Beginning *beginning)
{
    failures_give_back(ctx, &beginning->person);
    failures_give_back(ctx, &beginning->address);
}

/* A login that does not exist is worked on as one that does: the same hash, the same row in the
 * log. */
static Status credential_verify(Ctx *ctx, Beginning *beginning, bool *right)
{
    Credential *out = &beginning->credential;
    Status s = credential_by_login(ctx, beginning->ask->login, out);
    if (s && s != NOT_FOUND) return s;
    if (s == NOT_FOUND) *out = (Credential){0};
    s = password_verify(ctx, beginning->ask->password, out->password_hash, right);
    *right = *right && !out->closed && !out->elsewhere;
    return s;
}

/* A try counts before it is known whether it is right: however many come at the same time, no more
 * are let through. */
static Status credential_check(Ctx *ctx, Beginning *beginning)
{
    const Credential *out = &beginning->credential;
    bool right = false;
    Status s = tries_take(ctx, beginning);
    if (s) return s;
    s = credential_verify(ctx, beginning, &right);
    if (s || right) tries_give_back(ctx, beginning);
    if (s) return s;
    if (!right) return refuse(ctx, beginning);
    if (out->must_change_password && out->password_until_ms <= ctx_now(ctx))
        return fail(ctx, UNAUTHENTICATED, "the one-time password has run out: ask for a new one");
    return OK;
}

Status session_begin(Ctx *ctx, const SignIn *ask, SignedIn *out)
{
    Beginning beginning = {.ask = ask, .way = SIGN_IN_PASSWORD, .out = out};
    Status s = counted_fill(ctx, &beginning);
    out->device = ask->device;
    if (!s) s = credential_check(ctx, &beginning);
    if (!s) s = factor_check(ctx, beginning.credential.id, &beginning.person, ask->code);
    if (!s && beginning.person.kind != FAILURE_KNOWN)
        s = device_make(ctx, ask->login, &out->device);
    if (!s) s = database_write(ctx, ctx->house->database, write_session, &beginning);
    if (!s) failures_clear(ctx, &beginning.person);
    return s;
}

/* Strangers who guess a password keep nobody waiting whom the provider knows. */
static Status admitted_check(Ctx *ctx, Beginning *beginning)
{
    const Credential *credential = &beginning->credential;
    if (credential->closed) return fail(ctx, UNAUTHENTICATED, ACCOUNT_UNKNOWN);
    if (beginning->way == SIGN_IN_PROVIDER_FACTOR) return OK;
    const char *key = arena_format(ctx->arena, "provider\n%s", credential->login);
    if (!key) return no_memory(ctx);
    beginning->person = (Counted){FAILURE_KNOWN, key};
    return factor_check(ctx, credential->id, &beginning->person, beginning->ask->code);
}

Status session_admit(Ctx *ctx, int64_t account_id, SignInWay way, const SignIn *ask, SignedIn *out)
{
    Beginning beginning = {.ask = ask, .way = way, .out = out};
    *out = (SignedIn){0};
    Status s = credential_by_id(ctx, account_id, &beginning.credential);
    if (!s) s = admitted_check(ctx, &beginning);
    return s ? s : database_write(ctx, ctx->house->database, write_session, &beginning);
}

static Status write_end(Ctx *ctx, void *work)
{
    (void)work;
    Status s = session_remove(ctx, ctx->who->session_id);
    if (!s) s = audit_write(ctx, "session.end", "account", ctx->who->id, NULL);
    return s ? s : access_forget(ctx);
}

Status session_end(Ctx *ctx)
{
    if (!ctx->who || ctx->who->kind != PERSON_HUMAN)
        return fail(ctx, CONFLICT, "only a signed-in person can sign out");
    return database_write(ctx, ctx->house->database, write_end, NULL);
}

Status session_prune(Ctx *ctx)
{
    int64_t now = ctx_now(ctx);
    Status s = session_remove_expired(ctx, now);
    if (s) return s;
    return session_touch_ahead(ctx, now + SESSION_TOUCH_MS, now, session_end_ms(ctx, now));
}

/* --- one's own password --- */

static Status check_wanted(Ctx *ctx, const Credential *credential, const char *present,
                           const char *wanted)
{
    int64_t min = setting_int(ctx, SETTING_NAMED_PASSWORD_MIN);
    int64_t characters = (int64_t)text_characters(wanted);
    if (characters < min || characters > PASSWORD_MAX)
        return fail_field(ctx, "password", "a password has %lld to %d characters", (long long)min,
                          PASSWORD_MAX);
    if (strcmp(wanted, present) == 0)
        return fail_field(ctx, "password", "the new password is the present one");
    bool easy = false;
    Status s = password_is_easy(ctx, wanted, credential->login, &easy);
    bool breached = false;
    if (!s && !easy) s = password_is_breached(ctx, wanted, &breached);
    if (s) return s;
    if (easy) return fail_field(ctx, "password", "this password is too easy to guess");
    if (breached) return fail_field(ctx, "password", "this password was stolen elsewhere");
    return OK;
}

static Status write_password(Ctx *ctx, void *work)
{
    Credential *credential = work, stored;
    Status s = credential_by_id(ctx, credential->id, &stored);
    if (!s && stored.version != credential->version)
        return fail(ctx, STALE, "the account was changed by someone else");
    if (!s) s = credential_put(ctx, credential);
    if (!s) s = session_remove_others(ctx, credential->id, ctx->who->session_id);
    if (!s) s = audit_write(ctx, "account.password", "account", credential->id, NULL);
    return s ? s : access_forget(ctx);
}

/* A stolen session must not be a way to guess the password. */
static Status check_present(Ctx *ctx, const Credential *credential, const char *field,
                            const char *present)
{
    bool right = false;
    const Counted counted = {FAILURE_KNOWN, arena_format(ctx->arena, "own\n%s", credential->login)};
    if (!counted.key) return no_memory(ctx);
    Status s = failures_take(ctx, &counted);
    if (s) return s;
    s = password_verify(ctx, present, credential->password_hash, &right);
    if (s) failures_give_back(ctx, &counted);
    if (!s && right) failures_clear(ctx, &counted);
    if (s || right) return s;
    return fail_field(ctx, field, "the present password is wrong");
}

Status password_confirm(Ctx *ctx, const char *field, const char *password)
{
    Credential credential;
    Status s = credential_by_id(ctx, ctx->who->id, &credential);
    return s ? s : check_present(ctx, &credential, field, password);
}

Status password_change(Ctx *ctx, const char *present, const char *wanted)
{
    Credential credential;
    if (!ctx->who || ctx->who->kind != PERSON_HUMAN)
        return fail(ctx, FORBIDDEN, "only a signed-in person has a password");
    Status s = credential_by_id(ctx, ctx->who->id, &credential);
    if (!s) s = check_present(ctx, &credential, "present", present);
    if (!s) s = check_wanted(ctx, &credential, present, wanted);
    if (!s) s = password_hash(ctx, wanted, &credential.password_hash);
    if (s) return s;
    credential.must_change_password = false;
    credential.password_until_ms = NONE;
    return database_write(ctx, ctx->house->database, write_password, &credential);
}
