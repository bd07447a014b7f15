/* folder.h -- folders that come into being under another name. */
#pragma once

#include "base/ctx.h"

/* Makes PATH, empty: what an earlier process left there half done is taken away. */
Status folder_begin(Ctx *ctx, const char *path);

/* What is in PATH reaches the disk, and PATH becomes `name`, which must not be there, or be
 * empty. */
Status folder_become(Ctx *ctx, const char *path, const char *name);

/* CONFLICT when something stands at PATH but an empty folder. */
Status folder_check_free(Ctx *ctx, const char *path);

/* The same path without slashes at its end, so that a name beside it can be made of it. NULL if
 * there is no memory. */
const char *folder_name(Ctx *ctx, const char *path);

/* Takes PATH away with all in it; a failure stays unsaid. */
void folder_remove(const char *path);
