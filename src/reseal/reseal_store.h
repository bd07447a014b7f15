/* reseal_store.h -- the statements of resealing. */
#pragma once

#include "reseal/reseal.h"

enum { RESEAL_PAGE = 500, RESEAL_KEYS = 3 };

/* A value as it stands. */
typedef struct SealedRow {
    DbValue keys[RESEAL_KEYS];
    const void *bytes;
    size_t length;
} SealedRow;

/* A page of a column after a key (NULL: from the first): rows of SealedRow, in ctx's arena, those
 * without a value too. */
Status reseal_page(Ctx *ctx, const ResealColumn *column, const char *after_key, List *out);

/* A row's key as one text, for the next page. */
Status reseal_key_text(Ctx *ctx, const ResealColumn *column, const SealedRow *row,
                       const char **out);

/* In the transaction of ctx: puts the new value in the place of the old, where that still stands.
 */
Status reseal_put(Ctx *ctx, const ResealColumn *column, const SealedRow *row, const DbValue *value,
                  int64_t *changed);

/* In the transaction of ctx. */
Status reseal_state_write(Ctx *ctx, const ResealState *state);
