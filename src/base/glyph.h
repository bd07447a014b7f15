/* glyph.h -- the characters of a text as their readers take them: what cannot be seen passed over,
 * every script's digits, spaces, hyphens and full-width forms as their ASCII ones. */
#pragma once

#include <stdint.h>

#include <stdbool.h>
#include <stddef.h>

typedef struct Glyph {
    int32_t plain;     /* the character; 0 at the end of the text */
    size_t start, end; /* bytes */
} Glyph;

/* The first that can be seen, at byte `at` of a valid text or after it. */
Glyph glyph_next(const char *text, size_t at);

/* The last that can be seen before byte `at`; a space at the beginning of the text. */
Glyph glyph_before(const char *text, size_t at);

/* 0 to 9. */
static inline bool glyph_is_digit(int32_t plain)
{
    return plain >= '0' && plain <= '9';
}

/* A to Z, a to z. */
static inline bool glyph_is_letter(int32_t plain)
{
    return (plain >= 'a' && plain <= 'z') || (plain >= 'A' && plain <= 'Z');
}
