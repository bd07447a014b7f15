/* media.h -- what a file is, by what it holds: libmagic's word for it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"

/* The media type of what begins with these bytes: "image/jpeg", "application/octet-stream" where
 * nobody knows. NO_MEMORY; UNAVAILABLE when libmagic's table cannot be read. */
Status media_of(Ctx *ctx, const char *head, size_t length, const char **out);

/* Whether it is one of a list with spaces or commas between. */
bool media_listed(const char *list, const char *media);
