#include "http/openapi_schema.h"

#include <string.h>

#include "base/json.h"

#define PREFIX "#/components/schemas/"

/* Two shapes of one name are told apart by a number. */
static void shape_name(const Shapes *shapes, const Shape *shape, Buf *out)
{
    int same = 1;
    for (size_t i = 0; i < shapes->count && shapes->items[i] != shape; i++)
        same += strcmp(shapes->items[i]->name, shape->name) == 0;
    buf_text(out, shape->name);
    if (same > 1) buf_int(out, same);
}

static void shape_note(Shapes *shapes, const Shape *shape)
{
    for (size_t i = 0; i < shapes->count; i++)
        if (shapes->items[i] == shape) return;
    const Shape **items = arena_grow(shapes->arena, shapes->items, shapes->count * sizeof *items,
                                     (shapes->count + 1) * sizeof *items);
    shapes->failed |= !items;
    if (!items) return;
    items[shapes->count++] = shape;
    shapes->items = items;
}

void schema_reference(Shapes *shapes, const Shape *shape, Buf *out)
{
    shape_note(shapes, shape);
    buf_text(out, "{\"$ref\":\"" PREFIX);
    shape_name(shapes, shape, out);
    buf_text(out, "\"}");
}

static void bound(Buf *out, const char *name, int64_t value, bool given)
{
    if (given) buf_format(out, ",\"%s\":%lld", name, (long long)value);
}

static void type(Buf *out, const char *name, bool nullable)
{
    if (nullable)
        buf_format(out, "\"type\":[\"%s\",\"null\"]", name);
    else
        buf_format(out, "\"type\":\"%s\"", name);
}

static void enumeration(const Field *field, bool nullable, Buf *out)
{
    type(out, "string", nullable);
    buf_text(out, ",\"enum\":[");
    for (const Name *name = field->names; name->name; name++) {
        if (name != field->names) buf_char(out, ',');
        json_text(out, name->name);
    }
    buf_text(out, nullable ? ",null]" : "]");
}

static void number(const Field *field, const char *name, bool nullable, Buf *out)
{
    type(out, name, nullable);
    if (field->kind == FIELD_KIND_INT) buf_text(out, ",\"format\":\"int64\"");
    bound(out, field->above_min ? "exclusiveMinimum" : "minimum", field->min,
          field->max || field->min);
    bound(out, "maximum", field->max, field->max != 0);
}

static void text(const Field *field, bool nullable, Buf *out)
{
    type(out, "string", nullable);
    bound(out, "minLength", field->min, field->min > 0);
    bound(out, "maxLength", field->max, field->max > 0);
}

static void list(Shapes *shapes, const Field *field, bool nullable, Buf *out)
{
    type(out, "array", nullable);
    bound(out, "minItems", field->min, field->min > 0);
    bound(out, "maxItems", field->max, field->max > 0);
    buf_text(out, ",\"items\":");
    if (field->kind == FIELD_KIND_LIST)
        schema_reference(shapes, field->shape, out);
    else
        buf_text(out, "{\"type\":\"string\"}");
}

static void object(Shapes *shapes, const Field *field, bool nullable, Buf *out)
{
    if (nullable) buf_text(out, "\"anyOf\":[");
    if (!nullable) buf_text(out, "\"allOf\":[");
    schema_reference(shapes, field->shape, out);
    buf_text(out, nullable ? ",{\"type\":\"null\"}]" : "]");
}

static void value_schema(Shapes *shapes, const Field *field, bool nullable, Buf *out)
{
    switch (field->kind) {
    case FIELD_KIND_TEXT:
        text(field, nullable, out);
        return;
    case FIELD_KIND_INT:
        number(field, "integer", nullable, out);
        return;
    case FIELD_KIND_REAL:
        number(field, "number", nullable, out);
        return;
    case FIELD_KIND_BOOL:
        type(out, "boolean", false);
        return;
    case FIELD_KIND_TIME:
        type(out, "string", nullable);
        buf_text(out, ",\"format\":\"date-time\"");
        return;
    case FIELD_KIND_DATE:
        type(out, "string", nullable);
        buf_text(out, ",\"format\":\"date\"");
        return;
    case FIELD_KIND_ENUM:
        enumeration(field, nullable, out);
        return;
    case FIELD_KIND_MONEY:
        type(out, "object", nullable);
        buf_text(out,
                 ",\"required\":[\"amount\",\"currency\"],\"properties\":{\"amount\":{\"type\":"
                 "\"integer\"},\"currency\":{\"type\":\"string\",\"minLength\":3,"
                 "\"maxLength\":3}}");
        return;
    case FIELD_KIND_ID:
        type(out, "string", nullable);
        buf_text(out, ",\"pattern\":\"^[0-9]{1,19}$\"");
        return;
    case FIELD_KIND_TEXTS:
    case FIELD_KIND_LIST:
        list(shapes, field, nullable, out);
        return;
    case FIELD_KIND_OBJECT:
        object(shapes, field, nullable, out);
        return;
    case FIELD_KIND_MAP:
        type(out, "object", nullable);
        buf_text(out, ",\"additionalProperties\":{\"type\":\"string\"}");
        return;
    }
}

static void example(const Field *field, Buf *out)
{
    if (!field->example) return;
    bool raw = field->kind == FIELD_KIND_INT || field->kind == FIELD_KIND_REAL ||
               field->kind == FIELD_KIND_BOOL;
    bool simple = raw || field->kind == FIELD_KIND_TEXT || field->kind == FIELD_KIND_TIME ||
                  field->kind == FIELD_KIND_DATE || field->kind == FIELD_KIND_ENUM ||
                  field->kind == FIELD_KIND_ID;
    if (!simple) return;
    buf_text(out, ",\"examples\":[");
    if (raw)
        buf_text(out, field->example);
    else
        json_text(out, field->example);
    buf_char(out, ']');
}

void schema_field(Shapes *shapes, const Field *field, bool nullable, Buf *out)
{
    buf_char(out, '{');
    value_schema(shapes, field, nullable, out);
    if (field->doc) buf_text(out, ",\"description\":");
    if (field->doc) json_text(out, field->doc);
    if (field->read_only) buf_text(out, ",\"readOnly\":true");
    if (field->write_only) buf_text(out, ",\"writeOnly\":true");
    if (field->personal) buf_text(out, ",\"x-personal\":true");
    if (field->writing == WRITING_LINES) buf_text(out, ",\"x-lines\":true");
    example(field, out);
    buf_char(out, '}');
}

static void required_names(const Shape *shape, Buf *out)
{
    const char *before = ",\"required\":[";
    const char *end = "";
    for (const Field *field = shape->fields; field->name; field++) {
        if (!field->required) continue;
        buf_text(out, before);
        json_text(out, field->name);
        before = ",";
        end = "]";
    }
    buf_text(out, end);
}

static void definition(Shapes *shapes, const Shape *shape, Buf *out)
{
    buf_char(out, '"');
    shape_name(shapes, shape, out);
    buf_text(out, "\":{\"type\":\"object\"");
    if (shape->doc) buf_text(out, ",\"description\":");
    if (shape->doc) json_text(out, shape->doc);
    required_names(shape, out);
    buf_text(out, ",\"properties\":{");
    for (const Field *field = shape->fields; field->name; field++) {
        if (field != shape->fields) buf_char(out, ',');
        json_text(out, field->name);
        buf_char(out, ':');
        schema_field(shapes, field, !field->required && !shape->sparse, out);
    }
    buf_text(out, "}}");
}

void schema_definitions(Shapes *shapes, Buf *out)
{
    /* A definition may note further shapes: they come after it. */
    for (size_t i = 0; i < shapes->count; i++) {
        if (i) buf_char(out, ',');
        definition(shapes, shapes->items[i], out);
    }
}
