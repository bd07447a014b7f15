#include "base/email.h"

#include <string.h>

#include "base/ctx.h"

enum { ADDRESS_MAX = 254, LOCAL_MAX = 64, LABEL_MAX = 63 };

static bool is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_beyond_ascii(char c)
{
    return (unsigned char)c >= 0x80;
}

static bool label_is(const char *text, size_t length)
{
    if (length == 0 || length > LABEL_MAX || text[0] == '-' || text[length - 1] == '-')
        return false;
    for (size_t i = 0; i < length; i++)
        if (!is_alphanumeric(text[i]) && !is_beyond_ascii(text[i]) && text[i] != '-') return false;
    return true;
}

/* At least two labels. */
static bool domain_is(const char *text)
{
    for (size_t labels = 1;; labels++) {
        size_t length = strcspn(text, ".");
        if (!label_is(text, length)) return false;
        if (!text[length]) return labels > 1;
        text += length + 1;
    }
}

bool email_is(const char *text)
{
    const char *at = strchr(text, '@');
    if (!at || at == text || at - text > LOCAL_MAX || strlen(text) > ADDRESS_MAX) return false;
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c <= ' ' || *c == 0x7F || strchr("()<>[]\\,;:\"", *c)) return false;
    return domain_is(at + 1);
}

bool email_is_sendable(const char *text)
{
    if (!text || !email_is(text)) return false;
    while (*text && !is_beyond_ascii(*text))
        text++;
    return !*text;
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
