/* text.h -- texts as people type them: made clean before they are stored, and comparable before
 * they are compared. All texts are UTF-8. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

/* The longest text that is taken in, in bytes. */
#define TEXT_LIMIT ((size_t)1 << 20)

/* A copy of `length` bytes as it may be stored: valid UTF-8 in Unicode NFC, without control
 * characters but tab and line feed (a carriage return before a line feed is dropped).
 * `*characters`, when asked for, counts its characters. INVALID, without a field, for other control
 * characters and for what is not UTF-8; TOO_LARGE over TEXT_LIMIT. */
Status text_clean(Ctx *ctx, const char *bytes, size_t length, const char **out, size_t *characters);

/* Whether what stands there turns the direction of what stands beside it (UAX #9): U+202A to
 * U+202E, U+2066 to U+2069. */
bool text_turns(const char *at);

/* A copy without that: of what comes from outside, where nobody would see why it is refused. NULL
 * if there is no memory. */
char *text_unturned(Arena *arena, const char *text);

/* Characters (code points) of a valid text. */
size_t text_characters(const char *text);

/* Bytes that the first `characters` characters of a valid text take; all of it if it is shorter. */
size_t text_prefix(const char *text, size_t characters);

/* A number as it is written on a parcel, in the one form that is stored: without any white or
 * invisible characters, ASCII letters in upper case, full-width forms of ASCII as ASCII. NULL if
 * there is no memory. */
char *text_normal(Arena *arena, const char *text);

/* A text as search compares it: Unicode NFKC_Casefold, which folds case, full and half width and
 * compatible forms, and composes. NULL if there is no memory or the text is not valid. */
char *text_fold(Arena *arena, const char *text);

/* Whether two ASCII texts are the same but for upper and lower case; either may be NULL. */
bool text_same(const char *a, const char *b);

/* Whether two texts are the same to the byte; NULL is the same as NULL alone. */
bool text_equal(const char *a, const char *b);

/* Whether `word` is one of `words`, which stand with spaces between; not NULL or "". */
bool text_lists(const char *words, const char *word);

/* SipHash-2-4 under a key of 16 bytes: for keys of rows and tables that strangers fill. */
uint64_t text_hash64(const unsigned char key[16], const void *bytes, size_t length);
