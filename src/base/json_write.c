#include <stdio.h>
#include <string.h>

#include "base/field_set.h"
#include "base/field_show.h"
#include "base/instant.h"
#include "base/json.h"

/* What follows the backslash; 'u' for \u00XX; 0 for a byte that stands for itself. */
static const char escapes[256] = {
    'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'b',         't',           'n',         'u',
    'f', 'r', 'u', 'u', 'u', 'u', 'u', 'u', 'u',         'u',           'u',         'u',
    'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', ['"'] = '"', ['\\'] = '\\', [0x7F] = 'u'};

static void add_escaped(Buf *buf, const char *text, size_t length)
{
    size_t start = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        char escape = escapes[byte];
        if (!escape) continue;
        buf_add(buf, text + start, i - start);
        start = i + 1;
        if (escape == 'u')
            buf_format(buf, "\\u%04x", byte);
        else
            buf_add(buf, (const char[]){'\\', escape}, 2);
    }
    buf_add(buf, text + start, length - start);
}

static void add_literal(Buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

/* Bytes before the first that is to be escaped. */
static size_t safe_length(const char *text)
{
    size_t length = 0;
    while (!escapes[(unsigned char)text[length]])
        length++;
    return length;
}

void json_text(Buf *buf, const char *text)
{
    if (!text) {
        add_literal(buf, "null");
        return;
    }
    size_t safe = safe_length(text); /* the ending zero is to be escaped, too */
    char *at = buf_reserve(buf, safe + 2);
    if (!at) return;
    *at = '"';
    memcpy(at + 1, text, safe);
    if (!text[safe]) {
        at[safe + 1] = '"';
        buf_added(buf, safe + 2);
        return;
    }
    buf_added(buf, safe + 1);
    add_escaped(buf, text + safe, strlen(text + safe));
    buf_char(buf, '"');
}

static void write_text(Buf *buf, const Field *field, const char *text, const View *view)
{
    if (!text || !*text || !view_masks(view, field)) {
        json_text(buf, text);
        return;
    }
    Mask mask = mask_of(field->personal, text);
    buf_char(buf, '"');
    add_escaped(buf, text, mask.head);
    buf_text(buf, mask.middle);
    add_escaped(buf, text + mask.tail, strlen(text + mask.tail));
    buf_char(buf, '"');
}

static void write_texts(Buf *buf, const Field *field, const Texts *texts, const View *view)
{
    buf_char(buf, '[');
    for (size_t i = 0; i < texts->count; i++) {
        if (i) buf_char(buf, ',');
        write_text(buf, field, texts->items[i], view);
    }
    buf_char(buf, ']');
}

static void write_map(Buf *buf, const Field *field, const Texts *texts, const View *view)
{
    buf_char(buf, '{');
    for (size_t i = 0; i + 1 < texts->count; i += 2) {
        if (i) buf_char(buf, ',');
        json_text(buf, texts->items[i]);
        buf_char(buf, ':');
        write_text(buf, field, texts->items[i + 1], view);
    }
    buf_char(buf, '}');
}

static void write_list(Buf *buf, const Field *field, const List *list, const View *view)
{
    buf_char(buf, '[');
    for (size_t i = 0; i < list->count; i++) {
        if (i) buf_char(buf, ',');
        json_encode(buf, field->shape, (const char *)list->items + i * field->shape->size, view);
    }
    buf_char(buf, ']');
}

static void write_money(Buf *buf, int64_t minor, const View *view)
{
    add_literal(buf, "{\"amount\":");
    buf_int(buf, minor);
    add_literal(buf, ",\"currency\":");
    json_text(buf, view && view->currency ? view->currency : "CNY");
    buf_char(buf, '}');
}

static void write_number(Buf *buf, const Field *field, int64_t value, const View *view)
{
    bool quoted = field->kind == FIELD_KIND_ID || field->kind == FIELD_KIND_TIME ||
                  field->kind == FIELD_KIND_DATE;
    if (quoted) buf_char(buf, '"');
    switch (field->kind) {
    case FIELD_KIND_TIME:
        instant_format(buf, value, view_zone(view));
        break;
    case FIELD_KIND_DATE:
        date_format(buf, value);
        break;
    case FIELD_KIND_ENUM:
        json_text(buf, name_of(field->names, value));
        break;
    case FIELD_KIND_MONEY:
        write_money(buf, value, view);
        break;
    default:
        buf_int(buf, value);
    }
    if (quoted) buf_char(buf, '"');
}

static bool is_list(FieldKind kind)
{
    return kind == FIELD_KIND_LIST || kind == FIELD_KIND_TEXTS || kind == FIELD_KIND_MAP;
}

/* False and the empty list are said. */
static bool is_null(const Field *field, const void *thing)
{
    return field->kind != FIELD_KIND_BOOL && !is_list(field->kind) && !field_given(field, thing);
}

static void write_value(Buf *buf, const Field *field, const void *thing, const View *view)
{
    const void *at = field_at(field, thing);
    switch (field->kind) {
    case FIELD_KIND_TEXT:
        write_text(buf, field, *(const char *const *)at, view);
        break;
    case FIELD_KIND_REAL:
        buf_real(buf, *(const double *)at);
        break;
    case FIELD_KIND_BOOL:
        add_literal(buf, *(const bool *)at ? "true" : "false");
        break;
    case FIELD_KIND_TEXTS:
        write_texts(buf, field, at, view);
        break;
    case FIELD_KIND_MAP:
        write_map(buf, field, at, view);
        break;
    case FIELD_KIND_LIST:
        write_list(buf, field, at, view);
        break;
    case FIELD_KIND_OBJECT:
        json_encode(buf, field->shape, *(const void *const *)at, view);
        break;
    default:
        write_number(buf, field, *(const int64_t *)at, view);
    }
}

void json_field(Buf *buf, const Field *field, const void *thing, const View *view)
{
    if (is_null(field, thing))
        add_literal(buf, "null");
    else
        write_value(buf, field, thing, view);
}

void json_encode(Buf *buf, const Shape *shape, const void *thing, const View *view)
{
    char before = '{';
    for (const Field *field = shape->fields; field->name; field++) {
        bool null = is_null(field, thing);
        if (field->write_only || (null && shape->sparse)) continue;
        size_t length = strlen(field->name);
        char *key = buf_reserve(buf, length + 4);
        if (!key) return;
        *key++ = before;
        *key++ = '"';
        memcpy(key, field->name, length);
        memcpy(key + length, "\":", 2);
        buf_added(buf, length + 4);
        if (null)
            add_literal(buf, "null");
        else
            write_value(buf, field, thing, view);
        before = ',';
    }
    if (before == '{') buf_char(buf, '{');
    buf_char(buf, '}');
}
