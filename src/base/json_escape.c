#include "base/json_escape.h"

#include <string.h>

static bool is_high(unsigned code)
{
    return code >= 0xD800 && code <= 0xDBFF;
}

static bool is_low(unsigned code)
{
    return code >= 0xDC00 && code <= 0xDFFF;
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* The last digit was read; whether a half before it is left alone. A second half alone yajl itself
 * makes what is not UTF-8. */
static bool code_ends(EscapeScan *scan)
{
    bool alone = scan->high && !is_low(scan->code);
    scan->place = 0;
    scan->high = !scan->high && is_high(scan->code);
    return alone;
}

/* One byte of an escape; whether it leaves a half alone. What is no digit is yajl's to refuse. */
static bool escape_step(EscapeScan *scan, char c)
{
    if (scan->place == 0) {
        scan->place = 1;
        return false;
    }
    if (scan->place == 1) {
        bool alone = scan->high && c != 'u';
        scan->place = c == 'u' ? 2 : 0;
        scan->code = 0;
        if (alone) scan->high = false;
        return alone;
    }
    int digit = digit_value(c);
    if (digit < 0) {
        *scan = (EscapeScan){0};
        return false;
    }
    scan->code = scan->code << 4 | (unsigned)digit;
    return ++scan->place == 6 && code_ends(scan);
}

size_t escape_scan(EscapeScan *scan, const char *bytes, size_t length, bool *half)
{
    size_t at = 0;
    *half = false;
    while (at < length) {
        if (!scan->place && scan->high && bytes[at] != '\\') {
            scan->high = false;
            *half = true;
            return at;
        }
        if (!scan->place && bytes[at] != '\\') {
            const char *next = memchr(bytes + at, '\\', length - at);
            if (!next) return length;
            at = (size_t)(next - bytes);
        }
        *half = escape_step(scan, bytes[at++]);
        if (*half) return at;
    }
    return length;
}
