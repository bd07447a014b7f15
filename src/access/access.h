/* access.h -- what access/ keeps in memory while the house is open: who was seen lately, how many
 * passwords are being checked, who has failed to sign in. */
#pragma once

#include "access/person.h"

typedef struct Access Access;

/* Nobody seen, nobody failed. NO_MEMORY. */
Status access_open(Ctx *ctx, Access **out);

/* Forgets all of it. */
void access_close(Access *access); /* NULL is allowed */

/* In the transaction of ctx, at the first start and after each new release: shipped roles, the
 * check that database and key file belong together (CONFLICT). */
Status access_seed(Ctx *ctx);

/* The same check where nothing is written: by a connection that reads. */
Status access_check_keys(Ctx *ctx);

/* Who a token (with its "pd_") or a session's secret stands for, copied into ctx's arena; from
 * memory where it was seen in the last two seconds. UNAUTHENTICATED when it stands for nobody, is
 * expired or revoked. */
Status access_by_token(Ctx *ctx, const char *token, const Person **out);

/* The same for the secret in a session cookie. */
Status access_by_session(Ctx *ctx, const char *secret, const Person **out);

/* Forgets who was seen, once the transaction of ctx is committed. */
Status access_forget(Ctx *ctx);

/* Checks a password against its stored hash, at most two at a time (each takes 64 MB); the others
 * wait, TOO_MANY when many do. `*right` tells; a stored hash of NULL takes as long and is wrong. */
Status password_verify(Ctx *ctx, const char *password, const char *stored, bool *right);

/* The hash to store (argon2id, interactive limits), under the same bound. */
Status password_hash(Ctx *ctx, const char *password, const char **out);

/* A random password of 20 letters and digits in fours (100 bits), and what is stored of it: so much
 * randomness needs no slow hash. */
Status password_one_time(Ctx *ctx, const char **password, const char **stored);
