/* email.h -- e-mail addresses as people type them. */
#pragma once

#include <stdbool.h>

#include "base/status.h"

/* Something of up to 64 bytes, one @ and a domain: labels of letters, digits, hyphens within them
 * and characters beyond ASCII, with dots between; no white space, control characters, quotes,
 * brackets or list separators anywhere, 254 bytes in all (RFC 5321, 4.5.3.1). The rest only sending
 * can tell.
 */
bool email_is(const char *text);

/* The same in ASCII alone: what may stand in a mail's header without being written otherwise. NULL
 * is none. */
bool email_is_sendable(const char *text);

/* A copy in ctx's arena without white space around, the domain in small letters: before the @ upper
 * and lower case may be two people (RFC 5321, 2.4). INVALID, without a field, where it is none. */
Status email_normal(Ctx *ctx, const char *text, const char **out);
