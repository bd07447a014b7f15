#include <string.h>

#include "access/right.h"
#include "import/import_slice.h"
#include "import/target.h"

/* A target as the console's import asks for it. */
typedef struct TargetField {
    const char *name, *kind, *doc;
    bool required, key;
    Texts values;
} TargetField;

static const Field field_fields[] = {
    FIELD_TEXT(TargetField, name, .doc = "As a column is named"),
    FIELD_TEXT(TargetField, kind, .doc = "What it holds: text, number, time, date, money …"),
    FIELD_TEXT(TargetField, doc, .doc = "In words"),
    FIELD_BOOL(TargetField, required, .doc = "A row without it is refused"),
    FIELD_BOOL(TargetField, key, .doc = "Part of what tells one row's thing from another's"),
    FIELD_TEXTS(TargetField, values, .doc = "The words it takes; empty: any"),
    FIELD_END};
static const Shape field_shape = SHAPE(TargetField, field_fields, "What a row may give");

typedef struct TargetRow {
    const char *name, *doc;
    List fields;
} TargetRow;

static const Field target_fields[] = {
    FIELD_TEXT(TargetRow, name, .doc = "As in /api/v1/NAME and on the command line"),
    FIELD_TEXT(TargetRow, doc, .doc = "In words"),
    FIELD_LIST(TargetRow, fields, &field_shape, .doc = "What its rows may give"), FIELD_END};
static const Shape target_shape = SHAPE(TargetRow, target_fields, "What rows can be imported into");

static const char *const kinds[] = {
    [FIELD_KIND_TEXT] = "text",   [FIELD_KIND_INT] = "number",  [FIELD_KIND_REAL] = "number",
    [FIELD_KIND_BOOL] = "truth",  [FIELD_KIND_TIME] = "time",   [FIELD_KIND_DATE] = "date",
    [FIELD_KIND_ENUM] = "word",   [FIELD_KIND_MONEY] = "money", [FIELD_KIND_ID] = "id",
    [FIELD_KIND_TEXTS] = "texts", [FIELD_KIND_MAP] = "map",
};

static bool is_key(const ImportTarget *target, const char *name)
{
    for (size_t i = 0; i < IMPORT_KEY_FIELDS && target->key[i]; i++)
        if (strcmp(target->key[i], name) == 0) return true;
    return false;
}

static Status values_list(Ctx *ctx, const Field *field, Texts *out)
{
    size_t count = 0;
    *out = (Texts){0};
    if (field->kind != FIELD_KIND_ENUM) return OK;
    while (field->names[count].name)
        count++;
    const char **items = ARENA_ARRAY(ctx->arena, count + 1, const char *);
    if (!items) return no_memory(ctx);
    *out = (Texts){.items = items, .count = count};
    for (size_t i = 0; i < count; i++)
        items[i] = field->names[i].name;
    return OK;
}

/* What one cell can hold and a row may set. */
static bool is_column(const Field *field)
{
    return !field->read_only && field->kind != FIELD_KIND_OBJECT && field->kind != FIELD_KIND_LIST;
}

static Status target_row(Ctx *ctx, const ImportTarget *of, TargetRow *out)
{
    size_t most = 0;
    ImportTarget declared;
    const ImportTarget *target = &declared;
    Status s = import_target_declared(ctx, of, &declared);
    if (s) return s;
    while (target->shape->fields[most].name)
        most++;
    TargetField *fields = ARENA_ARRAY(ctx->arena, most, TargetField);
    if (!fields) return no_memory(ctx);
    *out = (TargetRow){.name = target->name, .doc = target->doc, .fields.items = fields};
    for (const Field *field = target->shape->fields; field->name; field++) {
        if (!is_column(field)) continue;
        TargetField *to = &fields[out->fields.count++];
        *to = (TargetField){.name = field->name,
                            .kind = kinds[field->kind],
                            .doc = field->doc,
                            .required = field->required,
                            .key = is_key(target, field->name)};
        s = values_list(ctx, field, &to->values);
        if (s) return s;
    }
    return OK;
}

static Status api_targets(Ctx *ctx, Request *req)
{
    size_t most = 0;
    while (import_targets[most].name)
        most++;
    TargetRow *rows = ARENA_ARRAY(ctx->arena, most, TargetRow);
    if (!rows) return no_memory(ctx);
    List list = {.items = rows};
    Status s = OK;
    for (; !s && list.count < most; list.count++)
        s = target_row(ctx, &import_targets[list.count], &rows[list.count]);
    return s ? s : reply_list(ctx, req, &list, &target_shape, NULL);
}

const Route import_target_routes[] = {{GET, "/api/v1/import-targets", .right = RIGHT_SIGNED_IN,
                                       .out = &target_shape, .is_list = true, .run = api_targets,
                                       .doc = "What rows can be imported into, and their fields"},
                                      ROUTE_END};
