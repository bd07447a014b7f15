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
        buf_text(buf, "null");
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

static void write_words(Buf *buf, const char *text)
{
    Mask part;
    for (size_t at = 0, next; text[at]; at = next) {
        next = mask_words(text, at, &part);
        add_escaped(buf, text + at, part.head - at);
        buf_text(buf, part.middle);
    }
}

static void write_text(Buf *buf, const Field *field, const char *text, const View *view)
{
    if (!text || !*text || !view_masks(view, field)) {
        json_text(buf, text);
        return;
    }
    buf_char(buf, '"');
    if (field->personal == PERSONAL_WORDS) {
        write_words(buf, text);
    } else {
        Mask mask = mask_of(field->personal, text);
        add_escaped(buf, text, mask.head);
        buf_text(buf, mask.middle);
        add_escaped(buf, text + mask.tail, strlen(text + mask.tail));
    }
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
    buf_text(buf, "{\"amount\":");
    buf_int(buf, minor);
    buf_text(buf, ",\"currency\":");
    json_text(buf, view && view->currency ? view->currency : "CNY");
    buf_char(buf, '}');
}

static void write_time(Buf *buf, int64_t at_ms, const View *view)
{
    char *at = buf_reserve(buf, INSTANT_ROOM + 2);
    if (!at) return;
    char *end = instant_put(at + 1, at_ms, view_zone(view));
    *at = *end = '"';
    buf_added(buf, (size_t)(end + 1 - at));
}

static void write_id(Buf *buf, int64_t id)
{
    char *at = buf_reserve(buf, INT_ROOM + 2);
    if (!at) return;
    char *end = int_put(at + 1, id);
    *at = *end = '"';
    buf_added(buf, (size_t)(end + 1 - at));
}

static void write_date(Buf *buf, int64_t days)
{
    buf_char(buf, '"');
    date_format(buf, days);
    buf_char(buf, '"');
}

/* False and the empty list are said. */
#define NEVER_NULL                                                                                 \
    (1U << FIELD_KIND_BOOL | 1U << FIELD_KIND_TEXTS | 1U << FIELD_KIND_LIST | 1U << FIELD_KIND_MAP)

static inline bool is_null(const Field *field, const void *thing)
{
    return !(NEVER_NULL >> field->kind & 1) && !field_given(field, thing);
}

static void write_value(Buf *buf, const Field *field, const void *thing, const View *view)
{
    const void *at = field_at(field, thing);
    switch (field->kind) {
    case FIELD_KIND_TEXT:
        write_text(buf, field, *(const char *const *)at, view);
        break;
    case FIELD_KIND_INT:
        buf_int(buf, *(const int64_t *)at);
        break;
    case FIELD_KIND_REAL:
        buf_real(buf, *(const double *)at);
        break;
    case FIELD_KIND_BOOL:
        buf_text(buf, *(const bool *)at ? "true" : "false");
        break;
    case FIELD_KIND_TIME:
        write_time(buf, *(const int64_t *)at, view);
        break;
    case FIELD_KIND_DATE:
        write_date(buf, *(const int64_t *)at);
        break;
    case FIELD_KIND_ENUM:
        json_text(buf, name_of(field->names, *(const int64_t *)at));
        break;
    case FIELD_KIND_MONEY:
        write_money(buf, *(const int64_t *)at, view);
        break;
    case FIELD_KIND_ID:
        write_id(buf, *(const int64_t *)at);
        break;
    case FIELD_KIND_TEXTS:
        write_texts(buf, field, at, view);
        break;
    case FIELD_KIND_OBJECT:
        json_encode(buf, field->shape, *(const void *const *)at, view);
        break;
    case FIELD_KIND_LIST:
        write_list(buf, field, at, view);
        break;
    case FIELD_KIND_MAP:
        write_map(buf, field, at, view);
        break;
    }
}

void json_field(Buf *buf, const Field *field, const void *thing, const View *view)
{
    if (is_null(field, thing))
        buf_text(buf, "null");
    else
        write_value(buf, field, thing, view);
}

/* The key, behind a brace or a comma. */
static inline void write_key(Buf *buf, char before, const Field *field)
{
    size_t length = field->name_length;
    char *at = buf_reserve(buf, length + 4);
    if (!at) return;
    at[0] = before;
    at[1] = '"';
    memcpy(at + 2, field->name, length);
    memcpy(at + 2 + length, "\":", 2);
    buf_added(buf, length + 4);
}

void json_encode(Buf *buf, const Shape *shape, const void *thing, const View *view)
{
    char before = '{';
    for (const Field *field = shape->fields; field->name; field++) {
        bool null = is_null(field, thing);
        if (field->write_only || (null && shape->sparse)) continue;
        write_key(buf, before, field);
        if (null)
            buf_text(buf, "null");
        else
            write_value(buf, field, thing, view);
        before = ',';
    }
    if (before == '{') buf_char(buf, '{');
    buf_char(buf, '}');
}
