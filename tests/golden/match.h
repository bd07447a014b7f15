/* match.h -- whether what came is what a transcript expects; the wildcards are in README.md. */
#pragma once

#include <stdbool.h>

#include <yajl/yajl_tree.h>

#include "base/buf.h"
#include "variables.h"

typedef struct Match {
    Variables *variables; /* captures are added */
    Buf *differences;     /* one line each: path, what came, what was expected */
} Match;

/* A body, as JSON where the expected one begins with { or [, otherwise line by line. NULL expects
 * nothing. */
bool match_body(Match *match, const char *want, const char *got);

/* One text against a pattern with {{any}} and variables. */
bool match_text(Match *match, const char *want, const char *got);

/* One value against another; `path` names it in the differences. */
bool match_json(Match *match, yajl_val want, yajl_val got, const char *path);

/* Whether the expected value is a wildcard, or a text with one in it. */
bool is_pattern(yajl_val want);

/* The value of an object's own key; NULL when it has none. */
yajl_val json_member(yajl_val object, const char *key);

/* Whether the object has further keys ("…": "…"), the array further items ("…" as its last). */
bool is_open(yajl_val want);
