#include <stdlib.h>
#include <string.h>

#include "base/ctx.h"
#include "base/json.h"
#include "base/json_yajl.h"
#include "base/text.h"

typedef struct TreeReader {
    Ctx *ctx;
    Json *root;
    Json *open[JSON_DEPTH]; /* containers, outermost first */
    Json *last[JSON_DEPTH]; /* the newest child of each */
    int depth;
    const char *key; /* of the value that comes next */
    Status stop;
} TreeReader;

static int stop(TreeReader *r, Status s)
{
    r->stop = s;
    return 0;
}

/* NULL, with `stop` set, if there is no memory. */
static Json *add(TreeReader *r, JsonKind kind)
{
    Json *node = ARENA_NEW(r->ctx->arena, Json);
    if (!node) {
        stop(r, no_memory(r->ctx));
        return NULL;
    }
    node->kind = kind;
    if (!r->depth) {
        r->root = node;
        return node;
    }
    Json *parent = r->open[r->depth - 1], *before = r->last[r->depth - 1];
    if (before)
        before->next = node;
    else
        parent->first = node;
    r->last[r->depth - 1] = node;
    parent->count++;
    if (parent->kind == JSON_OBJECT) node->key = r->key;
    return node;
}

static int add_leaf(TreeReader *r, JsonKind kind, const char *text)
{
    Json *node = add(r, kind);
    if (!node) return 0;
    node->text = text;
    return 1;
}

static int on_null(void *user)
{
    return add_leaf(user, JSON_NULL, NULL);
}

static int on_boolean(void *user, int value)
{
    return add_leaf(user, JSON_BOOL, value ? "true" : "false");
}

static int on_number(void *user, const char *digits, size_t length)
{
    TreeReader *r = user;
    const char *text = arena_text_n(r->ctx->arena, digits, length);
    return text ? add_leaf(r, JSON_NUMBER, text) : stop(r, no_memory(r->ctx));
}

static int on_string(void *user, const unsigned char *bytes, size_t length)
{
    TreeReader *r = user;
    const char *text;
    Status s = text_clean(r->ctx, (const char *)bytes, length, &text, NULL);
    return s ? stop(r, s) : add_leaf(r, JSON_TEXT, text);
}

static int on_map_key(void *user, const unsigned char *bytes, size_t length)
{
    TreeReader *r = user;
    if (length > JSON_KEY)
        return stop(r, fail(r->ctx, INVALID, "a key is longer than %d bytes", JSON_KEY));
    Status s = text_clean(r->ctx, (const char *)bytes, length, &r->key, NULL);
    return s ? stop(r, s) : 1;
}

static int begin(TreeReader *r, JsonKind kind)
{
    if (r->depth == JSON_DEPTH)
        return stop(r, fail(r->ctx, INVALID, "is nested deeper than %d", JSON_DEPTH));
    Json *node = add(r, kind);
    if (!node) return 0;
    r->open[r->depth] = node;
    r->last[r->depth] = NULL;
    r->depth++;
    return 1;
}

static int on_start_map(void *user)
{
    return begin(user, JSON_OBJECT);
}

static int on_start_array(void *user)
{
    return begin(user, JSON_ARRAY);
}

static int by_key(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int on_end_map(void *user)
{
    TreeReader *r = user;
    const Json *object = r->open[--r->depth];
    const char **keys = ARENA_ARRAY(r->ctx->arena, object->count, const char *);
    if (!keys) return stop(r, no_memory(r->ctx));
    size_t count = 0;
    for (const Json *child = object->first; child; child = child->next)
        keys[count++] = child->key;
    qsort(keys, count, sizeof *keys, by_key);
    for (size_t i = 1; i < count; i++)
        if (strcmp(keys[i - 1], keys[i]) == 0)
            return stop(r, fail_field(r->ctx, keys[i], "is given twice"));
    return 1;
}

static int on_end_array(void *user)
{
    TreeReader *r = user;
    r->depth--;
    return 1;
}

static const yajl_callbacks callbacks = {
    .yajl_null = on_null,
    .yajl_boolean = on_boolean,
    .yajl_number = on_number,
    .yajl_string = on_string,
    .yajl_start_map = on_start_map,
    .yajl_map_key = on_map_key,
    .yajl_end_map = on_end_map,
    .yajl_start_array = on_start_array,
    .yajl_end_array = on_end_array,
};

Status json_parse(Ctx *ctx, const char *text, size_t length, Json **out)
{
    if (length > TEXT_LIMIT)
        return fail(ctx, TOO_LARGE, "the document is larger than %zu bytes", TEXT_LIMIT);
    TreeReader reader = {.ctx = ctx};
    JsonYajl *yajl = json_yajl_new(ctx->arena, &callbacks, &reader, false);
    if (!yajl) return no_memory(ctx);
    Status s = json_yajl_feed(ctx, yajl, text, length);
    if (!s) s = json_yajl_end(ctx, yajl);
    *out = reader.root;
    return reader.stop ? reader.stop : s;
}

const Json *json_get(const Json *object, const char *key)
{
    if (!object || object->kind != JSON_OBJECT) return NULL;
    for (const Json *child = object->first; child; child = child->next)
        if (strcmp(child->key, key) == 0) return child;
    return NULL;
}

const char *json_get_text(const Json *object, const char *key)
{
    const Json *child = json_get(object, key);
    return child ? child->text : NULL;
}
