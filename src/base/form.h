/* form.h -- bodies of forms: application/x-www-form-urlencoded. */
#pragma once

#include "base/ctx.h"

/* The decoded value of the first pair of that name, in ctx's arena; `*out` NULL when there is none.
 * INVALID when the escapes are wrong or the value holds a zero byte. */
Status form_value(Ctx *ctx, const char *body, size_t length, const char *name, const char **out);
