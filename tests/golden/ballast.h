/* ballast.h -- a file that takes the room of a small file system, so that the disk is full. */
#pragma once

#include "base/ctx.h"

/* Leaves so many pages of 4 KiB free where `folder` is. INVALID where that is no small file system:
 * nobody else's disk is filled. */
Status ballast_take(Ctx *ctx, const char *folder, long pages);

/* Gives the room back. */
void ballast_drop(const char *folder);
