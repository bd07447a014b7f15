#include "transcript.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SHORTEST_WAIT_MS 60000

typedef struct Reader {
    Ctx *ctx;
    Transcript *out;
    const char *at; /* the line to be read next */
    int line;       /* its number */
} Reader;

Status file_read(Ctx *ctx, const char *path, char **out, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (!file) return fail(ctx, NOT_FOUND, "%s: %s", path, strerror(errno));
    Buf buf;
    buf_init(&buf, ctx->arena);
    char *room;
    size_t got = 1;
    while (got && (room = buf_reserve(&buf, 1 << 16))) {
        got = fread(room, 1, 1 << 16, file);
        buf_added(&buf, got);
    }
    fclose(file);
    *out = buf.data;
    if (length) *length = buf.length;
    return buf_check(ctx, &buf);
}

bool line_add(Arena *arena, Line **list, const char *text)
{
    Line *line = ARENA_NEW(arena, Line);
    if (!line || !text) return false;
    line->text = text;
    while (*list)
        list = &(*list)->next;
    *list = line;
    return true;
}

const char *header_value(const Line *headers, const char *name)
{
    size_t length = strlen(name);
    for (; headers; headers = headers->next)
        if (strncasecmp(headers->text, name, length) == 0 && headers->text[length] == ':')
            return headers->text + length + 1 + strspn(headers->text + length + 1, " ");
    return NULL;
}

/* The line at the reader without its end, NULL at the end of the file. */
static char *line_peek(const Reader *r)
{
    if (!*r->at) return NULL;
    return arena_text_n(r->ctx->arena, r->at, strcspn(r->at, "\n"));
}

static void line_skip(Reader *r)
{
    r->at += strcspn(r->at, "\n");
    if (*r->at) r->at++;
    r->line++;
}

static bool line_begins(const Reader *r, const char *with)
{
    return strncmp(r->at, with, strlen(with)) == 0;
}

static bool line_empty(const Reader *r)
{
    return *r->at == '\n' || (*r->at == '\r' && r->at[1] == '\n');
}

static bool at_end_of_part(const Reader *r)
{
    return !*r->at || line_begins(r, "### ") || line_begins(r, "=> ");
}

/* What follows "# word:" in the line, or NULL if the line is another. */
static const char *directive(const char *line, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(line, "# ", 2) != 0 || strncmp(line + 2, word, length) != 0) return NULL;
    if (line[2 + length] != ':') return NULL;
    return line + 3 + length + strspn(line + 3 + length, " ");
}

/* "5 s", "300 ms" */
static long milliseconds(const char *text)
{
    char *rest;
    long number = strtol(text, &rest, 10);
    return strstr(rest, "ms") ? number : number * 1000;
}

/* A wait ends as soon as what is waited for is there: only a busy machine needs all of it. */
static Status read_within(Reader *r, const char *value, Exchange *e)
{
    e->within_ms = milliseconds(value);
    if (e->within_ms >= SHORTEST_WAIT_MS) return OK;
    return fail(r->ctx, INVALID, "%s:%d: a wait of less than %d s depends on how fast it goes",
                r->out->path, r->line, SHORTEST_WAIT_MS / 1000);
}

static Status read_head(Reader *r)
{
    Transcript *t = r->out;
    Arena *arena = r->ctx->arena;
    for (; *r->at && !line_begins(r, "### "); line_skip(r)) {
        char *line = line_peek(r);
        if (!line) return no_memory(r->ctx);
        if (*line && *line != '#') {
            return fail(r->ctx, INVALID, "%s:%d: a line before the first ### that is no comment",
                        t->path, r->line);
        }
        const char *value;
        bool kept = true;
        if ((value = directive(line, "token")))
            kept = line_add(arena, &t->tokens, arena_format(arena, "token: %s", value));
        else if (strncmp(line, "# token ", 8) == 0 && strchr(line, ':'))
            kept = line_add(arena, &t->tokens, line + 8);
        else if ((value = directive(line, "run")))
            kept = line_add(arena, &t->runs, value);
        else if ((value = directive(line, "torture")))
            t->is_spared = strncmp(value, "no", 2) == 0;
        else if ((value = directive(line, "now")))
            t->now = value;
        else if ((value = directive(line, "serve")))
            t->serve = value;
        else if ((value = directive(line, "watch")))
            t->watch = value;
        else if ((value = directive(line, "engines")))
            t->engines = value;
        if (!kept) return no_memory(r->ctx);
    }
    return OK;
}

static Status read_comments(Reader *r, Exchange *e)
{
    for (; line_begins(r, "#") || line_empty(r); line_skip(r)) {
        if (line_begins(r, "### ")) break;
        const char *line = line_peek(r), *value;
        Status s = line ? OK : no_memory(r->ctx);
        if (s) return s;
        if (strcmp(line, "# gzip") == 0)
            e->gzip = true;
        else if ((value = directive(line, "within")))
            s = read_within(r, value, e);
        else if ((value = directive(line, "listen")))
            e->listen = value;
        else if ((value = directive(line, "torture")))
            e->torture = strncmp(value, "no", 2) != 0;
        if (s) return s;
    }
    return OK;
}

static Status read_request_line(Reader *r, Exchange *e)
{
    char *line = line_peek(r);
    if (!line) return fail(r->ctx, INVALID, "%s:%d: no request", r->out->path, r->line);
    line_skip(r);
    char *space = strchr(line, ' ');
    if (!space || !space[1])
        return fail(r->ctx, INVALID, "%s:%d: no request line", r->out->path, r->line - 1);
    *space = 0;
    e->target = space + 1;
    if (strcmp(line, "$") == 0) {
        if (strncmp(e->target, "parceldesk ", 11) != 0)
            return fail(r->ctx, INVALID, "%s:%d: not parceldesk", r->out->path, r->line - 1);
        e->kind = EXCHANGE_COMMAND;
        e->target += 11;
    } else if (strcmp(line, ">") == 0) {
        e->kind = EXCHANGE_FILE;
    } else {
        e->method = line;
        for (const char *c = line; *c; c++)
            if (!isupper((unsigned char)*c))
                return fail(r->ctx, INVALID, "%s:%d: no method", r->out->path, r->line - 1);
    }
    return OK;
}

static Status read_headers(Reader *r, Line **out)
{
    for (; !at_end_of_part(r) && !line_empty(r); line_skip(r)) {
        char *line = line_peek(r);
        if (!line || !line_add(r->ctx->arena, out, line)) return no_memory(r->ctx);
        if (!strchr(line, ':'))
            return fail(r->ctx, INVALID, "%s:%d: no header", r->out->path, r->line);
    }
    return OK;
}

/* Everything to the next part, without the empty lines around it; NULL if that is nothing. */
static Status read_body(Reader *r, const char **out)
{
    while (!at_end_of_part(r) && line_empty(r))
        line_skip(r);
    const char *from = r->at, *to = r->at;
    for (; !at_end_of_part(r); line_skip(r))
        if (!line_empty(r)) to = r->at + strcspn(r->at, "\n");
    *out = to > from ? arena_text_n(r->ctx->arena, from, (size_t)(to - from)) : NULL;
    return to > from && !*out ? no_memory(r->ctx) : OK;
}

static Status read_answer(Reader *r, Exchange *e)
{
    e->answer_from = (size_t)(r->at - r->out->text);
    e->answer_to = e->answer_from;
    if (!line_begins(r, "=> ")) return OK;
    e->has_answer = true;
    e->status = (int)strtol(r->at + 3, NULL, 10);
    line_skip(r);
    Status s = read_headers(r, &e->answer_headers);
    if (s) return s;
    s = read_body(r, &e->answer);
    e->answer_to = (size_t)(r->at - r->out->text);
    return s;
}

static Status read_exchange(Reader *r, Exchange *e)
{
    *e = (Exchange){.name = line_peek(r), .line = r->line, .torture = true};
    if (!e->name) return no_memory(r->ctx);
    e->name += 4;
    line_skip(r);
    Status s = read_comments(r, e);
    if (!s) s = read_request_line(r, e);
    if (!s) s = read_headers(r, &e->headers);
    if (!s) s = read_body(r, &e->body);
    if (!s) s = read_answer(r, e);
    return s;
}

Status transcript_read(Ctx *ctx, const char *path, Transcript *out)
{
    char *text;
    *out = (Transcript){.path = path};
    Status s = file_read(ctx, path, &text, NULL);
    if (s) return s;
    out->text = text;
    Reader r = {ctx, out, text, 1};
    s = read_head(&r);
    Exchange **next = &out->exchanges;
    while (!s && *r.at) {
        Exchange *e = ARENA_NEW(ctx->arena, Exchange);
        if (!e) return no_memory(ctx);
        s = read_exchange(&r, e);
        *next = e;
        next = &e->next;
        if (!s && *r.at && !line_begins(&r, "### "))
            s = fail(ctx, INVALID, "%s:%d: a second answer", path, r.line);
    }
    if (!s && !out->exchanges) s = fail(ctx, INVALID, "%s: no exchange", path);
    return s;
}
