#include "base/text.h"

#include <stdbool.h>
#include <string.h>

#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include "base/ctx.h"

#define EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

/* Nonzero if any of eight bytes is a control character or not ASCII. */
static uint64_t not_plain(uint64_t word)
{
    uint64_t del = word ^ EACH_BYTE(0x7F);
    uint64_t below_space = (word - EACH_BYTE(0x20)) & ~word;
    uint64_t is_del = (del - EACH_BYTE(0x01)) & ~del;
    return (word | below_space | is_del) & EACH_BYTE(0x80);
}

static bool plain(const char *bytes, size_t length)
{
    uint64_t word, found = 0;
    for (; length >= sizeof word; bytes += sizeof word, length -= sizeof word) {
        memcpy(&word, bytes, sizeof word);
        found |= not_plain(word);
    }
    word = EACH_BYTE(0x20);
    memcpy(&word, bytes, length);
    return !(found | not_plain(word));
}

/* What a look at every character finds. */
typedef struct Survey {
    size_t characters, returns;
    bool broken, half, control, compose; /* half of a surrogate pair is broken too */
} Survey;

/* Characters that stand alone in NFC whatever their neighbours: everything before the combining
 * marks, general punctuation, the common Chinese characters and their punctuation. Others ask ICU.
 */
static bool stands_alone(UChar32 c)
{
    return c < 0x300 || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xFF00 && c <= 0xFFEF) ||
           (c >= 0x3000 && c <= 0x3029) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x2010 && c <= 0x2064);
}

static Survey survey(const char *bytes, size_t length)
{
    Survey found = {0};
    const uint8_t *text = (const uint8_t *)bytes;
    int32_t at = 0, end = (int32_t)length;
    while (at < end && !found.broken && !found.control) {
        UChar32 c;
        const uint8_t *first = text + at;
        U8_NEXT(text, at, end, c);
        found.characters++;
        found.broken = c < 0;
        found.half =
            c < 0 && *first == 0xED && end - (int32_t)(first - text) > 1 && first[1] >= 0xA0;
        if (c == '\r' && at < end && text[at] == '\n')
            found.returns++;
        else
            found.control = (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0);
        found.compose |= !stands_alone(c);
    }
    found.characters -= found.returns;
    return found;
}

static char *copy_without_returns(Arena *arena, const char *bytes, size_t *length)
{
    char *copy = arena_alloc(arena, *length + 1);
    if (!copy) return NULL;
    size_t kept = 0;
    for (size_t i = 0; i < *length; i++)
        if (bytes[i] != '\r') copy[kept++] = bytes[i];
    *length = kept;
    return copy;
}

/* `*out` is left alone when the text is in NFC already. NULL from ICU's allocations is U_MEMORY_…,
 * the only error left for a text that is valid UTF-8. */
static Status compose(Ctx *ctx, const char *bytes, size_t length, const char **out)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&error);
    int32_t room = (int32_t)length + 1, units = 0, composed = 0, size = 0;
    UChar *wide = ARENA_ARRAY(ctx->arena, (size_t)room, UChar);
    if (!wide) return no_memory(ctx);
    u_strFromUTF8(wide, room, &units, bytes, (int32_t)length, &error);
    if (unorm2_quickCheck(nfc, wide, units, &error) == UNORM_YES && U_SUCCESS(error)) return OK;

    int32_t most =
        3 * units + 1; /* NFC makes UTF-16 at most three times longer (UAX #15, table 7) */
    UChar *after = ARENA_ARRAY(ctx->arena, (size_t)most, UChar);
    char *text = arena_alloc(ctx->arena, 3 * (size_t)most);
    if (!after || !text) return no_memory(ctx);
    composed = unorm2_normalize(nfc, wide, units, after, most, &error);
    u_strToUTF8(text, 3 * most, &size, after, composed, &error);
    if (U_FAILURE(error)) return no_memory(ctx);
    *out = text;
    return OK;
}

static Status clean_slowly(Ctx *ctx, const char *bytes, size_t length, const char **out,
                           size_t *characters)
{
    Survey found = survey(bytes, length);
    if (found.half) return fail(ctx, INVALID, "has half of a surrogate pair");
    if (found.broken) return fail(ctx, INVALID, "is not valid UTF-8");
    if (found.control) return fail(ctx, INVALID, "has a control character");
    const char *text = found.returns ? copy_without_returns(ctx->arena, bytes, &length)
                                     : arena_text_n(ctx->arena, bytes, length);
    if (!text) return no_memory(ctx);
    if (found.compose) {
        const char *given = text;
        Status s = compose(ctx, given, length, &text);
        if (s) return s;
        if (text != given) found.characters = text_characters(text);
    }
    *out = text;
    if (characters) *characters = found.characters;
    return OK;
}

Status text_clean(Ctx *ctx, const char *bytes, size_t length, const char **out, size_t *characters)
{
    if (length > TEXT_LIMIT)
        return fail(ctx, TOO_LARGE, "a text is larger than %zu bytes", TEXT_LIMIT);
    if (!plain(bytes, length)) return clean_slowly(ctx, bytes, length, out, characters);
    *out = arena_text_n(ctx->arena, bytes, length);
    if (!*out) return no_memory(ctx);
    if (characters) *characters = length;
    return OK;
}
