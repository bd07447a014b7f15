/* json_escape.h -- half of a surrogate pair among the escapes of JSON ("\ud800" alone), which yajl
 * would silently make a question mark or another character of. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Where in an escape the bytes looked at so far end. Zeros: in none. */
typedef struct EscapeScan {
    unsigned place; /* 0 in none, 1 after its backslash, 2 to 5 before a digit of \u */
    unsigned code;  /* of its digits so far */
    bool high;      /* the first half of a pair stands before, and waits for the other */
} EscapeScan;

/* What stands for half of a pair in UTF-8 that is not well formed; text_clean refuses it. */
#define HALF_PAIR "\xED\xA0\x80"

/* Looks at bytes that follow those before; returns how many, from the first, hold no half that is
 * left alone, and sets `*half` when one ends there: within a text, outside of any escape. */
size_t escape_scan(EscapeScan *scan, const char *bytes, size_t length, bool *half);
