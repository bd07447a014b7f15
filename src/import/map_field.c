#include "import/map_field.h"

#include <stdlib.h>
#include <string.h>

#include "base/ctx.h"
#include "base/instant.h"

Status map_fail(Ctx *ctx, const char *path, const char *message)
{
    const char *place = arena_format(ctx->arena, "map: %s", path);
    return fail_field(ctx, place ? place : "map", "%s", message);
}

/* What a check of base refused, at a place of the map. */
static Status refuse_at(Ctx *ctx, const char *path)
{
    const char *message = arena_text(ctx->arena, ctx->problem.message);
    return message ? map_fail(ctx, path, message) : no_memory(ctx);
}

static const char *below(Ctx *ctx, const char *path, const char *key)
{
    const char *whole = arena_format(ctx->arena, "%s.%s", path, key);
    return whole ? whole : path;
}

Status map_keys(Ctx *ctx, const Json *object, const char *path, const char *const *known)
{
    if (object->kind != JSON_OBJECT) return map_fail(ctx, path, "expected an object");
    for (const Json *item = object->first; item; item = item->next) {
        size_t i = 0;
        while (known[i] && strcmp(known[i], item->key) != 0)
            i++;
        if (known[i]) continue;
        return map_fail(ctx, *path ? below(ctx, path, item->key) : item->key,
                        "a map has no such key here");
    }
    return OK;
}

Status map_texts(Ctx *ctx, const Json *json, const char *path, Texts *out)
{
    size_t count = json->kind == JSON_ARRAY ? json->count : 1;
    *out = (Texts){ARENA_ARRAY(ctx->arena, count, const char *), 0};
    if (!out->items) return no_memory(ctx);
    const Json *item = json->kind == JSON_ARRAY ? json->first : json;
    for (; item && out->count < count; item = item->next) {
        if (item->kind == JSON_ARRAY || item->kind == JSON_OBJECT || item->kind == JSON_NULL)
            return map_fail(ctx, path, "expected a text, or a list of texts");
        out->items[out->count++] = item->text;
    }
    return OK;
}

Status map_times(Ctx *ctx, const Json *object, const char *path, MapTimes *times)
{
    const Json *format = json_get(object, "format"), *zone = json_get(object, "zone");
    const Json *gap = json_get(object, "gap");
    if (format) times->format = format->text;
    if (zone) times->zone = zone->text;
    if (format && (format->kind != JSON_TEXT || pattern_check(ctx, format->text)))
        return map_fail(ctx, below(ctx, path, "format"), "this is not a pattern of times");
    if (zone && (zone->kind != JSON_TEXT || zone_check(ctx, zone->text)))
        return map_fail(ctx, below(ctx, path, "zone"), "there is no such time zone");
    if (!gap) return OK;
    times->gap_forward = gap->kind == JSON_TEXT && strcmp(gap->text, "forward") == 0;
    if (times->gap_forward || (gap->kind == JSON_TEXT && strcmp(gap->text, "refuse") == 0))
        return OK;
    return map_fail(ctx, below(ctx, path, "gap"), "expected \"refuse\" or \"forward\"");
}

/* --- codes --- */

static int code_compare(const void *a, const void *b)
{
    const MapCode *left = a, *right = b;
    return strcmp(left->word, right->word);
}

const char *map_code(const MapCodes *codes, const char *word, size_t length)
{
    size_t low = 0, high = codes->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *other = codes->items[middle].word;
        int order = strncmp(other, word, length);
        if (order == 0 && other[length]) order = 1;
        if (order == 0) return codes->items[middle].value;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return codes->otherwise;
}

/* That the field takes the value: better refused once here than in every row. */
static Status value_check(Ctx *ctx, const Shape *shape, const Field *field, const char *value,
                          const char *path)
{
    TextRules rules = {.zone = "Z"};
    void *scratch = arena_alloc(ctx->arena, shape->size);
    if (!scratch) return no_memory(ctx);
    shape_clear(shape, scratch);
    Status s = field_from_text(ctx, field, scratch, value, strlen(value), &rules);
    return s == INVALID ? refuse_at(ctx, path) : s;
}

static Status codes_read(Ctx *ctx, const Shape *shape, const Json *rule, const char *path,
                         MapField *out)
{
    const Json *table = json_get(rule, "codes"), *otherwise = json_get(rule, "otherwise");
    if (!table)
        return otherwise ? map_fail(ctx, path, "\"otherwise\" needs \"codes\" beside it") : OK;
    if (table->kind != JSON_OBJECT)
        return map_fail(ctx, below(ctx, path, "codes"), "expected an object of words and values");
    MapCodes *codes = ARENA_NEW(ctx->arena, MapCodes);
    if (codes) codes->items = ARENA_ARRAY(ctx->arena, table->count, MapCode);
    if (!codes || !codes->items) return no_memory(ctx);
    Status s = OK;
    for (const Json *item = table->first; item && !s; item = item->next) {
        const char *place = below(ctx, below(ctx, path, "codes"), item->key);
        const char *value = item->kind == JSON_NULL ? "" : item->text;
        if (!value) return map_fail(ctx, place, "expected a text, or null");
        s = value_check(ctx, shape, out->field, value, place);
        codes->items[codes->count++] = (MapCode){item->key, value};
    }
    qsort(codes->items, codes->count, sizeof *codes->items, code_compare);
    if (otherwise) codes->otherwise = otherwise->kind == JSON_NULL ? "" : otherwise->text;
    if (!s && codes->otherwise)
        s = value_check(ctx, shape, out->field, codes->otherwise, below(ctx, path, "otherwise"));
    out->codes = codes;
    return s;
}

/* --- a rule --- */

static Status combine_read(Ctx *ctx, const Json *rule, const char *path, MapField *out)
{
    static const char *const names[] = {"first", "last", "sum"};
    const char *given = json_get_text(rule, "combine");
    if (!json_get(rule, "combine")) return OK;
    size_t i = 0;
    while (i < 3 && (!given || strcmp(names[i], given) != 0))
        i++;
    if (i == 3) return map_fail(ctx, below(ctx, path, "combine"), "expected first, last or sum");
    out->combine = (MapCombine)i;
    FieldKind kind = out->field->kind;
    bool number = kind == FIELD_KIND_INT || kind == FIELD_KIND_MONEY || kind == FIELD_KIND_REAL;
    if (out->combine == MAP_SUM && !number)
        return map_fail(ctx, below(ctx, path, "combine"), "only numbers and money have a sum");
    return OK;
}

/* Constant or columns: exactly one of the ways to say it. */
static Status source_read(Ctx *ctx, const Shape *shape, const Json *rule, const char *path,
                          MapField *out)
{
    const Json *column = json_get(rule, "column"), *columns = json_get(rule, "columns");
    const Json *value = json_get(rule, "value"), *first_of = json_get(rule, "first_of");
    if (!column + !columns + !value + !first_of != 3)
        return map_fail(ctx, path,
                        "expected one of \"column\", \"columns\", \"first_of\" and \"value\"");
    if (value) {
        out->value = value->text;
        if (!out->value) return map_fail(ctx, below(ctx, path, "value"), "expected a text");
        return value_check(ctx, shape, out->field, out->value, below(ctx, path, "value"));
    }
    if (column && column->kind != JSON_TEXT)
        return map_fail(ctx, below(ctx, path, "column"), "expected a column's name");
    out->first_of = first_of != NULL;
    return map_texts(ctx, column ? column : columns ? columns : first_of, path, &out->columns);
}

static Status pad_read(Ctx *ctx, const Json *rule, const char *path, MapField *out)
{
    const Json *pad = json_get(rule, "pad");
    if (!pad) return OK;
    char *end = NULL;
    unsigned long width = pad->kind == JSON_NUMBER ? strtoul(pad->text, &end, 10) : 0;
    if (width < 1 || width > MAP_PAD_MAX || *end)
        return map_fail(ctx, below(ctx, path, "pad"), "expected a number from 1 to 32");
    out->pad = width;
    return OK;
}

static Status rule_read(Ctx *ctx, const Shape *shape, const Json *rule, const char *path,
                        MapField *out)
{
    static const char *const known[] = {"column",  "columns",   "first_of", "value", "join",
                                        "pad",     "format",    "zone",     "gap",   "codes",
                                        "combine", "otherwise", NULL};
    Status s = map_keys(ctx, rule, path, known);
    if (s) return s;
    bool timed = json_get(rule, "format") || json_get(rule, "zone") || json_get(rule, "gap");
    if (timed && out->field->kind != FIELD_KIND_TIME)
        return map_fail(ctx, path, "format, zone and gap are for fields that hold a time");
    if (json_get(rule, "join")) out->join = json_get_text(rule, "join");
    if (!out->join) return map_fail(ctx, below(ctx, path, "join"), "expected a text");
    s = source_read(ctx, shape, rule, path, out);
    if (!s) s = map_times(ctx, rule, path, &out->times);
    if (!s) s = codes_read(ctx, shape, rule, path, out);
    if (!s) s = pad_read(ctx, rule, path, out);
    if (!s) s = combine_read(ctx, rule, path, out);
    return s;
}

Status map_field_read(Ctx *ctx, const Shape *shape, const Json *rule, const char *path,
                      const MapTimes *times, MapField *out)
{
    *out = (MapField){.field = shape_field(shape, rule->key), .join = " ", .times = *times};
    path = below(ctx, path, rule->key);
    if (!out->field || out->field->read_only)
        return map_fail(ctx, path, "the target has no such field");
    if (rule->kind == JSON_TEXT) return map_texts(ctx, rule, path, &out->columns);
    return rule_read(ctx, shape, rule, path, out);
}
