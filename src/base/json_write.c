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

static void write_date(Buf *buf, int64_t days)
{
    buf_char(buf, '"');
    date_format(buf, days);
    buf_char(buf, '"');
}

/* False and the empty list are said. */
#define NEVER_NULL                                                                                 \
    (1U << FIELD_KIND_BOOL | 1U << FIELD_KIND_TEXTS | 1U << FIELD_KIND_LIST | 1U << FIELD_KIND_MAP)

static inline bool is_null(const Field *field, const void *thing, const View *view)
{
    if (view_hides(view, field)) return true;
    return !(NEVER_NULL >> field->kind & 1) && !field_given(field, thing);
}

/* Room for a value of which it is known to be short, with its quotes. */
enum { SHORT_ROOM = INSTANT_ROOM + 2 };

/* The end of the text between quotes; NULL where it is longer, or something in it is escaped. */
static inline char *put_short_text(char *at, const char *text)
{
    char *const last = at + SHORT_ROOM - 1;
    *at = '"';
    while (++at < last && !escapes[(unsigned char)*text])
        *at = *text++;
    if (*text) return NULL;
    *at = '"';
    return at + 1;
}

static char *put_quoted(char *at, char *end)
{
    *at = *end = '"';
    return end + 1;
}

static char *put_word(char *at, const char *word)
{
    size_t length = strlen(word);
    memcpy(at, word, length);
    return at + length;
}

/* Writes the value at once; NULL of what may be longer than SHORT_ROOM. */
static char *put_short(char *at, const Field *field, const void *thing, const View *view)
{
    const void *from = field_at(field, thing);
    switch (field->kind) {
    case FIELD_KIND_TEXT:
        if (view_masks(view, field)) return NULL;
        return put_short_text(at, *(const char *const *)from);
    case FIELD_KIND_ENUM:
        return put_short_text(at, name_of(field->names, *(const int64_t *)from));
    case FIELD_KIND_INT:
        return int_put(at, *(const int64_t *)from);
    case FIELD_KIND_BOOL:
        return put_word(at, *(const bool *)from ? "true" : "false");
    case FIELD_KIND_TIME:
        return put_quoted(at, instant_put(at + 1, *(const int64_t *)from, view_zone(view)));
    case FIELD_KIND_ID:
        return put_quoted(at, int_put(at + 1, *(const int64_t *)from));
    default:
        return NULL;
    }
}

static void write_long(Buf *buf, const Field *field, const void *thing, const View *view)
{
    const void *at = field_at(field, thing);
    switch (field->kind) {
    case FIELD_KIND_TEXT:
        write_text(buf, field, *(const char *const *)at, view);
        break;
    case FIELD_KIND_ENUM:
        json_text(buf, name_of(field->names, *(const int64_t *)at));
        break;
    case FIELD_KIND_REAL:
        buf_real(buf, *(const double *)at);
        break;
    case FIELD_KIND_DATE:
        write_date(buf, *(const int64_t *)at);
        break;
    case FIELD_KIND_MONEY:
        write_money(buf, *(const int64_t *)at, view);
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
    default:
        break;
    }
}

/* The value, behind what was written up to `at`, with SHORT_ROOM; no `thing`: it is not given. */
static inline void write_value(Buf *buf, char *at, const Field *field, const void *thing,
                               const View *view)
{
    char *end = thing ? put_short(at, field, thing, view) : put_word(at, "null");
    buf_added(buf, (size_t)((end ? end : at) - (buf->data + buf->length)));
    if (!end) write_long(buf, field, thing, view);
}

void json_field(Buf *buf, const Field *field, const void *thing, const View *view)
{
    char *at = buf_reserve(buf, SHORT_ROOM);
    if (at) write_value(buf, at, field, is_null(field, thing, view) ? NULL : thing, view);
}

/* With its key, behind a brace or a comma. */
static inline void write_member(Buf *buf, char before, const Field *field, const void *thing,
                                const View *view)
{
    size_t length = field->name_length;
    char *at = buf_reserve(buf, length + 4 + SHORT_ROOM);
    if (!at) return;
    at[0] = before;
    at[1] = '"';
    memcpy(at + 2, field->name, length);
    memcpy(at + 2 + length, "\":", 2);
    write_value(buf, at + 4 + length, field, thing, view);
}

void json_encode(Buf *buf, const Shape *shape, const void *thing, const View *view)
{
    char before = '{';
    for (const Field *field = shape->fields; field->name; field++) {
        const void *from = is_null(field, thing, view) ? NULL : thing;
        if (field->write_only || (shape->sparse && !from)) continue;
        write_member(buf, before, field, from, view);
        before = ',';
    }
    if (before == '{') buf_char(buf, '{');
    buf_char(buf, '}');
}
