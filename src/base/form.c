#include "base/form.h"

#include <stdbool.h>
#include <string.h>

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static Status decode(Ctx *ctx, const char *name, const char *text, size_t length, const char **out)
{
    char *to = ARENA_ARRAY(ctx->arena, length + 1, char);
    if (!to) return no_memory(ctx);
    *out = to;
    for (size_t i = 0; i < length; i++) {
        char c = text[i] == '+' ? ' ' : text[i];
        if (text[i] == '%') {
            bool whole = length - i > 2;
            int high = whole ? hex(text[i + 1]) : -1;
            int low = whole ? hex(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return fail_field(ctx, name, "the form's escapes are not well formed");
            c = (char)(high << 4 | low);
            i += 2;
        }
        if (!c) return fail_field(ctx, name, "a zero byte does not belong in a form");
        *to++ = c;
    }
    return OK;
}

Status form_value(Ctx *ctx, const char *body, size_t length, const char *name, const char **out)
{
    const char *end = body + length;
    size_t name_length = strlen(name);
    *out = NULL;
    while (body < end) {
        const char *pair_end = memchr(body, '&', (size_t)(end - body));
        if (!pair_end) pair_end = end;
        if ((size_t)(pair_end - body) > name_length && memcmp(body, name, name_length) == 0 &&
            body[name_length] == '=') {
            const char *value = body + name_length + 1;
            return decode(ctx, name, value, (size_t)(pair_end - value), out);
        }
        body = pair_end + 1;
    }
    return OK;
}
