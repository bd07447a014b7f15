#include "record.h"

#include <stdio.h>
#include <string.h>

#include <yajl/yajl_tree.h>

#include "base/instant.h"
#include "match.h"

#define WIDTH 96              /* of a value that is written on one line */
#define SOON_MS (2 * HOUR_MS) /* after the start: what the clock said, not what the data says */

typedef struct Recorder {
    Ctx *ctx;
    Variables *variables;
    int64_t start_ms;
} Recorder;

static void write_text(Buf *out, const char *text)
{
    buf_char(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            buf_format(out, "\\%c", *text);
        else if (*text == '\n')
            buf_text(out, "\\n");
        else if ((unsigned char)*text < ' ')
            buf_format(out, "\\u%04x", (unsigned)*text);
        else
            buf_char(out, *text);
    }
    buf_char(out, '"');
}

static bool is_long_id(const char *text)
{
    size_t length = strlen(text);
    return length >= 15 && length <= 19 && strspn(text, "0123456789") == length;
}

static bool is_soon(const Recorder *r, const char *text)
{
    int64_t at, offset;
    bool inferred;
    if (strlen(text) < 20 || text[4] != '-' || text[10] != 'T') return false;
    if (instant_parse(r->ctx, text, strlen(text), NULL, &at, &offset, &inferred)) {
        problem_clear(r->ctx);
        return false;
    }
    return at >= r->start_ms && at < r->start_ms + SOON_MS;
}

/* Values that are others in every run. */
static bool is_passing(const Recorder *r, const char *key, const char *text)
{
    if (key && strcmp(key, "request_id") == 0) return true;
    if (key && strcmp(key, "next") == 0) return true;
    bool id = key && (strcmp(key, "id") == 0 ||
                      (strlen(key) > 3 && strcmp(key + strlen(key) - 3, "_id") == 0));
    return (id && is_long_id(text)) || is_soon(r, text);
}

static bool still_fits(const Recorder *r, yajl_val want, yajl_val got)
{
    Variable *before = r->variables->first;
    Match quiet = {r->variables, NULL};
    if (want && is_pattern(want) && match_json(&quiet, want, got, "")) return true;
    r->variables->first = before;
    return false;
}

static void write_value(Recorder *r, yajl_val want, yajl_val got, const char *key, int depth,
                        Buf *out);

static void write_line(Buf *out, int depth, bool first)
{
    if (depth < 0) {
        if (!first) buf_char(out, ' ');
        return;
    }
    buf_char(out, '\n');
    for (int i = 0; i < depth; i++)
        buf_text(out, "  ");
}

static int inner(int depth)
{
    return depth < 0 ? depth : depth + 1;
}

static void write_object(Recorder *r, yajl_val want, yajl_val got, int depth, Buf *out)
{
    bool known = want && YAJL_IS_OBJECT(want), open = known && is_open(want), first = true;
    buf_char(out, '{');
    for (size_t i = 0; i < YAJL_GET_OBJECT(got)->len; i++) {
        const char *key = YAJL_GET_OBJECT(got)->keys[i];
        yajl_val wanted = known ? json_member(want, key) : NULL;
        if (open && !wanted) continue;
        if (!first) buf_char(out, ',');
        write_line(out, inner(depth), first);
        first = false;
        write_text(out, key);
        buf_text(out, ": ");
        write_value(r, wanted, YAJL_GET_OBJECT(got)->values[i], key, inner(depth), out);
    }
    if (open) {
        if (!first) buf_char(out, ',');
        write_line(out, inner(depth), first);
        buf_text(out, "\"…\": \"…\"");
    }
    if (depth >= 0) write_line(out, depth, true);
    buf_char(out, '}');
}

static void write_array(Recorder *r, yajl_val want, yajl_val got, int depth, Buf *out)
{
    bool known = want && YAJL_IS_ARRAY(want), open = known && is_open(want);
    size_t wanted = known ? YAJL_GET_ARRAY(want)->len - open : 0, count = YAJL_GET_ARRAY(got)->len;
    if (open && wanted < count) count = wanted;
    buf_char(out, '[');
    for (size_t i = 0; i < count + open; i++) {
        if (i) buf_char(out, ',');
        write_line(out, inner(depth), i == 0);
        if (i == count)
            buf_text(out, "\"…\"");
        else
            write_value(r, i < wanted ? YAJL_GET_ARRAY(want)->values[i] : NULL,
                        YAJL_GET_ARRAY(got)->values[i], NULL, inner(depth), out);
    }
    if (depth >= 0 && count + open) write_line(out, depth, true);
    buf_char(out, ']');
}

/* The text with ids that the transcript has captured put back as their variables. */
static const char *with_variables(const Recorder *r, const char *text)
{
    for (const Variable *v = r->variables->first; v; v = v->next) {
        const char *at = is_long_id(v->value) ? strstr(text, v->value) : NULL;
        if (at)
            return arena_format(r->ctx->arena, "%.*s{{%s}}%s", (int)(at - text), text, v->name,
                                at + strlen(v->value));
    }
    return text;
}

static void write_scalar(Recorder *r, yajl_val want, yajl_val got, const char *key, Buf *out)
{
    const char *text = YAJL_IS_STRING(got) ? with_variables(r, got->u.string) : NULL;
    if (still_fits(r, want, got))
        write_text(out, want->u.string);
    else if (text && text != got->u.string)
        write_text(out, text);
    else if (YAJL_IS_STRING(got) && is_passing(r, key, got->u.string))
        buf_text(out, "\"{{any}}\"");
    else if (YAJL_IS_STRING(got))
        write_text(out, got->u.string);
    else if (YAJL_IS_NUMBER(got))
        buf_text(out, YAJL_GET_NUMBER(got));
    else
        buf_text(out, YAJL_IS_TRUE(got) ? "true" : YAJL_IS_FALSE(got) ? "false" : "null");
}

/* `depth` is the indentation; negative: all on one line. */
static void write_value(Recorder *r, yajl_val want, yajl_val got, const char *key, int depth,
                        Buf *out)
{
    bool object = YAJL_IS_OBJECT(got), array = YAJL_IS_ARRAY(got);
    if ((!object && !array) || still_fits(r, want, got)) {
        write_scalar(r, want, got, key, out);
        return;
    }
    if (depth >= 0) {
        Buf line;
        buf_init(&line, r->ctx->arena);
        write_value(r, want, got, key, -1, &line);
        if (line.data && line.length + 2 * (size_t)depth <= WIDTH) {
            buf_add(out, line.data, line.length);
            return;
        }
    }
    if (object)
        write_object(r, want, got, depth, out);
    else
        write_array(r, want, got, depth, out);
}

static void write_body(Recorder *r, const Exchange *e, const char *body, Buf *out)
{
    yajl_val got = *body == '{' || *body == '[' ? yajl_tree_parse(body, NULL, 0) : NULL;
    if (!got) {
        size_t length = strlen(body);
        while (length && body[length - 1] == '\n')
            length--;
        buf_add(out, body, length);
        return;
    }
    yajl_val want =
        e->answer && strcmp(e->answer, "…") != 0 ? yajl_tree_parse(e->answer, NULL, 0) : NULL;
    write_value(r, want, got, NULL, 0, out);
    yajl_tree_free(want);
    yajl_tree_free(got);
}

/* The headers worth writing down when nothing was expected yet. */
static void write_headers(const Exchange *e, const Answer *answer, Buf *out)
{
    static const char *const told[] = {"ETag", "Location", "Retry-After", "Content-Type"};
    for (size_t i = 0; !e->has_answer && i < sizeof told / sizeof *told; i++) {
        const char *value = header_value(answer->headers, told[i]);
        if (value && strncmp(value, "application/json", 16) != 0 && !is_long_id(value))
            buf_format(out, "%s: %s\n", told[i], value);
    }
    for (const Line *l = e->answer_headers; l; l = l->next) {
        char name[80];
        const char *value;
        snprintf(name, sizeof name, "%.*s", (int)strcspn(l->text, ":"), l->text);
        if (strstr(l->text, "{{"))
            buf_format(out, "%s\n", l->text);
        else if ((value = header_value(answer->headers, name)))
            buf_format(out, "%s: %s\n", name, value);
    }
}

Status answer_record(Ctx *ctx, Variables *variables, const Exchange *e, const Answer *answer,
                     int64_t start_ms, Buf *out)
{
    Recorder r = {ctx, variables, start_ms};
    buf_format(out, "=> %d\n", answer->status);
    write_headers(e, answer, out);
    if (*answer->body) {
        buf_char(out, '\n');
        if (e->answer && strcmp(e->answer, "…") == 0)
            buf_text(out, "…");
        else
            write_body(&r, e, answer->body, out);
        buf_char(out, '\n');
    }
    if (e->next) buf_char(out, '\n');
    return buf_check(ctx, out);
}
