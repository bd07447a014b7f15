/* file_name.h -- what a file may be called. */
#pragma once

#include "base/ctx.h"

enum { FILE_NAME_MAX = 120 };

/* A name as somebody sent it, made harmless: without the folders before it, without what a system
 * takes for something else (< > : " | ? *, leading and trailing dots and spaces, characters that
 * nobody sees or that turn the direction of writing), at most FILE_NAME_MAX characters, its ending
 * kept. "file" where nothing is left; NULL gives "file". INVALID when it is not text. */
Status file_name_clean(Ctx *ctx, const char *given, const char **out);

/* The value of Content-Disposition that has whoever asked save it under that name (RFC 6266): ASCII
 * for old programs, and the whole in UTF-8. NULL if there is no memory. */
const char *file_disposition(Ctx *ctx, const char *name);
