/* password_rules.h -- what a password may not be. */
#pragma once

#include "base/ctx.h"

/* Whether little is left of a password besides words that everybody tries first, the login, the
 * company's name, digits in order and repetitions: what such a list of guesses begins with
 * (NIST SP 800-63B 3.1.1.2: commonly used, expected or compromised values are refused). NO_MEMORY.
 */
Status password_is_easy(Ctx *ctx, const char *password, const char *login, bool *out);
