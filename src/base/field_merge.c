#include <math.h>
#include <string.h>

#include "base/field_set.h"
#include "base/text.h"

static bool same_texts(const Texts *a, const Texts *b)
{
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++)
        if (!text_equal(a->items[i], b->items[i])) return false;
    return true;
}

static bool same_struct(const Shape *shape, const void *a, const void *b);

static bool same_list(const Shape *shape, const List *a, const List *b)
{
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++) {
        size_t at = i * shape->size;
        if (!same_struct(shape, (const char *)a->items + at, (const char *)b->items + at))
            return false;
    }
    return true;
}

static bool same_object(const Shape *shape, const void *a, const void *b)
{
    return a == b || (a && b && same_struct(shape, a, b));
}

static bool same_field(const Field *field, const void *a, const void *b)
{
    const void *left = field_at(field, a), *right = field_at(field, b);
    switch (field->kind) {
    case FIELD_KIND_TEXT:
        return text_equal(*(const char *const *)left, *(const char *const *)right);
    case FIELD_KIND_REAL:
        return memcmp(left, right, sizeof(double)) == 0;
    case FIELD_KIND_BOOL:
        return *(const bool *)left == *(const bool *)right;
    case FIELD_KIND_OBJECT:
        return same_object(field->shape, *(const void *const *)left, *(const void *const *)right);
    case FIELD_KIND_LIST:
        return same_list(field->shape, left, right);
    case FIELD_KIND_TEXTS:
    case FIELD_KIND_MAP:
        return same_texts(left, right);
    default:
        return *(const int64_t *)left == *(const int64_t *)right;
    }
}

static bool same_struct(const Shape *shape, const void *a, const void *b)
{
    for (const Field *field = shape->fields; field->name; field++)
        if (!same_field(field, a, b)) return false;
    return true;
}

static size_t field_size(FieldKind kind)
{
    if (kind == FIELD_KIND_BOOL) return sizeof(bool);
    if (kind == FIELD_KIND_LIST) return sizeof(List);
    if (kind == FIELD_KIND_TEXTS || kind == FIELD_KIND_MAP) return sizeof(Texts);
    return sizeof(int64_t);
}

bool shape_merge(const Shape *shape, void *onto, const void *from)
{
    bool changed = false;
    for (const Field *field = shape->fields; field->name; field++) {
        if (!field_given(field, from)) continue;
        void *old = field_at(field, onto);
        const void *new = field_at(field, from);
        if (field->kind == FIELD_KIND_OBJECT && field_given(field, onto)) {
            changed |= shape_merge(field->shape, *(void **)old, *(const void *const *)new);
        } else if (!same_field(field, onto, from)) {
            memcpy(old, new, field_size(field->kind));
            changed = true;
        }
    }
    return changed;
}
