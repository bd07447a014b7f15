/* alert.h -- what somebody is told of their sign-in: what others did to it, and what was signed in
 * with a recovery code. It stands until its person says that they have seen it; the newest of each
 * kind. */
#pragma once

#include "access/person.h"

typedef enum AlertKind {
    ALERT_FACTOR_RESET = 1,
    ALERT_SESSIONS_ENDED,
    ALERT_PASSWORD_RESET,
    ALERT_RECOVERY_USED,
} AlertKind;

typedef struct Alert {
    int64_t kind;    /* AlertKind */
    int64_t at;      /* UTC milliseconds */
    const char *who; /* login; NULL: on the machine itself, or the person */
} Alert;
extern const Shape alert_shape;

/* In the transaction of ctx: tells the person of the account what ctx's person does; nothing where
 * both are the same, unless it is a recovery code. */
Status alert_write(Ctx *ctx, int64_t account_id, AlertKind kind);

/* What ctx's signed-in person was not told yet; FORBIDDEN to a token. */
Status alert_list(Ctx *ctx, List *out);

/* In the transaction of ctx: they have seen it. */
Status alert_clear(Ctx *ctx);
