/* session.h -- signing in and out, and one's own password.
 *
 * A session is a random secret in a cookie (HttpOnly, SameSite=Strict, Secure over TLS), kept as a
 * hash; it ends after `session_idle_minutes` without a request and after `session_max_hours` in any
 * case. A request by cookie that changes something must show that it comes from our own pages: by
 * the header X-Parceldesk, which no other site's form can send, or by an Origin that is ours. */
#pragma once

#include "access/person.h"

#define SESSION_COOKIE "parceldesk_session"

typedef struct SignedIn {
    Person who;
    const char *secret; /* the cookie's value */
} SignedIn;

/* Outside a transaction (checking a password takes a tenth of a second): checks login and password
 * and begins a session. UNAUTHENTICATED in the same words whether the login exists or not; TOO_MANY
 * after repeated failures (the wait doubles from 1 s at the fifth to 15 min). */
Status session_begin(Ctx *ctx, const char *login, const char *password, SignedIn *out);

/* When a session that began at `created_ms` and is used now ends. */
int64_t session_end_ms(Ctx *ctx, int64_t created_ms);

/* Outside a transaction: ends the session of ctx's person. */
Status session_end(Ctx *ctx);

/* Outside a transaction: a person changes their own password; their other sessions end. INVALID
 * when the present one is wrong or the new one is too short, too common or the same. */
Status password_change(Ctx *ctx, const char *present, const char *wanted);

/* In the transaction of ctx: takes away what has ended. */
Status session_prune(Ctx *ctx);
