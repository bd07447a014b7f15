/* newest.h -- one list of several that each have the newest first; for the files of portal/. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

/* What is listed: its size and its id, which rises with time. */
typedef struct NewestKind {
    size_t size;
    int64_t (*id_of)(const void *item);
} NewestKind;

/* Puts another list into `to`: each item once, the newest first, at most `most`. */
Status newest_join(Ctx *ctx, const NewestKind *kind, size_t most, const List *more, List *to);
