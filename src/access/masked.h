/* masked.h -- what a reader was shown masked does not come back as what is kept. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

/* INVALID, naming the field, where a text that `given` holds is the masked form of what `kept`
 * holds under the same name, as `kept_shape` masks it to ctx's person (of PERSONAL_WORDS: where it
 * holds a masked piece). Who may read it in clear writes what they will. The same of objects in
 * them, and of lists of texts, where any may be the masked form of any; other lists are passed
 * over. */
Status masked_check(Ctx *ctx, const Shape *given_shape, const void *given, const Shape *kept_shape,
                    const void *kept);

/* The same of a row, whoever brings it: a file may be what somebody else was shown. */
Status masked_check_row(Ctx *ctx, const Shape *shape, const void *given, const void *kept);

/* The same as masked_check of a list that is written whole, of structs of one shape: what was shown
 * masked may come back in any of them. The failure names "field[2].note". */
Status masked_check_list(Ctx *ctx, const char *field, const Shape *shape, const List *given,
                         const List *kept);

/* The same of one text, which the caller calls `field`; NULL and empty ones are no masks. */
Status masked_check_text(Ctx *ctx, const char *field, Personal personal, const char *given,
                         const char *kept);

/* Puts in the place of each text of `given` that is the masked form of one of `kept` that one: a
 * list of texts is written whole, also by who sees some of them masked. Of several that look alike
 * masked, the nth given stands for the nth kept; one more than there are stays as it is given.
 * `out` may be `given`; nothing is done for who reads them in clear. */
Status masked_restore(Ctx *ctx, Personal personal, const Texts *given, const Texts *kept,
                      Texts *out);
