#include "search/token.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "access/keys.h"
#include "base/text.h"
#include "search/simplified.h"
#include "search/word_break.h"

#define WORD_MAX 64
/* Wide enough that no phrase spans two texts. */
#define TEXT_GAP 1000

typedef enum Class { CLASS_BREAK, CLASS_WORD, CLASS_CHARACTER, CLASS_COMPLEX } Class;

uint32_t point_simplified(uint32_t c)
{
    size_t low = 0, high = simplified_count;
    if (c < simplified_pairs[0][0] || c > simplified_pairs[high - 1][0]) return c;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (simplified_pairs[middle][0] == c) return simplified_pairs[middle][1];
        if (simplified_pairs[middle][0] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return c;
}

/* The mark that lengthens a vowel belongs to no script of its own. */
#define PROLONGED_SOUND 0x30FC

static bool is_spaceless(uint32_t c)
{
    if (c < 0x2E80) return false;
    if (c == PROLONGED_SOUND || u_hasBinaryProperty((UChar32)c, UCHAR_IDEOGRAPHIC)) return true;
    UErrorCode error = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)c, &error);
    return script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || script == USCRIPT_HANGUL ||
           script == USCRIPT_BOPOMOFO;
}

static Class class_of(uint32_t c)
{
    if (c < 0x80) {
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        return is_letter ? CLASS_WORD : CLASS_BREAK;
    }
    bool is_mark = (U_MASK(u_charType((UChar32)c)) & U_GC_M_MASK) != 0;
    if (!is_mark && !u_isalnum((UChar32)c)) return CLASS_BREAK;
    if (is_spaceless(c)) return CLASS_CHARACTER;
    int32_t breaks = u_getIntPropertyValue((UChar32)c, UCHAR_LINE_BREAK);
    return breaks == U_LB_COMPLEX_CONTEXT ? CLASS_COMPLEX : CLASS_WORD;
}

/* --- cutting --- */

static uint32_t *points_of(Ctx *ctx, const char *text, uint32_t *count)
{
    const char *folded = text_fold(ctx->arena, text);
    if (!folded) return NULL;
    int32_t length = (int32_t)strlen(folded), at = 0;
    uint32_t *points = ARENA_ARRAY(ctx->arena, (size_t)length + 1, uint32_t);
    *count = 0;
    while (points && at < length) {
        UChar32 c;
        U8_NEXT((const uint8_t *)folded, at, length, c);
        points[(*count)++] = c < 0 ? ' ' : point_simplified((uint32_t)c);
    }
    return points;
}

static void add_unit(Units *units, const uint32_t *from, const uint32_t *to, Class class)
{
    Unit *last = units->count ? &units->items[units->count - 1] : NULL;
    uint32_t length = (uint32_t)(to - from);
    units->items[units->count++] = (Unit){
        .points = from,
        .length = length > WORD_MAX ? WORD_MAX : length,
        .is_character = class == CLASS_CHARACTER,
        .adjoins = last && last->points + last->length == from,
    };
}

static const uint32_t *run_end(const uint32_t *from, const uint32_t *end, Class class)
{
    while (from < end && class_of(*from) == class)
        from++;
    return from;
}

static Status add_complex(Ctx *ctx, Units *units, const uint32_t *from, const uint32_t *to)
{
    WordBreak words;
    Status s = word_break_start(ctx, from, (size_t)(to - from), &words);
    const uint32_t *start, *end;
    while (!s && word_break_next(&words, &start, &end))
        add_unit(units, start, end, CLASS_COMPLEX);
    return s;
}

Status units_cut(Ctx *ctx, const char *text, Units *out)
{
    *out = (Units){0};
    if (!text) return OK;
    uint32_t count;
    const uint32_t *points = points_of(ctx, text, &count);
    return points ? units_of_points(ctx, points, count, out) : no_memory(ctx);
}

Status units_of_points(Ctx *ctx, const uint32_t *at, size_t count, Units *out)
{
    const uint32_t *end = at + count;
    *out = (Units){.items = ARENA_ARRAY(ctx->arena, count, Unit)};
    if (!out->items) return no_memory(ctx);
    Status s = OK;
    while (!s && at < end) {
        Class class = class_of(*at);
        const uint32_t *to = class == CLASS_CHARACTER ? at + 1 : run_end(at, end, class);
        if (class == CLASS_COMPLEX)
            s = add_complex(ctx, out, at, to);
        else if (class != CLASS_BREAK)
            add_unit(out, at, to, class);
        at = to;
    }
    return s;
}

/* --- hashing --- */

TokenKey token_key(Ctx *ctx)
{
    unsigned char hash[32];
    TokenKey key;
    key_hash(ctx, "search.token", "", 0, hash);
    memcpy(key.bytes, hash, sizeof key.bytes);
    return key;
}

/* `kind` keeps words, their beginnings, characters and pairs apart. */
static uint64_t hash_points(const TokenKey *key, char kind, const uint32_t *points, uint32_t count)
{
    uint32_t bytes[WORD_MAX + 1] = {(uint32_t)kind};
    memcpy(bytes + 1, points, count * sizeof *points);
    return text_hash64(key->bytes, bytes, (count + 1) * sizeof *bytes);
}

static uint64_t first_half(const TokenKey *key, const Unit *character)
{
    return hash_points(key, '1', character->points, 1) << 32;
}

int64_t token_pair(const TokenKey *key, const Unit *character, const Unit *next)
{
    const uint32_t pair[] = {character->points[0], next ? next->points[0] : 0};
    return (int64_t)(first_half(key, character) | hash_points(key, '2', pair, 2) >> 32);
}

TokenRange token_character(const TokenKey *key, const Unit *character)
{
    uint64_t low = first_half(key, character);
    return (TokenRange){(int64_t)low, (int64_t)(low | UINT32_MAX)};
}

int64_t token_word(const TokenKey *key, const Unit *word)
{
    return (int64_t)hash_points(key, 'w', word->points, word->length);
}

int64_t token_prefix(const TokenKey *key, const Unit *word, uint32_t length)
{
    return (int64_t)hash_points(key, 'p', word->points, length);
}

/* --- documents --- */

typedef struct Collecting {
    TokenKey key;
    bool prefixes;
    uint32_t position;
    int32_t weight;
    Occurrences found;
} Collecting;

static void collect(Collecting *c, int64_t token)
{
    c->found.items[c->found.count++] = (Occurrence){token, c->position, c->weight};
}

static bool has_digit(const Unit *word)
{
    for (uint32_t i = 0; i < word->length; i++)
        if (u_isdigit((UChar32)word->points[i])) return true;
    return false;
}

static void collect_word(Collecting *c, const Unit *word)
{
    collect(c, token_word(&c->key, word));
    if (!c->prefixes || has_digit(word)) return;
    for (uint32_t n = PREFIX_MIN; n <= PREFIX_MAX && n <= word->length; n++)
        collect(c, token_prefix(&c->key, word, n));
}

/* The character behind a character that the two of them are found by; NULL: none. */
static const Unit *pair_of(const Units *units, size_t number)
{
    const Unit *next = number + 1 < units->count ? &units->items[number + 1] : NULL;
    return next && next->adjoins && next->is_character ? next : NULL;
}

static void collect_units(Collecting *c, const Units *units)
{
    for (size_t i = 0; i < units->count && i < SEARCH_WORDS_MAX; i++, c->position++) {
        const Unit *unit = &units->items[i];
        if (unit->is_character)
            collect(c, token_pair(&c->key, unit, pair_of(units, i)));
        else
            collect_word(c, unit);
    }
    c->position += TEXT_GAP;
}

static bool within(TokenRange range, int64_t token)
{
    return range.low <= token && token <= range.high;
}

bool unit_has(const TokenKey *key, const Units *units, size_t number, TokenRange range)
{
    const Unit *unit = &units->items[number];
    if (unit->is_character) return within(range, token_pair(key, unit, pair_of(units, number)));
    if (within(range, token_word(key, unit))) return true;
    bool found = false;
    for (uint32_t n = PREFIX_MIN; n <= PREFIX_MAX && n <= unit->length && !has_digit(unit); n++)
        found |= within(range, token_prefix(key, unit, n));
    return found;
}

static int by_token(const void *a, const void *b)
{
    const Occurrence *x = a, *y = b;
    if (x->token != y->token) return x->token < y->token ? -1 : 1;
    return (x->position > y->position) - (x->position < y->position);
}

#define TOKENS_A_UNIT (2 + PREFIX_MAX - PREFIX_MIN)

static Status cut_all(Ctx *ctx, const SearchText *texts, size_t count, Units *units, size_t *total)
{
    *total = 0;
    for (size_t i = 0; i < count; i++) {
        if (texts[i].weight < 1 || texts[i].weight > SEARCH_WEIGHT_MAX)
            return fail(ctx, INVALID, "the weight of a searched text is from 1 to %d",
                        SEARCH_WEIGHT_MAX);
        Status s = units_cut(ctx, texts[i].text, &units[i]);
        if (s) return s;
        *total += units[i].count;
    }
    return OK;
}

Status tokens_of(Ctx *ctx, const SearchText *texts, size_t count, bool prefixes, Occurrences *out)
{
    size_t total;
    Units *units = ARENA_ARRAY(ctx->arena, count, Units);
    if (!units) return no_memory(ctx);
    Status s = cut_all(ctx, texts, count, units, &total);
    if (s) return s;
    Collecting c = {.key = token_key(ctx), .prefixes = prefixes};
    c.found.items = ARENA_ARRAY(ctx->arena, total * TOKENS_A_UNIT, Occurrence);
    if (!c.found.items) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        c.weight = texts[i].weight;
        collect_units(&c, &units[i]);
    }
    qsort(c.found.items, c.found.count, sizeof *c.found.items, by_token);
    *out = c.found;
    return OK;
}
