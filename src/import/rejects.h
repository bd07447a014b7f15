/* rejects.h -- the rows that were refused, as CSV with the original's header and four columns
 * more at the end, "file", "line", "field" and "reason" ("rejected_file" and so on where the
 * original has one of that name itself): to be mended and imported again as it is.
 *
 * It is written beside its place and put there when it is whole, so that a rejects file can be
 * imported with its own name as the place of what is still refused. */
#pragma once

#include "base/rows.h"

typedef struct Rejects Rejects;

/* `path` NULL: they are only counted. FORBIDDEN or NO_SPACE when it cannot be written. */
Status rejects_open(Ctx *ctx, const char *path, Rejects **out);

/* The columns of the file that is read next. INVALID when they are not those of the one before. */
Status rejects_columns(Ctx *ctx, Rejects *rejects, const Texts *columns);

/* How many columns at the end of a file's are those that a rejects file adds. */
size_t rejects_added(const Texts *columns);

/* Which row of which file was refused, and why; `field` is empty where it is none's. */
typedef struct Refusal {
    const char *path;
    const Row *row;
    const char *field, *reason;
} Refusal;

/* A row, its cells in the order of the columns; fewer are filled up. */
Status rejects_add(Ctx *ctx, Rejects *rejects, const Refusal *refusal);

/* How many rows were added, written down or not. */
int64_t rejects_count(const Rejects *rejects);

/* Puts the file in its place. */
Status rejects_finish(Ctx *ctx, Rejects *rejects);

/* Frees; what was not finished is taken away. NULL is allowed. */
void rejects_close(Rejects *rejects);
