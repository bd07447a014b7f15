#include "base/glyph.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* Most of what is written: nothing of it is a digit or cannot be seen. */
static bool is_common(UChar32 c)
{
    return (c >= 0x3003 && c < 0x302A) || (c >= 0x3400 && c < 0xA000);
}

/* Marks too: a digit that is underlined by one is that digit. */
static bool is_unseen(UChar32 c)
{
    if (c < 0x80 || is_common(c)) return false;
    return U_GET_GC_MASK(c) & (U_GC_CF_MASK | U_GC_M_MASK) ||
           u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

static UChar32 plain_of(UChar32 c)
{
    if (c < 0x80 || is_common(c)) return c;
    if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFF01 + '!';
    int32_t digit = u_charDigitValue(c);
    if (digit >= 0) return '0' + digit;
    switch (c) {
    case 0x2212: /* minus */
        return '-';
    case 0x00B7: /* middle dots */
    case 0x2022:
    case 0x30FB:
    case 0xFF65:
    case 0xFF61: /* half-width full stop */
        return '.';
    default:
        break;
    }
    int8_t type = u_charType(c);
    if (type == U_SPACE_SEPARATOR) return ' ';
    return type == U_DASH_PUNCTUATION ? '-' : c;
}

Glyph glyph_next(const char *text, size_t at)
{
    for (;;) {
        const uint8_t *bytes = (const uint8_t *)text + at;
        int32_t length = 0;
        UChar32 c;
        U8_NEXT(bytes, length, -1, c);
        if (!c) return (Glyph){0, at, at};
        if (!is_unseen(c)) return (Glyph){plain_of(c), at, at + (size_t)length};
        at += (size_t)length;
    }
}

Glyph glyph_before(const char *text, size_t at)
{
    int32_t start = (int32_t)at;
    while (start > 0) {
        int32_t end = start;
        UChar32 c;
        U8_PREV((const uint8_t *)text, 0, start, c);
        if (!is_unseen(c)) return (Glyph){plain_of(c), (size_t)start, (size_t)end};
    }
    return (Glyph){' ', 0, 0};
}
