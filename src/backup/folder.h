/* folder.h -- folders that come into being under another name. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"

/* Makes PATH, empty: what an earlier process left there half done is taken away. */
Status folder_begin(Ctx *ctx, const char *path);

/* What is in PATH reaches the disk, and PATH becomes `name`, which must not be there, or be
 * empty. */
Status folder_become(Ctx *ctx, const char *path, const char *name);

/* CONFLICT when something stands at PATH but an empty folder. `fixed`, when asked for, tells that
 * such a one is there and cannot be taken away, as a mount point: what a file system makes of its
 * own (lost+found), and what folder_move_up left half done, count for nothing in it. When it is not
 * asked for, that is a CONFLICT too. */
Status folder_check_free(Ctx *ctx, const char *path, bool *fixed);

/* Of a folder that cannot be taken away: where in PATH what it is to hold is made first. */
#define FOLDER_WITHIN "restoring"

/* What is in PATH/restoring reaches the disk and goes up into PATH. */
Status folder_move_up(Ctx *ctx, const char *path);

/* The same path without slashes at its end, so that a name beside it can be made of it. NULL if
 * there is no memory. */
const char *folder_name(Ctx *ctx, const char *path);

/* Takes PATH away with all in it; a failure stays unsaid. */
void folder_remove(const char *path);
