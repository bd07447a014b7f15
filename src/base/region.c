#include "base/region.h"

#include <string.h>

#include "base/embedded.h"

enum { CODE_DIGITS = 6, PREFECTURE_DIGITS = 4, PROVINCE_DIGITS = 2 };

/* The line of a code whose first `digits` are these and the others 0; NULL: none. */
static const char *line_find(const char *code, size_t digits)
{
    char wanted[CODE_DIGITS + 1] = "000000";
    memcpy(wanted, code, digits);
    for (const char *line = (const char *)region_files[0].data; line && *line;) {
        if (strncmp(line, wanted, CODE_DIGITS) == 0) return line;
        line = strchr(line, '\n');
        if (line) line++;
    }
    return NULL;
}

/* GB/T 2260 numbers counties that are directly under a province 90, those of a municipality 02. */
static bool is_national(const char *code)
{
    return strlen(code) == CODE_DIGITS && strspn(code, "0123456789") == CODE_DIGITS;
}

bool region_exists(const char *code)
{
    if (!is_national(code) || line_find(code, PREFECTURE_DIGITS)) return true;
    bool directly = memcmp(code + PROVINCE_DIGITS, "90", 2) == 0 ||
                    memcmp(code + PROVINCE_DIGITS, "02", 2) == 0;
    return directly && line_find(code, PROVINCE_DIGITS);
}

const char *region_name(Ctx *ctx, const char *code)
{
    if (!is_national(code)) return code;
    const char *line = line_find(code, CODE_DIGITS);
    if (!line) line = line_find(code, PREFECTURE_DIGITS);
    if (!line) line = line_find(code, PROVINCE_DIGITS);
    if (!line) return code;
    const char *name = line + CODE_DIGITS + 1;
    return arena_text_n(ctx->arena, name, strcspn(name, "\n"));
}
