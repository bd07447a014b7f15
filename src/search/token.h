/* token.h -- texts cut into what is compared: characters of scripts that are written without
 * spaces, and words of all others; and the keyed hashes of both. */
#pragma once

#include "search/search.h"

/* A part of a text: one character (Chinese, Japanese, Korean), or a word. */
typedef struct Unit {
    const uint32_t *points; /* code points: folded, simplified */
    uint32_t length;        /* at least 1, of a long word at most 64 */
    bool is_character;
    bool adjoins; /* follows the unit before it without anything between them */
} Unit;

typedef struct Units {
    Unit *items;
    size_t count;
} Units;

/* Cuts a valid text; NULL has no units. NO_MEMORY. */
Status units_cut(Ctx *ctx, const char *text, Units *out);

/* The same of points that are folded and simplified already. */
Status units_of_points(Ctx *ctx, const uint32_t *points, size_t count, Units *out);

/* Traditional Chinese as simplified; everything else as it is. */
uint32_t point_simplified(uint32_t point);

/* What a unit is found by, in the order of their numbers. */
typedef struct TokenRange {
    int64_t low, high; /* equal for a single token */
} TokenRange;

/* The beginnings of a word that are found by a star: from 3 to 8 characters. */
#define PREFIX_MIN 3
#define PREFIX_MAX 8

/* The key of the hashes, made once for each piece of work. */
typedef struct TokenKey {
    unsigned char bytes[16];
} TokenKey;

/* From the key file of ctx's house. */
TokenKey token_key(Ctx *ctx);

/* A character and the one behind it; `next` NULL where the run ends. */
int64_t token_pair(const TokenKey *key, const Unit *character, const Unit *next);

/* Every pair that begins with the character. */
TokenRange token_character(const TokenKey *key, const Unit *character);

/* A whole word. */
int64_t token_word(const TokenKey *key, const Unit *word);

/* Words that begin with the first `length` characters of this one. */
int64_t token_prefix(const TokenKey *key, const Unit *word, uint32_t length);

/* Whether a document's unit is found by a token of the range. */
bool unit_has(const TokenKey *key, const Units *units, size_t number, TokenRange range);

/* One place of a token in a document. */
typedef struct Occurrence {
    int64_t token;
    uint32_t position; /* units are counted; between texts there is a gap */
    int32_t weight;
} Occurrence;

typedef struct Occurrences {
    Occurrence *items;
    size_t count;
} Occurrences;

/* What a document of these texts is found by, sorted by token, then position; with `prefixes`, by
 * beginnings of words too. INVALID for a weight out of bounds, NO_MEMORY. */
Status tokens_of(Ctx *ctx, const SearchText *texts, size_t count, bool prefixes, Occurrences *out);
