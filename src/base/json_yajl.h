/* json_yajl.h -- yajl, made safe to feed with what strangers send.
 *
 * yajl does not look whether it was given memory, and keeps a token in memory whatever its length.
 * Here its memory comes from an arena, a block of at most 2 MiB at a time; a refusal ends the
 * feeding with a Status. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <yajl/yajl_parse.h>

#include "base/arena.h"

/* Limits of every document. */
#define JSON_DEPTH 16
#define JSON_KEY 96

typedef struct JsonYajl JsonYajl;

/* `lines`: several values may follow one another. NULL if there is no memory. */
JsonYajl *json_yajl_new(Arena *arena, const yajl_callbacks *callbacks, void *user, bool lines);

/* As new, after a failure. What it had of the arena is not given back: that is the caller's to
 * clear. */
void json_yajl_reset(JsonYajl *yajl, Arena *arena);

/* INVALID for a syntax error, with words that quote nothing; also when a callback returned 0. */
Status json_yajl_feed(Ctx *ctx, JsonYajl *yajl, const char *bytes, size_t length);

/* INVALID if the last value is not whole. */
Status json_yajl_end(Ctx *ctx, JsonYajl *yajl);
