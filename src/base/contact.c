#include "base/contact.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool in_local(char c)
{
    return is_digit(c) || is_letter(c) || (c && strchr("._%+-", c));
}

/* What a number may look like: `d` any digit, `1` itself, `m` 3 to 9, `x` a digit or X, `-` one
 * space or hyphen, or nothing. A more exact one stands before those that begin alike. */
static const char *const patterns[] = {"ddddddddddddddddd"
                                       "x",
                                       "+86-1md-dddd-dddd",
                                       "0086-1md-dddd-dddd",
                                       "86-1md-dddd-dddd",
                                       "1md-dddd-dddd",
                                       "0ddd-dddddddd",
                                       "0ddd-ddddddd",
                                       "0dd-dddddddd",
                                       NULL};

static bool fits(char pattern, char c)
{
    switch (pattern) {
    case 'd':
        return is_digit(c);
    case 'm':
        return c >= '3' && c <= '9';
    case 'x':
        return is_digit(c) || c == 'X' || c == 'x';
    default:
        return c == pattern;
    }
}

/* Bytes of the number of that pattern which begins at `at`; 0: there is none. */
static size_t number_length(const char *at, const char *pattern)
{
    const char *next = at;
    for (; *pattern; pattern++) {
        if (*pattern == '-') {
            if (*next == ' ' || *next == '-') next++;
        } else if (fits(*pattern, *next)) {
            next++;
        } else {
            return 0;
        }
    }
    return is_digit(*next) || is_letter(*next) ? 0 : (size_t)(next - at);
}

static size_t address_length(const char *at)
{
    const char *next = at, *dot = NULL;
    while (in_local(*next))
        next++;
    if (next == at || *next != '@') return 0;
    const char *host = ++next;
    for (; is_digit(*next) || is_letter(*next) || *next == '-' || *next == '.'; next++)
        if (*next == '.' && next > host && is_letter(next[1])) dot = next;
    if (!dot) return 0;
    while (next[-1] == '.' || next[-1] == '-')
        next--;
    return (size_t)(next - at);
}

/* A capital before digits makes the number of a parcel of them. */
static bool may_begin(const char *text, size_t at)
{
    char before = at ? text[at - 1] : ' ';
    return !is_digit(before) && !(before >= 'A' && before <= 'Z');
}

bool contact_next(const char *text, size_t from, ContactSpan *out)
{
    for (size_t at = from; text[at]; at++) {
        size_t length = 0;
        if (may_begin(text, at) && (is_digit(text[at]) || text[at] == '+'))
            for (size_t i = 0; !length && patterns[i]; i++)
                length = number_length(text + at, patterns[i]);
        if (!length && in_local(text[at]) && (at == from || !in_local(text[at - 1])))
            length = address_length(text + at);
        if (!length) continue;
        *out = (ContactSpan){at, length};
        return true;
    }
    return false;
}
