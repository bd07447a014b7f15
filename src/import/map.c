#include "import/map.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/ctx.h"
#include "import/map_field.h"

enum { MAP_BYTES = 1 << 20 };

/* --- parts --- */

static Status where_read(Ctx *ctx, const Json *where, const char *path, MapPart *part)
{
    if (!where) return OK;
    if (where->kind != JSON_OBJECT)
        return map_fail(ctx, path, "expected an object of columns and values");
    part->where = ARENA_ARRAY(ctx->arena, where->count, MapWhere);
    if (!part->where) return no_memory(ctx);
    for (const Json *item = where->first; item; item = item->next) {
        MapWhere *rule = &part->where[part->where_count++];
        rule->column = item->key;
        Status s = map_texts(ctx, item, path, &rule->values);
        if (s) return s;
    }
    return OK;
}

static MapField *part_field(const MapPart *part, const char *name)
{
    for (size_t i = 0; i < part->field_count; i++)
        if (strcmp(part->fields[i].field->name, name) == 0) return &part->fields[i];
    return NULL;
}

static Status fields_read(Ctx *ctx, const Json *fields, const char *path, const MapTimes *times,
                          MapPart *part)
{
    if (!fields || fields->kind != JSON_OBJECT)
        return map_fail(ctx, path, "expected an object of fields and where they come from");
    for (const Json *rule = fields->first; rule; rule = rule->next) {
        MapField read;
        Status s = map_field_read(ctx, part->target->shape, rule, path, times, &read);
        if (s) return s;
        MapField *place = part_field(part, rule->key);
        *(place ? place : &part->fields[part->field_count++]) = read;
    }
    return OK;
}

static Status part_new(Ctx *ctx, const ImportTarget *target, MapPart *part)
{
    *part = (MapPart){.target = target};
    part->fields = ARENA_ARRAY(ctx->arena, shape_width(target->shape), MapField);
    part->constants = arena_alloc(ctx->arena, target->shape->size);
    if (!part->fields || !part->constants) return no_memory(ctx);
    shape_clear(target->shape, part->constants);
    return OK;
}

/* Decodes the constants, once for all rows, and demands that what must be there is given. */
static Status part_finish(Ctx *ctx, MapPart *part, const char *path)
{
    for (const Field *field = part->target->shape->fields; field->name; field++) {
        const MapField *given = part_field(part, field->name);
        if (field->required && !given) {
            const char *place = arena_format(ctx->arena, "%s.%s", path, field->name);
            return place ? map_fail(ctx, place, "this field must be given") : no_memory(ctx);
        }
        if (!given || !given->value) continue;
        TextRules rules = {.zone = given->times.zone};
        Status s = field_from_text(ctx, field, part->constants, given->value, strlen(given->value),
                                   &rules);
        if (s) return s;
    }
    return OK;
}

/* --- scans: what several columns of one row become --- */

/* A scan takes over from the row's own fields what names its parcel; when the rows are scans
 * themselves, everything. */
static void fields_inherit(const Map *map, MapPart *part)
{
    for (size_t i = 0; i < map->main.field_count; i++) {
        const MapField *from = &map->main.fields[i];
        bool key = false;
        for (size_t k = 0; k < IMPORT_KEY_FIELDS && map->main.target->key[k]; k++)
            key = key || strcmp(map->main.target->key[k], from->field->name) == 0;
        const Field *field = shape_field(part->target->shape, from->field->name);
        if (!field || (!map->only_scans && !key)) continue;
        part->fields[part->field_count] = *from;
        part->fields[part->field_count++].field = field;
    }
}

static Status scan_read(Ctx *ctx, const Json *rule, size_t number, Map *map)
{
    static const char *const known[] = {"fields", "where", NULL};
    MapPart *part = &map->scans[map->scan_count++];
    char path[32], place[48];
    snprintf(path, sizeof path, "scans[%zu]", number);
    Status s = map_keys(ctx, rule, path, known);
    if (!s) s = part_new(ctx, import_target("scans"), part);
    if (s) return s;
    fields_inherit(map, part);
    snprintf(place, sizeof place, "%s.where", path);
    s = where_read(ctx, json_get(rule, "where"), place, part);
    snprintf(place, sizeof place, "%s.fields", path);
    if (!s) s = fields_read(ctx, json_get(rule, "fields"), place, &map->times, part);
    return s ? s : part_finish(ctx, part, place);
}

static Status scans_read(Ctx *ctx, const Json *scans, Map *map)
{
    if (!scans) return OK;
    if (scans->kind != JSON_ARRAY || scans->count == 0)
        return map_fail(ctx, "scans", "expected a list of scans");
    map->only_scans = map->main.target == import_target("scans");
    map->scans = ARENA_ARRAY(ctx->arena, scans->count, MapPart);
    if (!map->scans) return no_memory(ctx);
    Status s = OK;
    size_t number = 0;
    for (const Json *rule = scans->first; rule && !s; rule = rule->next)
        s = scan_read(ctx, rule, number++, map);
    return s;
}

/* --- the rest --- */

static Status source_read(Ctx *ctx, const Json *root, RowOptions *source)
{
    const Json *delimiter = json_get(root, "delimiter");
    source->encoding = json_get_text(root, "encoding");
    source->sheet = json_get_text(root, "sheet");
    if (!delimiter) return OK;
    if (delimiter->kind != JSON_TEXT || strlen(delimiter->text) != 1)
        return map_fail(ctx, "delimiter", "expected one of , ; | and the tab");
    source->delimiter = delimiter->text[0];
    return OK;
}

static Status orders_read(Ctx *ctx, const Json *orders, Map *map)
{
    if (!orders) return OK;
    if (orders->kind != JSON_ARRAY) return map_fail(ctx, "ascending", "expected a list of pairs");
    map->orders = ARENA_ARRAY(ctx->arena, orders->count, MapOrder);
    if (!map->orders) return no_memory(ctx);
    for (const Json *pair = orders->first; pair; pair = pair->next) {
        Texts two = {NULL, 0};
        Status s = pair->kind == JSON_ARRAY ? map_texts(ctx, pair, "ascending", &two) : OK;
        if (s) return s;
        if (two.count != 2)
            return map_fail(ctx, "ascending", "expected pairs of two columns of times");
        map->orders[map->order_count++] = (MapOrder){two.items[0], two.items[1]};
    }
    return OK;
}

static Status root_read(Ctx *ctx, const Json *root, Map *map)
{
    static const char *const known[] = {"encoding", "delimiter", "sheet",  "time",
                                        "where",    "repeat",    "fields", "scans",
                                        "note",     "ascending", NULL};
    static const char *const time_keys[] = {"format", "zone", "gap", NULL};
    const Json *time = json_get(root, "time"), *repeat = json_get(root, "repeat");
    Status s = map_keys(ctx, root, "", known);
    if (!s) s = source_read(ctx, root, &map->source);
    if (!s && time) s = map_keys(ctx, time, "time", time_keys);
    if (!s && time) s = map_times(ctx, time, "time", &map->times);
    if (!s) s = where_read(ctx, json_get(root, "where"), "where", &map->main);
    if (!s && repeat) s = map_texts(ctx, repeat, "repeat", &map->repeat_key);
    if (!s) s = orders_read(ctx, json_get(root, "ascending"), map);
    return s;
}

Status map_read(Ctx *ctx, const ImportTarget *target, const char *json, size_t length, Map **out)
{
    Json *root;
    Map *map = ARENA_NEW(ctx->arena, Map);
    if (!map) return no_memory(ctx);
    Status s = json_parse(ctx, json, length, &root);
    if (s == INVALID) {
        const char *message = arena_text(ctx->arena, ctx->problem.message);
        return message ? map_fail(ctx, "", message) : no_memory(ctx);
    }
    if (!s) s = part_new(ctx, target, &map->main);
    if (!s) s = root_read(ctx, root, map);
    if (!s) s = fields_read(ctx, json_get(root, "fields"), "fields", &map->times, &map->main);
    if (!s) s = scans_read(ctx, json_get(root, "scans"), map);
    if (!s && !map->only_scans) s = part_finish(ctx, &map->main, "fields");
    *out = map;
    return s;
}

Status map_read_file(Ctx *ctx, const ImportTarget *target, const char *path, Map **out)
{
    FILE *file = fopen(path, "rbe");
    if (!file) return fail(ctx, NOT_FOUND, "%s cannot be opened: %s", path, strerror(errno));
    char *text = arena_alloc(ctx->arena, MAP_BYTES + 1);
    size_t length = text ? fread(text, 1, MAP_BYTES + 1, file) : 0;
    bool failed = ferror(file);
    fclose(file);
    if (!text) return no_memory(ctx);
    if (failed) return fail(ctx, UNAVAILABLE, "%s cannot be read", path);
    if (length > MAP_BYTES) return fail(ctx, TOO_LARGE, "%s is over 1 MiB: it is no map", path);
    return map_read(ctx, target, text, length, out);
}

/* --- what it names --- */

static void column_note(Texts *columns, const char *name)
{
    for (size_t i = 0; i < columns->count; i++)
        if (strcmp(columns->items[i], name) == 0) return;
    columns->items[columns->count++] = name;
}

static size_t part_column_count(const MapPart *part)
{
    size_t count = part->where_count;
    for (size_t i = 0; i < part->field_count; i++)
        count += part->fields[i].columns.count;
    return count;
}

static void part_columns(const MapPart *part, Texts *out)
{
    for (size_t i = 0; i < part->where_count; i++)
        column_note(out, part->where[i].column);
    for (size_t i = 0; i < part->field_count; i++)
        for (size_t k = 0; k < part->fields[i].columns.count; k++)
            column_note(out, part->fields[i].columns.items[k]);
}

Status map_columns(Ctx *ctx, const Map *map, Texts *out)
{
    size_t count = part_column_count(&map->main) + map->repeat_key.count + 2 * map->order_count;
    for (size_t i = 0; i < map->scan_count; i++)
        count += part_column_count(&map->scans[i]);
    *out = (Texts){ARENA_ARRAY(ctx->arena, count, const char *), 0};
    if (!out->items) return no_memory(ctx);
    part_columns(&map->main, out);
    for (size_t i = 0; i < map->scan_count; i++)
        part_columns(&map->scans[i], out);
    for (size_t i = 0; i < map->repeat_key.count; i++)
        column_note(out, map->repeat_key.items[i]);
    for (size_t i = 0; i < map->order_count; i++) {
        column_note(out, map->orders[i].before);
        column_note(out, map->orders[i].after);
    }
    return OK;
}
