#include "base/email.h"

#include <string.h>

#include "base/ctx.h"

bool email_is(const char *text)
{
    const char *at = strchr(text, '@'), *dot = at ? strchr(at + 1, '.') : NULL;
    return at && at != text && !strchr(at + 1, '@') && dot && dot != at + 1 && dot[1] &&
           !strpbrk(text, " \t\n,;<>");
}

Status email_normal(Ctx *ctx, const char *text, const char **out)
{
    text += strspn(text, " \t\n");
    size_t length = strlen(text);
    while (length && strchr(" \t\n", text[length - 1]))
        length--;
    char *copy = arena_text_n(ctx->arena, text, length);
    if (!copy) return no_memory(ctx);
    if (!email_is(copy)) return fail(ctx, INVALID, "is not an e-mail address");
    for (char *c = strchr(copy, '@'); *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c - 'A' + 'a');
    *out = copy;
    return OK;
}
