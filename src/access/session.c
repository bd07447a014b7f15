#include "access/session.h"

#include <string.h>

#include "access/access.h"
#include "access/access_internal.h"
#include "access/access_store.h"
#include "access/account_store.h"
#include "access/audit.h"
#include "access/setting.h"
#include "base/instant.h"
#include "base/text.h"
#include "db/db.h"
#include "house.h"

#define PASSWORD_MAX 128
#define DISTINCT_MIN 5

int64_t session_end_ms(Ctx *ctx, int64_t created_ms)
{
    int64_t idle = ctx_now(ctx) + setting_int(ctx, SETTING_NAMED_SESSION_IDLE_MINUTES) * MINUTE_MS;
    int64_t last = created_ms + setting_int(ctx, SETTING_NAMED_SESSION_MAX_HOURS) * HOUR_MS;
    return idle < last ? idle : last;
}

Status session_person(Ctx *ctx, const StoredSession *session, Person *out)
{
    *out = (Person){.kind = PERSON_HUMAN,
                    .id = session->account_id,
                    .session_id = session->id,
                    .login = session->login,
                    .scope_outlet_id = session->outlet_id,
                    .scope_customer_id = session->customer_id,
                    .must_change_password = session->must_change_password};
    if (session->must_change_password) return OK;
    return account_rights(ctx, session->account_id, &out->rights);
}

/* The log names the one who signs in, who is not yet known to the gate. */
static Status audit_as(Ctx *ctx, const Credential *credential, const char *action)
{
    const Person *before = ctx->who;
    Person self = {.kind = PERSON_HUMAN, .id = credential->id, .login = credential->login};
    ctx->who = &self;
    Status s = audit_write(ctx, action, "account", credential->id, NULL);
    ctx->who = before;
    return s;
}

/* --- signing in --- */

static Status write_refused(Ctx *ctx, void *work)
{
    return audit_as(ctx, work, "session.refused");
}

static Status refuse(Ctx *ctx, const char *login, Credential *credential)
{
    failures_add(ctx, login);
    Status s = OK;
    if (credential->id) s = database_write(ctx, ctx->house->database, write_refused, credential);
    return s ? s : fail(ctx, UNAUTHENTICATED, "login or password is wrong");
}

typedef struct Beginning {
    Credential credential;
    SignedIn *out;
} Beginning;

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
                             .expires_ms = session_end_ms(ctx, now)};
    Status s = secret_make(ctx, "session", "", &out->secret, hash);
    if (!s) s = session_insert(ctx, &session, hash);
    if (!s) s = session_by_hash(ctx, hash, &session);
    if (!s) s = session_person(ctx, &session, &out->who);
    return s ? s : audit_as(ctx, &beginning->credential, "session.begin");
}

Status session_begin(Ctx *ctx, const char *login, const char *password, SignedIn *out)
{
    Beginning beginning = {.out = out};
    Credential *credential = &beginning.credential;
    bool right = false;
    Status s = failures_check(ctx, login);
    if (!s) s = credential_by_login(ctx, login, credential);
    if (s && s != NOT_FOUND) return s;
    if (s == NOT_FOUND) *credential = (Credential){0};
    s = password_verify(ctx, password, credential->password_hash, &right);
    if (s) return s;
    if (!right || credential->closed) return refuse(ctx, login, credential);
    if (credential->must_change_password && credential->password_until_ms <= ctx_now(ctx))
        return fail(ctx, UNAUTHENTICATED, "the one-time password has run out: ask for a new one");
    s = database_write(ctx, ctx->house->database, write_session, &beginning);
    if (!s) failures_clear(ctx, login);
    return s;
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
    return session_remove_expired(ctx, ctx_now(ctx));
}

/* --- one's own password --- */

static size_t distinct_bytes(const char *text)
{
    bool seen[256] = {false};
    size_t distinct = 0;
    for (; *text; text++) {
        bool *byte = &seen[(unsigned char)*text];
        distinct += !*byte;
        *byte = true;
    }
    return distinct;
}

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
    if (strstr(wanted, credential->login) || distinct_bytes(wanted) < DISTINCT_MIN)
        return fail_field(ctx, "password", "this password is too easy to guess");
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
static Status check_present(Ctx *ctx, const Credential *credential, const char *present)
{
    bool right = false;
    Status s = failures_check(ctx, credential->login);
    if (!s) s = password_verify(ctx, present, credential->password_hash, &right);
    if (s || right) return s;
    failures_add(ctx, credential->login);
    return fail_field(ctx, "present", "the present password is wrong");
}

Status password_change(Ctx *ctx, const char *present, const char *wanted)
{
    Credential credential;
    if (!ctx->who || ctx->who->kind != PERSON_HUMAN)
        return fail(ctx, FORBIDDEN, "only a signed-in person has a password");
    Status s = credential_by_id(ctx, ctx->who->id, &credential);
    if (!s) s = check_present(ctx, &credential, present);
    if (!s) s = check_wanted(ctx, &credential, present, wanted);
    if (!s) s = password_hash(ctx, wanted, &credential.password_hash);
    if (s) return s;
    credential.must_change_password = false;
    credential.password_until_ms = NONE;
    return database_write(ctx, ctx->house->database, write_password, &credential);
}
