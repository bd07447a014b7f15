/* digest.h -- digests that others' protocols and lists demand. What is ours uses libsodium. */
#pragma once

#include <stddef.h>

#include "base/status.h"

/* MD5 of the bytes and then of `more` (NULL: nothing) as 32 small hexadecimal digits; `out` has
 * room for 33. Broken as a digest: only where a carrier's push signs with it. */
Status md5_hex(Ctx *ctx, const void *bytes, size_t length, const char *more, char *out);

/* SHA-1 of the bytes as 40 hexadecimal digits in capitals; `out` has room for 41. Broken too: only
 * where a list of passwords is kept by it. */
Status sha1_hex(Ctx *ctx, const void *bytes, size_t length, char *out);
