#include <inttypes.h>
#include <string.h>

#include "base/ctx.h"
#include "base/field_set.h"
#include "base/instant.h"
#include "base/text.h"

/* What holds where a field states no bounds. The least int64 is NONE. */
#define TEXTS_MOST 50
#define LIST_MOST 1000

static int64_t default_max(FieldKind kind)
{
    if (kind == FIELD_KIND_TEXT) return TEXT_MOST;
    if (kind == FIELD_KIND_TEXTS || kind == FIELD_KIND_MAP) return TEXTS_MOST;
    if (kind == FIELD_KIND_LIST) return LIST_MOST;
    return INT64_MAX;
}

static bool counted(FieldKind kind)
{
    return default_max(kind) != INT64_MAX;
}

Bounds field_bounds(const Field *field)
{
    Bounds bounds = {field->min, field->max ? field->max : default_max(field->kind)};
    if (field->kind == FIELD_KIND_TEXT && field->required && bounds.min < 1) bounds.min = 1;
    if (!counted(field->kind) && !field->min && !field->max) bounds.min = INT64_MIN + 1;
    return bounds;
}

Status field_check_currency(Ctx *ctx, const Field *field, const char *code, size_t length)
{
    if (!is_currency(code, length)) return fail_expected(ctx, field);
    const char *ours = ctx_currency(ctx);
    if (name_is(ours, code, length)) return OK;
    return fail_field(ctx, field->name, "this company's money is %s, not %.3s", ours, code);
}

Status field_check_count(Ctx *ctx, const Field *field, size_t count)
{
    Bounds bounds = field_bounds(field);
    const char *of = field->kind == FIELD_KIND_TEXT ? "characters" : "items";
    if ((int64_t)count > bounds.max)
        return fail_field(ctx, field->name, "expected at most %" PRId64 " %s", bounds.max, of);
    if ((int64_t)count >= bounds.min) return OK;
    if (!count && field->required) return fail_field(ctx, field->name, "is required");
    return fail_field(ctx, field->name, "expected at least %" PRId64 " %s", bounds.min, of);
}

Status field_check_item(Ctx *ctx, const Field *field, size_t characters)
{
    int64_t most = field->item_max ? field->item_max : TEXT_MOST;
    if ((int64_t)characters <= most) return OK;
    return fail_field(ctx, field->name, "expected texts of at most %" PRId64 " characters", most);
}

static Status fail_instant(Ctx *ctx, const Field *field, Bounds bounds)
{
    char from[INSTANT_ROOM + 1], to[INSTANT_ROOM + 1];
    *instant_put(from, bounds.min, NULL) = '\0';
    *instant_put(to, bounds.max, NULL) = '\0';
    return fail_field(ctx, field->name, "expected an instant from %s to %s", from, to);
}

static Status fail_range(Ctx *ctx, const Field *field, Bounds bounds)
{
    if (field->kind == FIELD_KIND_TIME) return fail_instant(ctx, field, bounds);
    if (field->above_min)
        return fail_field(ctx, field->name, "expected more than %" PRId64 ", at most %" PRId64,
                          bounds.min, bounds.max);
    if (bounds.max == INT64_MAX)
        return fail_field(ctx, field->name, "expected %" PRId64 " or more", bounds.min);
    return fail_field(ctx, field->name, "expected %" PRId64 " to %" PRId64, bounds.min, bounds.max);
}

Status field_check_value(Ctx *ctx, const Field *field, int64_t value)
{
    Bounds bounds = field_bounds(field);
    return value < bounds.min || value > bounds.max ? fail_range(ctx, field, bounds) : OK;
}

Status field_check_real(Ctx *ctx, const Field *field, double value)
{
    if (!field->min && !field->max) return OK;
    Bounds bounds = field_bounds(field);
    double min = (double)bounds.min;
    bool under = value < min || (field->above_min && value == min);
    bool over = field->max && value > (double)bounds.max;
    return under || over ? fail_range(ctx, field, bounds) : OK;
}

/* A failure below a field is named by the way to it. */
static Status inside(Ctx *ctx, const Field *field, int64_t item, Status s)
{
    if (s && item < 0) problem_within(ctx, "%s.", field->name);
    if (s && item >= 0) problem_within(ctx, "%s[%" PRId64 "].", field->name, item);
    return s;
}

static Status check_list(Ctx *ctx, const Field *field, const List *list)
{
    Status s = field_check_count(ctx, field, list->count);
    for (size_t i = 0; !s && i < list->count; i++) {
        const char *item = (const char *)list->items + i * field->shape->size;
        s = inside(ctx, field, (int64_t)i, shape_check(ctx, field->shape, item));
    }
    return s;
}

/* `per_item`: how many texts an item has, as a map's key and value. */
static Status check_texts(Ctx *ctx, const Field *field, const Texts *texts, size_t per_item)
{
    Status s = field_check_count(ctx, field, texts->count / per_item);
    for (size_t i = 0; !s && i < texts->count; i++)
        s = field_check_item(ctx, field, text_characters(texts->items[i]));
    return s;
}

static Status check_given(Ctx *ctx, const Field *field, const void *at)
{
    switch (field->kind) {
    case FIELD_KIND_TEXT:
        return field_check_count(ctx, field, text_characters(*(const char *const *)at));
    case FIELD_KIND_INT:
    case FIELD_KIND_TIME:
    case FIELD_KIND_DATE:
    case FIELD_KIND_MONEY:
    case FIELD_KIND_ID:
        return field_check_value(ctx, field, *(const int64_t *)at);
    case FIELD_KIND_REAL:
        return field_check_real(ctx, field, *(const double *)at);
    case FIELD_KIND_ENUM:
        if (strcmp(name_of(field->names, *(const int64_t *)at), "?") != 0) return OK;
        return fail_expected(ctx, field);
    case FIELD_KIND_TEXTS:
        return check_texts(ctx, field, at, 1);
    case FIELD_KIND_MAP:
        return check_texts(ctx, field, at, 2);
    case FIELD_KIND_OBJECT:
        return inside(ctx, field, -1, shape_check(ctx, field->shape, *(const void *const *)at));
    case FIELD_KIND_LIST:
        return check_list(ctx, field, at);
    case FIELD_KIND_BOOL:
        break;
    }
    return OK;
}

/* --- how texts are written --- */

/* LINE SEPARATOR and PARAGRAPH SEPARATOR. */
static bool ends_line(const char *at)
{
    return strncmp(at, "\u2028", 3) == 0 || strncmp(at, "\u2029", 3) == 0;
}

Status text_check_writing(Ctx *ctx, const char *field, const char *text, Writing writing)
{
    if (writing == WRITING_ANY) return OK;
    bool line = writing == WRITING_LINE;
    const char *ends = line ? "\n\t\xE2" : "\xE2";
    for (const char *at = strpbrk(text, ends); at; at = strpbrk(at + 1, ends)) {
        if (*at == '\n' || (line && ends_line(at)))
            return fail_field(ctx, field, "must be one line");
        if (*at == '\t') return fail_field(ctx, field, "must not have tabs");
        if (text_turns(at)) return fail_field(ctx, field, "must not turn the direction of writing");
    }
    return OK;
}

/* Of a map the keys are names, of one line. */
static Status check_texts_writing(Ctx *ctx, const Field *field, const Texts *texts)
{
    Status s = OK;
    for (size_t i = 0; i < texts->count && !s; i++) {
        bool key = field->kind == FIELD_KIND_MAP && i % 2 == 0;
        Writing writing = key && field->writing == WRITING_LINES ? WRITING_LINE : field->writing;
        s = text_check_writing(ctx, field->name, texts->items[i], writing);
    }
    return s;
}

static Status check_list_writing(Ctx *ctx, const Field *field, const List *list)
{
    Status s = OK;
    for (size_t i = 0; i < list->count && !s; i++) {
        const char *item = (const char *)list->items + i * field->shape->size;
        s = inside(ctx, field, (int64_t)i, shape_check_writing(ctx, field->shape, item));
    }
    return s;
}

static Status check_writing(Ctx *ctx, const Field *field, const void *at)
{
    switch (field->kind) {
    case FIELD_KIND_TEXT:
        return text_check_writing(ctx, field->name, *(const char *const *)at, field->writing);
    case FIELD_KIND_TEXTS:
    case FIELD_KIND_MAP:
        return check_texts_writing(ctx, field, at);
    case FIELD_KIND_OBJECT:
        return inside(ctx, field, -1,
                      shape_check_writing(ctx, field->shape, *(const void *const *)at));
    case FIELD_KIND_LIST:
        return check_list_writing(ctx, field, at);
    default:
        return OK;
    }
}

Status shape_check_writing(Ctx *ctx, const Shape *shape, const void *thing)
{
    Status s = OK;
    for (const Field *field = shape->fields; field->name && !s; field++)
        if (!field->read_only && field_given(field, thing))
            s = check_writing(ctx, field, field_at(field, thing));
    return s;
}

/* --- whole things --- */

Status shape_check(Ctx *ctx, const Shape *shape, const void *thing)
{
    for (const Field *field = shape->fields; field->name; field++) {
        Status s = OK;
        if (field_given(field, thing))
            s = check_given(ctx, field, field_at(field, thing));
        else if (field->required && !field->read_only && field->kind != FIELD_KIND_BOOL)
            s = fail_field(ctx, field->name, "is required");
        if (s) return s;
    }
    return OK;
}
