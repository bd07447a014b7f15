/* A row into a struct: columns are matched with fields by name, once for a statement and shape. */
#include "db/engine.h"

#include "base/json.h"

static Status columns_match(Rows *rows, const Shape *shape)
{
    Statement *statement = rows->statement;
    if (!statement->fields) {
        statement->fields = memory_alloc((size_t)statement->columns * sizeof(Field *));
        if (!statement->fields) return no_memory(rows->ctx);
    }
    statement->shape = NULL;
    for (int i = 0; i < statement->columns; i++) {
        const Field *field = shape_field(shape, statement->names[i]);
        if (!field || field->no_column)
            return fail(rows->ctx, INTERNAL, "column %s of statement %s is no field of %s",
                        statement->names[i], statement->sql->name, shape->name);
        statement->fields[i] = field;
    }
    statement->shape = shape;
    return OK;
}

static Status texts_read(Ctx *ctx, const DbValue *value, Texts *out)
{
    Json *json;
    if (value->kind != DB_TEXT) return OK;
    Status s = json_parse(ctx, value->p, value->length, &json);
    if (s) return s;
    bool is_map = json->kind == JSON_OBJECT;
    size_t count = 0;
    const char **items = ARENA_ARRAY(ctx->arena, json->count * (is_map ? 2 : 1), const char *);
    if (!items) return no_memory(ctx);
    for (const Json *child = json->first; child; child = child->next) {
        if (is_map) items[count++] = child->key;
        items[count++] = child->text;
    }
    *out = (Texts){items, count};
    return OK;
}

static int64_t value_int(const DbValue *value, int64_t null)
{
    if (value->kind == DB_INT) return value->i;
    return value->kind == DB_REAL ? (int64_t)value->r : null;
}

static Status field_read(Ctx *ctx, const Field *field, const DbValue *value, void *thing)
{
    char *at = (char *)thing + field->offset;
    switch (field->kind) {
    case FIELD_KIND_TEXT:
        if (value->kind != DB_TEXT) return OK;
        *(const char **)at = arena_text_n(ctx->arena, value->p, value->length);
        return *(const char **)at ? OK : no_memory(ctx);
    case FIELD_KIND_REAL:
        if (value->kind == DB_REAL) *(double *)at = value->r;
        if (value->kind == DB_INT) *(double *)at = (double)value->i;
        return OK;
    case FIELD_KIND_BOOL:
        *(bool *)at = value_int(value, 0) != 0;
        return OK;
    case FIELD_KIND_ID:
        *(int64_t *)at = value_int(value, 0);
        return OK;
    case FIELD_KIND_TEXTS:
    case FIELD_KIND_MAP:
        return texts_read(ctx, value, (Texts *)at);
    case FIELD_KIND_INT:
    case FIELD_KIND_TIME:
    case FIELD_KIND_DATE:
    case FIELD_KIND_ENUM:
    case FIELD_KIND_MONEY:
        *(int64_t *)at = value_int(value, NONE);
        return OK;
    case FIELD_KIND_OBJECT:
    case FIELD_KIND_LIST:
        break;
    }
    return fail(ctx, INTERNAL, "field %s cannot be read from a column", field->name);
}

Status row_read(Rows *rows, const Shape *shape, void *thing)
{
    Statement *statement = rows->statement;
    shape_clear(shape, thing);
    if (statement->shape != shape) {
        Status s = columns_match(rows, shape);
        if (s) return s;
    }
    for (int i = 0; i < statement->columns; i++) {
        DbValue value = rows_cell(rows, i);
        Status s = field_read(rows->ctx, statement->fields[i], &value, thing);
        if (s) return s;
    }
    return OK;
}
