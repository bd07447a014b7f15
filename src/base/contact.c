#include "base/contact.h"

#include <string.h>

#include "base/contact_number.h"
#include "base/glyph.h"

#define IDEOGRAPHIC_FULL_STOP 0x3002

static bool is_word(int32_t plain)
{
    return glyph_is_digit(plain) || glyph_is_letter(plain);
}

static bool in_local(int32_t plain)
{
    return is_word(plain) || (plain && plain < 0x80 && strchr("._%+-", plain));
}

/* Bytes of the part behind the @, whose dots a Chinese keyboard may have made ideographic; 0 where
 * nothing in it follows a dot. */
static size_t host_end(const char *text, size_t at)
{
    bool dotted = false;
    size_t end = 0;
    for (int32_t last = 0;;) {
        Glyph now = glyph_next(text, at);
        if (now.plain == IDEOGRAPHIC_FULL_STOP && !dotted) now.plain = '.';
        if (!is_word(now.plain) && now.plain != '-' && now.plain != '.') return dotted ? end : 0;
        if (end && last == '.' && glyph_is_letter(now.plain)) dotted = true;
        if (is_word(now.plain)) end = now.end;
        last = now.plain;
        at = now.end;
    }
}

static size_t address_length(const char *text, Glyph first)
{
    Glyph now = first;
    while (in_local(now.plain))
        now = glyph_next(text, now.end);
    size_t end = now.plain == '@' ? host_end(text, now.end) : 0;
    return end ? end - first.start : 0;
}

/* A capital before digits makes the number of a parcel of them. */
static bool may_begin(int32_t before)
{
    return !glyph_is_digit(before) && !(before >= 'A' && before <= 'Z');
}

static size_t number_length(const char *text, Glyph first)
{
    Glyph digit = first;
    if (first.plain == '+') digit = glyph_next(text, first.end);
    if (!glyph_is_digit(digit.plain)) return 0;
    size_t length = contact_number_length(text, digit, first.plain == '+');
    return length ? digit.start - first.start + length : 0;
}

bool contact_next(const char *text, size_t from, ContactSpan *out)
{
    Glyph before = glyph_before(text, from), now;
    for (size_t at = from; (now = glyph_next(text, at)).plain; at = now.end, before = now) {
        size_t length = may_begin(before.plain) ? number_length(text, now) : 0;
        if (!length && in_local(now.plain) && (at == from || !in_local(before.plain)))
            length = address_length(text, now);
        if (!length) continue;
        *out = (ContactSpan){now.start, length};
        return true;
    }
    return false;
}
