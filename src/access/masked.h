/* masked.h -- what a reader was shown masked does not come back as what is kept. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

/* INVALID, naming the field, where a text that `given` holds is the masked form of what `kept`
 * holds under the same name, as `kept_shape` masks it to ctx's person (of PERSONAL_WORDS: where it
 * holds a masked piece). Who may read it in clear writes what they will. The same of objects in
 * them; lists are passed over. */
Status masked_check(Ctx *ctx, const Shape *given_shape, const void *given, const Shape *kept_shape,
                    const void *kept);

/* The same of one text, which the caller calls `field`; NULL and empty ones are no masks. */
Status masked_check_text(Ctx *ctx, const char *field, Personal personal, const char *given,
                         const char *kept);
