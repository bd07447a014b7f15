/* factor.h -- the second factor of a sign-in: a code of six digits that a telephone makes from a
 * shared secret and the time (TOTP, RFC 6238: SHA-1, 30 seconds), and ten recovery codes.
 *
 * A code of the present step, the one before or the one after is taken, each step once. A recovery
 * code is taken once. Both are asked for after the password only, so that a stranger can neither
 * try them nor keep the person waiting. Who has a role of setting `second_factor_roles` and no
 * second factor may do nothing but set one up. */
#pragma once

#include "access/person.h"

struct Counted;

typedef struct Factor {
    int64_t confirmed_at; /* NONE: there is none, or it is being set up */
    int64_t recovery_left;
    bool demanded; /* one of the person's roles needs it */
} Factor;
extern const Shape factor_shape;

/* What a telephone is to know; shown once. */
typedef struct FactorSecret {
    const char *secret;  /* base 32 */
    const char *uri;     /* otpauth://totp/… */
    const char *picture; /* the same as a QR code: SVG */
} FactorSecret;
extern const Shape factor_secret_shape;

/* All of them of ctx's signed-in person, FORBIDDEN to a token; outside a transaction. */

/* What they have. */
Status factor_read(Ctx *ctx, Factor *out);

/* A new secret, of no effect before it is confirmed; `password` is checked. CONFLICT where one is
 * confirmed. */
Status factor_begin(Ctx *ctx, const char *password, FactorSecret *out);

/* Takes the secret into use by a code made from it, and gives ten recovery codes. The person's
 * other sessions end. INVALID (the code does not hold), CONFLICT (nothing waits for one). */
Status factor_confirm(Ctx *ctx, const char *code, Texts *recovery);

/* New recovery codes instead of those that are left. */
Status factor_renew(Ctx *ctx, const char *password, const char *code, Texts *recovery);

/* Without it from now on. */
Status factor_remove(Ctx *ctx, const char *password, const char *code);

/* In the transaction of ctx: an administrator takes away somebody's lost second factor, or one that
 * waits to be confirmed; audited, their sessions end, and they are told. FORBIDDEN where that
 * person holds more than they do, or is the administrator: who finds an open session must not get
 * rid of its code. *removed tells whether there was one; where there was none nothing is done. */
Status factor_reset(Ctx *ctx, int64_t account_id, bool *removed);

/* When signing in, after the password: OK where the account has no second factor or `code` holds.
 * UNAUTHENTICATED names the field `code`; TOO_MANY while codes must wait. Tries are counted beside
 * those of the password, under the same `person` (access_internal.h). */
Status factor_check(Ctx *ctx, int64_t account_id, const struct Counted *person, const char *code);

/* Whether one of these roles needs a second factor. */
bool factor_roles_demand(Ctx *ctx, const Texts *roles);

/* Whether somebody without a second factor must set one up before anything else. */
Status factor_demanded(Ctx *ctx, int64_t account_id, bool *out);
