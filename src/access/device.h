/* device.h -- browsers that somebody has signed in with before.
 *
 * Whoever guesses at a login makes it wait, which would let a stranger keep its owner out. So a
 * sign-in leaves a cookie that proves, for this login only, that it succeeded here once: tries with
 * it are counted by themselves and do not wait for those of strangers. It signs nobody in. */
#pragma once

#include "base/ctx.h"

#define DEVICE_COOKIE "parceldesk_device"
#define DEVICE_DAYS 365

/* A new value for this login. NO_MEMORY. */
Status device_make(Ctx *ctx, const char *login, const char **out);

/* Under what the wrong tries of this browser are counted, where `device` (NULL: none) proves that
 * the login was used there; else NULL. NO_MEMORY. */
Status device_known(Ctx *ctx, const char *login, const char *device, const char **out);
