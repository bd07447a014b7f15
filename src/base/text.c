#include "base/text.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include <sodium.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

size_t text_characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

size_t text_prefix(const char *text, size_t characters)
{
    size_t at = 0;
    while (text[at] && characters--) {
        at++;
        while (((unsigned char)text[at] & 0xC0) == 0x80)
            at++;
    }
    return at;
}

/* What people paste along with a number without seeing it. */
static bool invisible(UChar32 c)
{
    return u_isUWhiteSpace(c) || u_charType(c) == U_FORMAT_CHAR;
}

bool text_turns(const char *at)
{
    const unsigned char *bytes = (const unsigned char *)at;
    if (bytes[0] != 0xE2) return false;
    return (bytes[1] == 0x80 && bytes[2] >= 0xAA && bytes[2] <= 0xAE) ||
           (bytes[1] == 0x81 && bytes[2] >= 0xA6 && bytes[2] <= 0xA9);
}

char *text_unturned(Arena *arena, const char *text)
{
    char *plain = arena_text(arena, text);
    size_t length = 0;
    for (const char *at = text; plain && *at; at++) {
        if (text_turns(at))
            at += 2; /* of its three bytes */
        else
            plain[length++] = *at;
    }
    if (plain) plain[length] = 0;
    return plain;
}

char *text_normal(Arena *arena, const char *text)
{
    const uint8_t *bytes = (const uint8_t *)text;
    int32_t length = (int32_t)strlen(text), from = 0, to = 0;
    char *normal = arena_alloc(arena, (size_t)length + 1); /* no character gets longer */
    if (!normal) return NULL;
    while (from < length) {
        UChar32 c;
        int32_t start = from;
        U8_NEXT(bytes, from, length, c);
        if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFF01 - '!';
        if (c >= 'a' && c <= 'z') c -= 'a' - 'A';
        if (c >= 0 && invisible(c)) continue;
        if (c >= 0 && c < 0x80) {
            normal[to++] = (char)c;
        } else {
            memcpy(normal + to, text + start, (size_t)(from - start));
            to += from - start;
        }
    }
    return normal;
}

static char *fold_ascii(Arena *arena, const char *text, size_t length)
{
    char *folded = arena_text_n(arena, text, length);
    if (!folded) return NULL;
    for (char *c = folded; *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c | 0x20);
    return folded;
}

static bool ascii(const char *text)
{
    unsigned char seen = 0;
    for (; *text; text++)
        seen |= (unsigned char)*text;
    return seen < 0x80;
}

char *text_fold(Arena *arena, const char *text)
{
    size_t length = strlen(text);
    if (ascii(text)) return fold_ascii(arena, text, length);
    if (length > TEXT_LIMIT) return NULL;
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&error);
    int32_t units = 0, size = 0, room = (int32_t)length + 1;
    UChar *wide = ARENA_ARRAY(arena, (size_t)room, UChar);
    if (!wide) return NULL;
    u_strFromUTF8(wide, room, &units, text, (int32_t)length, &error);
    int32_t most = U_SUCCESS(error) ? unorm2_normalize(fold, wide, units, NULL, 0, &error) : 0;
    if (error != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(error)) return NULL;

    error = U_ZERO_ERROR;
    UChar *after = ARENA_ARRAY(arena, (size_t)most + 1, UChar);
    char *folded = arena_alloc(arena, 3 * (size_t)most + 1);
    if (!after || !folded) return NULL;
    unorm2_normalize(fold, wide, units, after, most + 1, &error);
    u_strToUTF8(folded, 3 * most + 1, &size, after, most, &error);
    return U_SUCCESS(error) ? folded : NULL;
}

bool text_equal(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

bool text_same(const char *a, const char *b)
{
    return a == b || (a && b && strcasecmp(a, b) == 0);
}

uint64_t text_hash64(const unsigned char key[16], const void *bytes, size_t length)
{
    uint64_t hash;
    _Static_assert(crypto_shorthash_BYTES == sizeof hash, "SipHash gives 64 bits");
    _Static_assert(crypto_shorthash_KEYBYTES == 16, "SipHash takes 128 bits");
    crypto_shorthash((unsigned char *)&hash, bytes, length, key);
    return hash;
}

bool text_lists(const char *words, const char *word)
{
    size_t length = word ? strlen(word) : 0;
    const char *at = length ? words : NULL;
    while (at && (at = strstr(at, word))) {
        bool begins = at == words || at[-1] == ' ';
        if (begins && (at[length] == ' ' || !at[length])) return true;
        at += length;
    }
    return false;
}
