#include <string.h>

#include "base/json.h"
#include "base/rows_internal.h"

typedef struct JsonSource {
    RowSource base;
    Window window;
    Arena *arena; /* of the row */
    bool array, begun, finished;
    int64_t number; /* of the row that was read last: its line, or which object it is */
} JsonSource;

/* --- from the input to the text of one object --- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Moves past white space to the next byte; `*c` is 0 at the end of the input. */
static Status skip_space(Ctx *ctx, JsonSource *json, char *c)
{
    Window *window = &json->window;
    for (;;) {
        while (window->start < window->end && is_space(window->data[window->start]))
            window->start++;
        *c = window->start < window->end ? window->data[window->start] : 0;
        if (window->start < window->end || window->ended) return OK;
        Status s = window_fill(ctx, window);
        if (s) return s;
    }
}

/* How far a value has been followed that is not whole yet. */
typedef struct Reach {
    size_t length;
    int depth;
    bool in_text, escaped;
} Reach;

/* Follows a value until its brackets are closed; true when they are. A value outside of brackets
 * ends before a comma, a bracket or a space. */
static bool value_follow(const char *bytes, size_t length, Reach *reach)
{
    for (; reach->length < length; reach->length++) {
        char c = bytes[reach->length];
        if (reach->in_text) {
            reach->in_text = reach->escaped || c != '"';
            reach->escaped = !reach->escaped && c == '\\';
            continue;
        }
        if (c == '"') reach->in_text = true;
        if (c == '{' || c == '[') reach->depth++;
        bool bare_end = reach->depth == 0 && (c == ',' || c == ']' || is_space(c));
        if (bare_end) return true;
        if ((c == '}' || c == ']') && --reach->depth <= 0) {
            reach->length++;
            return true;
        }
    }
    return false;
}

static Status cut_off(Ctx *ctx, const JsonSource *json)
{
    Status s = fail(ctx, INVALID, "the JSON is cut off");
    ctx->problem.row = json->number;
    return s;
}

/* The text of the next element of the array; what is over the limit is followed but not kept. */
static Status element_take(Ctx *ctx, JsonSource *json, Row *row, const char **from, size_t *length)
{
    Reach reach = {0};
    bool dropped = false;
    Window *window = &json->window;
    while (!value_follow(window->data + window->start, window->end - window->start, &reach)) {
        if (window->ended) return cut_off(ctx, json);
        if (reach.length > ROW_BYTES) {
            dropped = true;
            window->start += reach.length;
            reach.length = 0;
        }
        Status s = window_fill(ctx, window);
        if (s) return s;
    }
    *from = window->data + window->start;
    *length = reach.length;
    window->start += reach.length;
    return dropped ? row_bad(ctx, &json->base, row, -1, "the object is longer than 1 MiB") : OK;
}

/* To the next element's first byte, past the bracket or comma before it; `finished` at the end. */
static Status element_find(Ctx *ctx, JsonSource *json)
{
    char c;
    Status s = skip_space(ctx, json, &c);
    if (s) return s;
    if (!c) return cut_off(ctx, json);
    if (c == ']') {
        json->window.start++;
        json->finished = true;
        s = skip_space(ctx, json, &c);
        return s || !c ? s : fail(ctx, INVALID, "something follows the JSON array");
    }
    if (json->begun) {
        if (c != ',') return fail(ctx, INVALID, "expected a comma between the array's objects");
        json->window.start++;
        s = skip_space(ctx, json, &c);
        if (!s && !c) s = cut_off(ctx, json);
        if (!s && c == ']') s = fail(ctx, INVALID, "a comma stands before the array's end");
    }
    json->begun = true;
    return s;
}

static Status array_take(Ctx *ctx, JsonSource *json, Row *row, const char **from, size_t *length)
{
    Status s = element_find(ctx, json);
    if (s || json->finished) return s;
    row->line = ++json->number;
    row->kind = ROW_CELLS;
    return element_take(ctx, json, row, from, length);
}

/* Drops the rest of a line that is too long. */
static Status line_drop(Ctx *ctx, JsonSource *json)
{
    Window *window = &json->window;
    for (;;) {
        const char *at = window->data + window->start;
        const char *newline = memchr(at, '\n', window->end - window->start);
        window->start = newline ? (size_t)(newline + 1 - window->data) : window->end;
        if (newline || window->ended) return OK;
        Status s = window_fill(ctx, window);
        if (s) return s;
    }
}

static Status line_take(Ctx *ctx, JsonSource *json, Row *row, const char **from, size_t *length)
{
    Window *window = &json->window;
    const char *newline;
    while (!(newline = memchr(window->data + window->start, '\n', window->end - window->start)) &&
           !window->ended && window->end - window->start <= ROW_BYTES) {
        Status s = window_fill(ctx, window);
        if (s) return s;
    }
    *from = window->data + window->start;
    *length = newline ? (size_t)(newline - *from) : window->end - window->start;
    json->finished = !newline && *length == 0;
    if (json->finished) return OK;
    row->line = ++json->number;
    row->kind = ROW_CELLS;
    window->start += *length + (newline ? 1 : 0);
    if (*length <= ROW_BYTES) return OK;
    Status s = newline ? OK : line_drop(ctx, json);
    return s ? s : row_bad(ctx, &json->base, row, -1, "the line is longer than 1 MiB");
}

/* --- from an object to cells --- */

/* Which column a key is; a new one when it was not seen before. Objects of one file have their keys
 * in one order, mostly: the search begins where the last one ended. */
static Status column_of(Ctx *ctx, JsonSource *json, const char *key, size_t *hint)
{
    const Texts *columns = &json->base.columns;
    for (size_t i = 0; i < columns->count; i++) {
        size_t at = (*hint + i) % columns->count;
        if (strcmp(columns->items[at], key) != 0) continue;
        *hint = at;
        return OK;
    }
    Status s = row_column_add(ctx, &json->base, key, strlen(key));
    if (s) return s;
    *hint = columns->count - 1;
    json->base.cells[*hint] = (Cell){.text = ""};
    return OK;
}

static const char *list_text(Ctx *ctx, const Json *list)
{
    Buf buf;
    buf_init(&buf, ctx->arena);
    for (const Json *item = list->first; item; item = item->next) {
        if (item->kind == JSON_ARRAY || item->kind == JSON_OBJECT) return NULL;
        if (item != list->first) buf_char(&buf, ';');
        buf_text(&buf, item->text);
    }
    return buf.failed ? NULL : buf.data ? buf.data : "";
}

static Status value_to_cell(Ctx *ctx, JsonSource *json, const Json *value, const char *key,
                            size_t *hint)
{
    const char *text = value->kind == JSON_NULL    ? ""
                       : value->kind == JSON_ARRAY ? list_text(ctx, value)
                                                   : value->text;
    if (!text) return fail_field(ctx, key, "a list of objects does not fit a column");
    Status s = column_of(ctx, json, key, hint);
    if (s) return s;
    json->base.cells[*hint] = (Cell){.text = text, .length = strlen(text)};
    ++*hint;
    return OK;
}

static Status object_to_cells(Ctx *ctx, JsonSource *json, const Json *object, const char *outer,
                              size_t *hint)
{
    for (const Json *value = object->first; value; value = value->next) {
        const char *key = value->key;
        if (*outer) key = arena_format(ctx->arena, "%s.%s", outer, key);
        if (!key) return no_memory(ctx);
        Status s = value->kind == JSON_OBJECT ? object_to_cells(ctx, json, value, key, hint)
                                              : value_to_cell(ctx, json, value, key, hint);
        if (s) return s;
    }
    return OK;
}

/* In the row's own arena, so that memory does not grow with the file. */
static Status object_read(Ctx *ctx, JsonSource *json, const char *text, size_t length)
{
    Json *object;
    size_t hint = 0;
    for (size_t i = 0; i < json->base.columns.count; i++)
        json->base.cells[i] = (Cell){.text = ""};
    Status s = json_parse(ctx, text, length, &object);
    if (s) return s;
    if (object->kind != JSON_OBJECT) return fail(ctx, INVALID, "expected an object");
    return object_to_cells(ctx, json, object, "", &hint);
}

static bool blank(const char *text, size_t length)
{
    while (length && is_space(text[length - 1]))
        length--;
    return length == 0;
}

static Status json_next(Ctx *ctx, RowSource *source, Row *row)
{
    JsonSource *json = (JsonSource *)source;
    const char *text = "";
    size_t length = 0;
    do {
        row->kind = ROW_END;
        Status s = json->finished ? OK
                   : json->array  ? array_take(ctx, json, row, &text, &length)
                                  : line_take(ctx, json, row, &text, &length);
        if (s || row->kind != ROW_CELLS) return s;
    } while (!json->array && blank(text, length));
    Arena *outer = ctx->arena;
    arena_clear(json->arena);
    ctx->arena = json->arena;
    Status s = object_read(ctx, json, text, length);
    ctx->arena = outer;
    row->count = json->base.columns.count;
    if (s != INVALID && s != TOO_LARGE) return s;
    row->kind = ROW_BAD;
    ctx->problem.row = row->line;
    return OK;
}

/* --- opening --- */

static void json_close(RowSource *source)
{
    JsonSource *json = (JsonSource *)source;
    window_release(&json->window);
    arena_release(json->arena);
}

/* Past the byte-order mark and, of an array, its bracket. */
static Status json_begin(Ctx *ctx, JsonSource *json)
{
    char c;
    Window *window = &json->window;
    Status s = window_fill(ctx, window);
    if (s) return s;
    if (window->end >= 3 && memcmp(window->data, "\xef\xbb\xbf", 3) == 0) window->start = 3;
    /* What is called .json but begins with an object is a line of them. */
    if (json->base.format == ROWS_NDJSON) return OK;
    s = skip_space(ctx, json, &c);
    if (s || c == '{') return s;
    if (c != '[') return fail(ctx, INVALID, "expected a JSON array of objects");
    window->start++;
    json->array = true;
    return OK;
}

Status row_json_open(Ctx *ctx, const RowInput *input, RowSource **out)
{
    JsonSource *json = row_source_new(sizeof *json, input->options->format);
    if (!json) return no_memory(ctx);
    json->base.next = json_next;
    json->base.close = json_close;
    json->arena = arena_new();
    Status s = json->arena ? byte_source_open(ctx, input, &json->base, &json->window.bytes)
                           : no_memory(ctx);
    if (!s) s = json_begin(ctx, json);
    if (s)
        row_source_close(&json->base);
    else
        *out = &json->base;
    return s;
}
