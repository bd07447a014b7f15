/* pattern.h -- times written by an ICU pattern; callers use instant.h. */
#pragma once

#include "base/instant.h"

/* Reads `text` by `pattern` as instant_parse_pattern describes. INVALID for a bad pattern too. */
Status wall_parse_pattern(Ctx *ctx, const char *text, size_t length, const char *pattern,
                          WallText *out);
