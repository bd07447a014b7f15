/* variables.h -- what a transcript has captured so far, and the {{…}} in its texts. */
#pragma once

#include "base/buf.h"
#include "base/ctx.h"

typedef struct Variable {
    const char *name, *value;
    struct Variable *next;
} Variable;

typedef struct Variables {
    Arena *arena;
    Variable *first; /* the newest; an older state is restored by putting its `first` back */
} Variables;

/* Sets a variable; false if there is no memory. */
bool variable_set(Variables *variables, const char *name, const char *value);

/* NULL if it was not set. */
const char *variable_get(const Variables *variables, const char *name);

/* Appends `text` with its variables, {{repeat N text}} and {{hex …}} written out. INVALID names a
 * variable that was not set. */
Status variables_expand(Ctx *ctx, const Variables *variables, const char *text, Buf *out);

/* The same as a text of its own; NULL gives NULL. */
Status variables_text(Ctx *ctx, const Variables *variables, const char *text, const char **out);
