/* uri.h -- the raw target of a request, taken apart: segments and query parameters.
 *
 * Strict: what is not well formed is refused, never repaired. Decoded text is UTF-8 without control
 * characters. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define PATH_SEGMENTS 16
#define QUERY_PARAMETERS 64

typedef struct Path {
    const char *segments[PATH_SEGMENTS]; /* decoded */
    size_t count;                        /* 0 for "/" */
    bool open;                           /* a slash stands at its end, and is not "/" */
} Path;

typedef enum UriCheck { URI_OK, URI_BAD, URI_NO_MEMORY } UriCheck;

/* Splits "/a/b%20c". Bad: does not begin with a slash, an empty segment within, "." or ".." in any
 * spelling, a backslash or an encoded slash, more than PATH_SEGMENTS, text that is not clean UTF-8.
 */
UriCheck path_decode(Arena *arena, const char *raw, size_t length, Path *out);

typedef struct Parameter {
    const char *name, *value;
    size_t length; /* of the value */
} Parameter;

typedef struct Query {
    Parameter items[QUERY_PARAMETERS];
    size_t count;
} Query;

/* Splits "a=1&b=two+words" (without its question mark). A name without "=" has an empty value. Bad:
 * an empty name, more than QUERY_PARAMETERS, text that is not clean UTF-8 (tab and line feed may
 * stand in values). */
UriCheck query_decode(Arena *arena, const char *raw, Query *out);

/* Undoes %XX, and + where `plus`, into `out` (length + 1 bytes). False if a % is not followed by
 * two hexadecimal digits, or for %00. */
bool percent_decode(const char *raw, size_t length, bool plus, char *out, size_t *out_length);

/* Valid UTF-8 (no surrogates, no overlong forms) without control characters; `lines`: tab and line
 * feed are allowed. */
bool text_is_clean(const char *text, size_t length, bool lines);
