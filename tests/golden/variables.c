#include "variables.h"

#include <stdlib.h>
#include <string.h>

bool variable_set(Variables *variables, const char *name, const char *value)
{
    Variable *v = ARENA_NEW(variables->arena, Variable);
    if (!v) return false;
    *v = (Variable){arena_text(variables->arena, name), arena_text(variables->arena, value),
                    variables->first};
    if (!v->name || !v->value) return false;
    variables->first = v;
    return true;
}

const char *variable_get(const Variables *variables, const char *name)
{
    for (const Variable *v = variables->first; v; v = v->next)
        if (strcmp(v->name, name) == 0) return v->value;
    return NULL;
}

static void expand_repeat(const char *arguments, Buf *out)
{
    char *text;
    long count = strtol(arguments, &text, 10);
    text += *text == ' ';
    for (long i = 0; i < count; i++)
        buf_text(out, text);
}

static void expand_hex(const char *digits, Buf *out)
{
    char *rest;
    for (; *digits; digits = rest) {
        long byte = strtol(digits, &rest, 16);
        if (rest == digits) break;
        buf_char(out, (char)byte);
    }
}

static Status expand_one(Ctx *ctx, const Variables *variables, const char *inner, Buf *out)
{
    if (strncmp(inner, "repeat ", 7) == 0) {
        expand_repeat(inner + 7, out);
    } else if (strncmp(inner, "hex ", 4) == 0) {
        expand_hex(inner + 4, out);
    } else {
        const char *value = variable_get(variables, inner);
        if (!value) return fail(ctx, INVALID, "{{%s}} was not set", inner);
        buf_text(out, value);
    }
    return OK;
}

Status variables_expand(Ctx *ctx, const Variables *variables, const char *text, Buf *out)
{
    for (;;) {
        const char *open = strstr(text, "{{"), *close = open ? strstr(open, "}}") : NULL;
        if (!close) break;
        buf_add(out, text, (size_t)(open - text));
        char *inner = arena_text_n(ctx->arena, open + 2, (size_t)(close - open - 2));
        if (!inner) return no_memory(ctx);
        Status s = expand_one(ctx, variables, inner, out);
        if (s) return s;
        text = close + 2;
    }
    buf_text(out, text);
    return buf_check(ctx, out);
}

Status variables_text(Ctx *ctx, const Variables *variables, const char *text, const char **out)
{
    *out = NULL;
    if (!text) return OK;
    Buf buf;
    buf_init(&buf, ctx->arena);
    buf_text(&buf, "");
    Status s = variables_expand(ctx, variables, text, &buf);
    *out = buf.data ? buf.data : "";
    return s;
}
