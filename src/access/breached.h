/* breached.h -- passwords that were stolen elsewhere, where the company keeps a list of them.
 *
 * DATA/breached-passwords has a line for each, sorted: its SHA-1 as 40 hexadecimal digits in
 * capitals, and whatever else (as "…:3861493" in the list that Have I Been Pwned gives out). It is
 * searched where it lies, by halving: it may have any size, and nobody else is asked. */
#pragma once

#include "base/ctx.h"

/* Whether the list has it; false where there is no list. INTERNAL when it cannot be read, or the
 * lines that were looked at are none of such a list. */
Status password_is_breached(Ctx *ctx, const char *password, bool *out);
