/* session.h -- signing in and out, and one's own password.
 *
 * A session is a random secret in a cookie (HttpOnly, SameSite=Strict, Secure over TLS), kept as a
 * hash; it ends after `session_idle_minutes` without a request and after `session_max_hours` in any
 * case. A request by cookie that changes something must show that it comes from our own pages: by
 * the header X-Parceldesk, which no other site's form can send, or by an Origin that is ours. One
 * that says by X-Parceldesk-Person whose page asks, by the id of the account, is UNAUTHENTICATED
 * where the cookie is another's by now, with Problem.field the header's name. */
#pragma once

#include "access/person.h"

#define SESSION_COOKIE "parceldesk_session"

typedef struct SignIn {
    const char *login, *password;
    const char *code;            /* of the second factor; NULL: none */
    const char *device;          /* device.h; NULL: none */
    const char *agent, *address; /* from where, for the person to know it by; NULL: not said */
} SignIn;

/* What a provider's people are told whom no account stands for, or a closed one. */
#define ACCOUNT_UNKNOWN "nobody may sign in here with this account of the provider"

/* How a session was begun. */
typedef enum SignInWay {
    SIGN_IN_PASSWORD = 1,
    SIGN_IN_PROVIDER,       /* the company's provider answers for the person */
    SIGN_IN_PROVIDER_FACTOR /* and for a second factor */
} SignInWay;

typedef struct SignedIn {
    Person who;
    const char *secret; /* the cookie's value */
    const char *device; /* for the other cookie; the one that came, or a new one */
} SignedIn;

/* Outside a transaction (checking a password takes a tenth of a second): checks login, password and
 * second factor and begins a session. UNAUTHENTICATED in the same words whether the login exists or
 * not, with Problem.field "code" where the password is right and the code is what lacks; TOO_MANY
 * after repeated failures (the wait doubles from 1 s at the fifth to 15 min). */
Status session_begin(Ctx *ctx, const SignIn *ask, SignedIn *out);

/* Outside a transaction: the same where a provider has answered for the account, with `ask` saying
 * its code, agent and address. UNAUTHENTICATED where it is closed; as session_begin for the code,
 * which is not asked for where the provider answers for a second factor too. No one-time password
 * stands in the way of such a session. */
Status session_admit(Ctx *ctx, int64_t account_id, SignInWay way, const SignIn *ask, SignedIn *out);

/* One that somebody is signed in by. */
typedef struct Session {
    int64_t id;
    int64_t created_at, seen_at, expires_at;
    const char *agent;   /* what the browser calls itself */
    const char *address; /* masked (origin.h) */
    bool current;        /* the one that asks */
} Session;
extern const Shape session_shape;

/* The person's own (account_id that of ctx's person) or, of an administrator, somebody's who holds
 * no more than they do: those that hold, the latest first, at most 100. */
Status session_list(Ctx *ctx, int64_t account_id, List *out);

/* In the transaction of ctx: ends one of them, or with id 0 all but the one that asks; audited.
 * NOT_FOUND. */
Status session_revoke(Ctx *ctx, int64_t account_id, int64_t id);

/* How old a session's last sighting may grow before it is written down. */
#define SESSION_TOUCH_MS (5 * MINUTE_MS)

/* When a session that began at `created_ms` and is used now ends. */
int64_t session_end_ms(Ctx *ctx, int64_t created_ms);

/* Outside a transaction: ends the session of ctx's person. */
Status session_end(Ctx *ctx);

/* Outside a transaction: whether that is the password of ctx's person; INVALID when it is not, on
 * the field `field`; TOO_MANY as when signing in. */
Status password_confirm(Ctx *ctx, const char *field, const char *password);

/* Outside a transaction: a person changes their own password; their other sessions end. INVALID
 * when the present one is wrong or the new one is too short, too common or the same. */
Status password_change(Ctx *ctx, const char *present, const char *wanted);

/* In the transaction of ctx: takes away what has ended. What began or was used when the clock was
 * ahead begins now, so that it ends as any other does. */
Status session_prune(Ctx *ctx);
