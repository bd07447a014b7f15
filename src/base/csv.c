#include "base/csv.h"

#include <string.h>

/* What a spreadsheet takes for the beginning of a formula. */
static bool runs(const char *text, size_t length)
{
    static const char *const wide[] = {"＝", "＋", "－", "＠"};
    if (!length) return false;
    if (memchr("=+-@\t\r\n", *text, 7)) return true;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (length >= strlen(wide[i]) && memcmp(text, wide[i], strlen(wide[i])) == 0) return true;
    return false;
}

static size_t apostrophes(const char *text, size_t length)
{
    size_t count = 0;
    while (count < length && text[count] == '\'')
        count++;
    return count;
}

static bool needs_guard(const char *text, size_t length)
{
    size_t skip = apostrophes(text, length);
    return runs(text + skip, length - skip);
}

bool csv_is_guarded(const char *cell, size_t length)
{
    return length && *cell == '\'' && needs_guard(cell, length);
}

void csv_cell(Buf *out, const char *text, size_t length)
{
    bool guard = needs_guard(text, length), quote = guard;
    for (size_t i = 0; i < length && !quote; i++)
        quote = memchr("\",\r\n", text[i], 4) != NULL;
    if (!quote) {
        buf_add(out, text, length);
        return;
    }
    buf_char(out, '"');
    if (guard) buf_char(out, '\'');
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"') buf_char(out, '"');
        buf_char(out, text[i]);
    }
    buf_char(out, '"');
}
