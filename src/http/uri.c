#include "http/uri.h"

#include <stdint.h>
#include <string.h>

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool percent_decode(const char *raw, size_t length, bool plus, char *out, size_t *out_length)
{
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        char c = raw[i];
        if (c == '%') {
            if (length - i < 3) return false;
            int high = hex_value(raw[i + 1]), low = hex_value(raw[i + 2]);
            if (high < 0 || low < 0 || high + low == 0) return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        out[n++] = c;
    }
    out[n] = 0;
    *out_length = n;
    return true;
}

/* How many bytes follow a lead byte, and the smallest character that needs so many. */
static int followers(unsigned char lead, uint32_t *least)
{
    if (lead >= 0xC2 && lead <= 0xDF) return *least = 0x80, 1;
    if (lead >= 0xE0 && lead <= 0xEF) return *least = 0x800, 2;
    if (lead >= 0xF0 && lead <= 0xF4) return *least = 0x10000, 3;
    return -1;
}

/* The length of the character of several bytes at `text`, 0 if it is none. */
static size_t character_length(const unsigned char *text, size_t length)
{
    uint32_t least = 0;
    int more = followers(text[0], &least);
    if (more < 0 || (size_t)more >= length) return 0;
    uint32_t character = text[0] & (0x3Fu >> more);
    for (int i = 1; i <= more; i++) {
        if ((text[i] & 0xC0) != 0x80) return 0;
        character = character << 6 | (text[i] & 0x3Fu);
    }
    bool surrogate = character >= 0xD800 && character <= 0xDFFF;
    bool control = character >= 0x80 && character < 0xA0;
    if (character < least || character > 0x10FFFF || surrogate || control) return 0;
    return (size_t)more + 1;
}

bool text_is_clean(const char *text, size_t length, bool lines)
{
    const unsigned char *bytes = (const unsigned char *)text;
    for (size_t i = 0; i < length;) {
        if (bytes[i] >= 0x80) {
            size_t step = character_length(bytes + i, length - i);
            if (!step) return false;
            i += step;
            continue;
        }
        bool allowed_control = lines && (bytes[i] == '\t' || bytes[i] == '\n' || bytes[i] == '\r');
        if ((bytes[i] < 0x20 && !allowed_control) || bytes[i] == 0x7F) return false;
        i++;
    }
    return true;
}

static bool segment_is_safe(const char *segment, size_t length)
{
    if (length == 0 || strcmp(segment, ".") == 0 || strcmp(segment, "..") == 0) return false;
    return !strpbrk(segment, "/\\") && text_is_clean(segment, length, false);
}

UriCheck path_decode(Arena *arena, const char *raw, size_t length, Path *out)
{
    out->count = 0;
    out->open = length > 1 && raw[length - 1] == '/';
    if (length == 0 || raw[0] != '/') return URI_BAD;
    if (length == 1) return URI_OK;
    const char *end = raw + length - out->open;
    for (const char *at = raw + 1; at <= end;) {
        const char *stop = memchr(at, '/', (size_t)(end - at));
        if (!stop) stop = end;
        if (out->count == PATH_SEGMENTS) return URI_BAD;
        char *text = arena_alloc(arena, (size_t)(stop - at) + 1);
        if (!text) return URI_NO_MEMORY;
        size_t decoded;
        if (!percent_decode(at, (size_t)(stop - at), false, text, &decoded)) return URI_BAD;
        if (!segment_is_safe(text, decoded)) return URI_BAD;
        out->segments[out->count++] = text;
        at = stop + 1;
    }
    return URI_OK;
}

static UriCheck parameter_decode(Arena *arena, const char *raw, size_t length, Parameter *out)
{
    const char *equals = memchr(raw, '=', length);
    size_t name_length = equals ? (size_t)(equals - raw) : length;
    const char *value = equals ? equals + 1 : raw + length;
    char *text = arena_alloc(arena, length + 2);
    if (!text) return URI_NO_MEMORY;
    size_t decoded;
    if (!percent_decode(raw, name_length, true, text, &decoded)) return URI_BAD;
    if (decoded == 0 || !text_is_clean(text, decoded, false)) return URI_BAD;
    char *decoded_value = text + decoded + 1;
    size_t value_length = (size_t)(raw + length - value);
    if (!percent_decode(value, value_length, true, decoded_value, &out->length)) return URI_BAD;
    out->name = text;
    out->value = decoded_value;
    return text_is_clean(decoded_value, out->length, true) ? URI_OK : URI_BAD;
}

UriCheck query_decode(Arena *arena, const char *raw, Query *out)
{
    out->count = 0;
    while (*raw) {
        size_t length = strcspn(raw, "&");
        if (length) {
            if (out->count == QUERY_PARAMETERS) return URI_BAD;
            UriCheck check = parameter_decode(arena, raw, length, &out->items[out->count++]);
            if (check) return check;
        }
        raw += length;
        if (*raw) raw++;
    }
    return URI_OK;
}
