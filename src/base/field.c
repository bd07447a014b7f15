#include "base/field.h"

#include <math.h>
#include <string.h>

#include "base/field_set.h"

size_t shape_width(const Shape *shape)
{
    size_t count = 0;
    while (shape->fields[count].name)
        count++;
    return count;
}

const Field *shape_field(const Shape *shape, const char *name)
{
    for (const Field *field = shape->fields; field->name; field++)
        if (strcmp(field->name, name) == 0) return field;
    return NULL;
}

const char *name_of(const Name *names, int64_t value)
{
    for (; names->name; names++)
        if (names->value == value) return names->name;
    return "?";
}

int64_t name_value(const Name *names, const char *name)
{
    for (; names->name; names++)
        if (strcmp(names->name, name) == 0) return names->value;
    return NONE;
}

bool texts_have(const Texts *texts, const char *text)
{
    for (size_t i = 0; i < texts->count; i++)
        if (strcmp(texts->items[i], text) == 0) return true;
    return false;
}

bool texts_same(const Texts *a, const Texts *b)
{
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++)
        if (!texts_have(b, a->items[i])) return false;
    return true;
}

const char *map_value(const Texts *map, const char *key)
{
    for (size_t i = 0; i + 1 < map->count; i += 2)
        if (strcmp(map->items[i], key) == 0) return map->items[i + 1];
    return NULL;
}

void field_clear(const Field *field, void *thing)
{
    void *at = field_at(field, thing);
    switch (field->kind) {
    case FIELD_KIND_TEXT:
    case FIELD_KIND_OBJECT:
        *(void **)at = NULL;
        break;
    case FIELD_KIND_INT:
    case FIELD_KIND_TIME:
    case FIELD_KIND_DATE:
    case FIELD_KIND_ENUM:
    case FIELD_KIND_MONEY:
        *(int64_t *)at = NONE;
        break;
    case FIELD_KIND_ID:
        *(int64_t *)at = 0;
        break;
    case FIELD_KIND_REAL:
        *(double *)at = NAN;
        break;
    case FIELD_KIND_BOOL:
        *(bool *)at = false;
        break;
    case FIELD_KIND_LIST:
        *(List *)at = (List){0};
        break;
    case FIELD_KIND_TEXTS:
    case FIELD_KIND_MAP:
        *(Texts *)at = (Texts){0};
        break;
    }
}

void shape_clear(const Shape *shape, void *thing)
{
    for (const Field *field = shape->fields; field->name; field++)
        field_clear(field, thing);
}
