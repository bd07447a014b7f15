#include <ctype.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include "base/buf.h"
#include "base/text.h"
#include "search/query.h"

/* How many characters of what stands before the place are shown; of a short text all are. */
#define LEAD 10
#define SHORT 40

/* A text, folded piece by piece, so that of each point it is known which byte it came from. */
typedef struct Folded {
    uint32_t *points, *from;
    size_t count;
} Folded;

/* A character and the marks upon it, which fold together. */
#define PIECE_UNITS 32

static int32_t piece_end(const char *text, int32_t at, int32_t length)
{
    UChar32 c;
    int32_t next = at;
    U8_NEXT((const uint8_t *)text, next, length, c);
    for (at = next; next < length && next - at < PIECE_UNITS / 2; at = next) {
        U8_NEXT((const uint8_t *)text, next, length, c);
        if (c < 0 || !(U_GET_GC_MASK(c) & U_GC_M_MASK)) return at;
    }
    return at;
}

/* No piece gives more points than it has bytes: what folds into a phrase is cut. */
static void fold_piece(Folded *folded, const char *text, int32_t from, int32_t to)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar wide[PIECE_UNITS], after[4 * PIECE_UNITS];
    UChar32 points[4 * PIECE_UNITS];
    int32_t units = 0, count = 0;
    u_strFromUTF8(wide, PIECE_UNITS, &units, text + from, to - from, &error);
    const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&error);
    if (U_SUCCESS(error))
        count = unorm2_normalize(fold, wide, units, after, 4 * PIECE_UNITS, &error);
    if (U_SUCCESS(error)) u_strToUTF32(points, 4 * PIECE_UNITS, &count, after, count, &error);
    for (int32_t i = 0; U_SUCCESS(error) && i < count && i < to - from; i++) {
        folded->points[folded->count] = point_simplified((uint32_t)points[i]);
        folded->from[folded->count++] = (uint32_t)from;
    }
}

static Status fold(Ctx *ctx, const char *text, Folded *out)
{
    int32_t length = (int32_t)strlen(text);
    *out = (Folded){ARENA_ARRAY(ctx->arena, (size_t)length, uint32_t),
                    ARENA_ARRAY(ctx->arena, (size_t)length, uint32_t), 0};
    if (!out->points || !out->from) return no_memory(ctx);
    for (int32_t at = 0, end; at < length; at = end) {
        end = piece_end(text, at, length);
        fold_piece(out, text, at, end);
    }
    return OK;
}

/* --- the place --- */

static bool group_stands(const TokenKey *key, const Units *units, size_t at, const Term *terms,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t number = at + terms[i].offset;
        if (number >= units->count || !unit_has(key, units, number, terms[i].range)) return false;
    }
    return true;
}

/* Where the terms of the group end that begins with term `from`. */
static size_t group_end(const Query *query, size_t from)
{
    size_t to = from + 1;
    while (to < query->count && query->terms[to].group == query->terms[from].group)
        to++;
    return to;
}

/* The unit where a group of terms stands first. */
static bool find_group(const TokenKey *key, const Units *units, const Term *terms, size_t count,
                       size_t *out)
{
    for (*out = 0; *out < units->count; ++*out)
        if (group_stands(key, units, *out, terms, count)) return true;
    return false;
}

/* The unit where the first group of the query that stands in the text begins. */
static bool find_place(Ctx *ctx, const Query *query, const Units *units, size_t *out)
{
    TokenKey key = token_key(ctx);
    for (size_t i = 0, to; i < query->count; i = to) {
        to = group_end(query, i);
        if (find_group(&key, units, &query->terms[i], to - i, out)) return true;
    }
    return false;
}

/* --- which words stand --- */

/* Notes the groups that stand in the text; whether any does. */
static Status note_groups(Ctx *ctx, const Query *query, const char *text, bool *stood, bool *any)
{
    Folded folded;
    Units units;
    TokenKey key = token_key(ctx);
    Status s = fold(ctx, text, &folded);
    if (!s) s = units_of_points(ctx, folded.points, folded.count, &units);
    for (size_t i = 0, to, at; !s && i < query->count; i = to) {
        to = group_end(query, i);
        if (!find_group(&key, &units, &query->terms[i], to - i, &at)) continue;
        stood[query->terms[i].group] = *any = true;
    }
    return s;
}

Status search_stands(Ctx *ctx, const char *q, const Texts *texts, bool *stand, bool *all)
{
    Query query;
    Status s = query_parse(ctx, q, &query);
    if (s) return s;
    bool *stood = ARENA_ARRAY(ctx->arena, query.groups, bool);
    if (!stood) return no_memory(ctx);
    for (size_t i = 0; !s && i < texts->count; i++) {
        stand[i] = false;
        if (texts->items[i]) s = note_groups(ctx, &query, texts->items[i], stood, &stand[i]);
    }
    *all = true;
    for (size_t i = 0; i < query.groups; i++)
        *all &= stood[i];
    return s;
}

/* --- what is shown --- */

static size_t character_before(const char *text, size_t at)
{
    do
        at--;
    while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80);
    return at;
}

static bool in_word(const char *text, size_t at)
{
    return at > 0 && isalnum((unsigned char)text[at - 1]) && isalnum((unsigned char)text[at]);
}

static size_t excerpt_start(const char *text, size_t place)
{
    size_t start = text[text_prefix(text, SHORT)] ? place : 0;
    for (int i = 0; i < LEAD && start > 0; i++)
        start = character_before(text, start);
    while (start > 0 && start < place && in_word(text, start))
        start++;
    return start;
}

static size_t excerpt_end(const char *text, size_t start, size_t place)
{
    size_t end = start + text_prefix(text + start, EXCERPT_MAX), whole = end;
    while (text[end] && end > place && in_word(text, end))
        end--;
    return end > place ? end : whole;
}

static Status cut(Ctx *ctx, const char *text, size_t place, const char **out)
{
    Buf buf;
    size_t start = excerpt_start(text, place), end = excerpt_end(text, start, place);
    buf_init(&buf, ctx->arena);
    buf_text(&buf, start ? "…" : "");
    for (size_t i = start; i < end; i++)
        buf_char(&buf, text[i] == '\n' || text[i] == '\t' ? ' ' : text[i]);
    buf_text(&buf, text[end] ? "…" : "");
    *out = buf.data ? buf.data : "";
    return buf_check(ctx, &buf);
}

Status search_excerpt(Ctx *ctx, const char *q, const char *text, bool *stands, const char **out)
{
    Query query;
    Folded folded;
    Units units;
    size_t unit = 0;
    *stands = false;
    Status s = query_parse(ctx, q, &query);
    if (!s) s = fold(ctx, text, &folded);
    if (!s) s = units_of_points(ctx, folded.points, folded.count, &units);
    if (s) return s;
    *stands = find_place(ctx, &query, &units, &unit);
    size_t point = *stands ? (size_t)(units.items[unit].points - folded.points) : 0;
    return cut(ctx, text, *stands ? folded.from[point] : 0, out);
}
