/* email.h -- e-mail addresses as people type them. */
#pragma once

#include <stdbool.h>

#include "base/status.h"

/* One @ with something before it and a dot in what follows, and no space: the rest only sending
 * can tell (RFC 5321). */
bool email_is(const char *text);

/* A copy in ctx's arena without white space around, the domain in small letters: before the @ upper
 * and lower case may be two people (RFC 5321, 2.4). INVALID, without a field, where it is none. */
Status email_normal(Ctx *ctx, const char *text, const char **out);
