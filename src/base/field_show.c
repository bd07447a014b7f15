#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/contact.h"
#include "base/field_set.h"
#include "base/field_show.h"
#include "base/instant.h"
#include "base/text.h"

static Mask mask_phone(const char *text, size_t length)
{
    if (length >= 11) return (Mask){text_prefix(text, 3), "****", length - 4};
    if (length >= 7) return (Mask){0, "****", length - 4};
    return (Mask){0, "****", length};
}

Mask mask_of(Personal kind, const char *text)
{
    size_t length = strlen(text), characters = text_characters(text);
    switch (kind) {
    case PERSONAL_NO:
        return (Mask){0, "", 0};
    case PERSONAL_NAME:
        return (Mask){text_prefix(text, characters > 1), "*", length};
    case PERSONAL_PHONE:
        return characters == length ? mask_phone(text, length) : (Mask){0, "****", length};
    case PERSONAL_ADDRESS:
        return (Mask){text_prefix(text, characters > 12 ? 6 : characters / 2), "…", length};
    case PERSONAL_TEXT:
    case PERSONAL_WORDS:
        break;
    }
    return (Mask){0, "***", length};
}

size_t mask_words(const char *text, size_t from, Mask *out)
{
    ContactSpan span;
    if (!contact_next(text, from, &span)) {
        size_t length = strlen(text);
        *out = (Mask){length, "", length};
        return length;
    }
    *out = (Mask){span.start, "****", span.start + span.length};
    return out->tail;
}

void mask_text(Buf *buf, Personal kind, const char *text)
{
    if (!text || !*text) return;
    if (kind == PERSONAL_WORDS) {
        Mask part;
        for (size_t at = 0, next; text[at]; at = next) {
            next = mask_words(text, at, &part);
            buf_add(buf, text + at, part.head - at);
            buf_text(buf, part.middle);
        }
        return;
    }
    Mask mask = mask_of(kind, text);
    buf_add(buf, text, mask.head);
    buf_text(buf, mask.middle);
    buf_text(buf, text + mask.tail);
}

static void show_text(Buf *buf, const Field *field, const char *text, const View *view)
{
    if (view_masks(view, field))
        mask_text(buf, field->personal, text);
    else
        buf_text(buf, text);
}

void buf_real(Buf *buf, double value)
{
    char digits[32];
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, value);
        double back;
        if (digits_real(digits, strlen(digits), &back) && memcmp(&back, &value, sizeof back) == 0)
            break;
    }
    buf_text(buf, digits);
}

static void show_money(Buf *buf, int64_t minor)
{
    uint64_t size = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
    buf_format(buf, "%s%" PRIu64 ".%02u", minor < 0 ? "-" : "", size / 100, (unsigned)(size % 100));
}

/* In a map every other text is a key: shown in clear, followed by its value. */
static void show_texts(Buf *buf, const Field *field, const Texts *texts, const View *view)
{
    bool map = field->kind == FIELD_KIND_MAP;
    for (size_t i = 0; i < texts->count; i++) {
        bool is_value = map && i % 2;
        if (i) buf_char(buf, is_value ? '=' : ';');
        if (map && !is_value)
            buf_text(buf, texts->items[i]);
        else
            show_text(buf, field, texts->items[i], view);
    }
}

void field_to_text(Buf *buf, const Field *field, const void *thing, const View *view)
{
    const void *at = field_at(field, thing);
    if (field->write_only || view_hides(view, field)) return;
    if (field->kind != FIELD_KIND_BOOL && !field_given(field, thing)) return;
    switch (field->kind) {
    case FIELD_KIND_TEXT:
        show_text(buf, field, *(const char *const *)at, view);
        break;
    case FIELD_KIND_INT:
    case FIELD_KIND_ID:
        buf_int(buf, *(const int64_t *)at);
        break;
    case FIELD_KIND_REAL:
        buf_real(buf, *(const double *)at);
        break;
    case FIELD_KIND_BOOL:
        buf_text(buf, *(const bool *)at ? "true" : "false");
        break;
    case FIELD_KIND_TIME:
        instant_format(buf, *(const int64_t *)at, view_zone(view));
        break;
    case FIELD_KIND_DATE:
        date_format(buf, *(const int64_t *)at);
        break;
    case FIELD_KIND_ENUM:
        buf_text(buf, name_of(field->names, *(const int64_t *)at));
        break;
    case FIELD_KIND_MONEY:
        show_money(buf, *(const int64_t *)at);
        break;
    case FIELD_KIND_TEXTS:
    case FIELD_KIND_MAP:
        show_texts(buf, field, at, view);
        break;
    case FIELD_KIND_OBJECT:
    case FIELD_KIND_LIST:
        break;
    }
}
