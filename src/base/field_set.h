/* field_set.h -- checked values put into fields: what the readers of JSON, of rows and of SQL
 * share.
 *
 * Failures name the field by its own name; a reader that knows its path sets Problem.field anew. */
#pragma once

#include <math.h>
#include <string.h>

#include "base/field.h"

/* Characters of a text, where nothing else is said. */
#define TEXT_MOST 200

/* Where the field stands in a struct. */
static inline void *field_at(const Field *field, const void *thing)
{
    return (char *)(uintptr_t)thing + field->offset;
}

/* Whether a name is exactly these bytes, which no zero ends and some may be zero. */
static inline bool name_is(const char *name, const char *bytes, size_t length)
{
    return strncmp(name, bytes, length) == 0 && strlen(name) == length;
}

/* The bounds that hold for a field, its kind's defaults filled in. */
typedef struct Bounds {
    int64_t min, max;
} Bounds;
/* Of this field. */
Bounds field_bounds(const Field *field);

/* INVALID if a count of characters or items is out of the field's bounds. */
Status field_check_count(Ctx *ctx, const Field *field, size_t count);
/* The same of the characters of one item of a list of texts, or of a map's key or value. */
Status field_check_item(Ctx *ctx, const Field *field, size_t characters);
/* The same of a value. */
Status field_check_value(Ctx *ctx, const Field *field, int64_t value);
/* The same of a real number. */
Status field_check_real(Ctx *ctx, const Field *field, double value);

/* INVALID if that is not the code of the currency that this company's money is in. */
Status field_check_currency(Ctx *ctx, const Field *field, const char *code, size_t length);

/* Sets one field to «not given». */
void field_clear(const Field *field, void *thing);
/* Kinds that are a pointer, and those that are a number of which NONE says that there is none. */
#define POINTER_KINDS (1U << FIELD_KIND_TEXT | 1U << FIELD_KIND_OBJECT)
#define NUMBER_KINDS                                                                               \
    (1U << FIELD_KIND_INT | 1U << FIELD_KIND_TIME | 1U << FIELD_KIND_DATE |                        \
     1U << FIELD_KIND_ENUM | 1U << FIELD_KIND_MONEY)

/* Whether it is given; a false flag is not. */
static inline bool field_given(const Field *field, const void *thing)
{
    const void *at = field_at(field, thing);
    if (POINTER_KINDS >> field->kind & 1) return *(void *const *)at != NULL;
    if (NUMBER_KINDS >> field->kind & 1) return *(const int64_t *)at != NONE;
    switch (field->kind) {
    case FIELD_KIND_ID:
        return *(const int64_t *)at != 0;
    case FIELD_KIND_REAL:
        return !isnan(*(const double *)at);
    case FIELD_KIND_BOOL:
        return *(const bool *)at;
    case FIELD_KIND_LIST:
        return ((const List *)at)->items != NULL;
    case FIELD_KIND_TEXTS:
    case FIELD_KIND_MAP:
        return ((const Texts *)at)->items != NULL;
    default:
        return false;
    }
}

/* INVALID, in words that say what the field's kind takes in JSON. */
Status fail_expected(Ctx *ctx, const Field *field);

/* Puts the field's name on a failure that does not know it; hands `status` back. */
Status fail_named(Ctx *ctx, const Field *field, Status status);

/* Sets the field from what stood between quotes: a text, or by its kind an instant, a date, a word,
 * an id. */
Status field_set_text(Ctx *ctx, const Field *field, void *thing, const char *bytes, size_t length);

/* Notes how a time was written, where its field says. */
void field_set_offset(const Field *field, void *thing, int64_t offset_ms, bool inferred);

/* Sets the field from the characters of a number. */
Status field_set_number(Ctx *ctx, const Field *field, void *thing, const char *digits,
                        size_t length);

/* A cleaned copy of one item of a list of texts, or of a map's key or value: at most 200
 * characters. */
Status text_item(Ctx *ctx, const Field *field, const char *bytes, size_t length, const char **out);

/* An optional minus and digits, nothing else; false if it is anything else or does not fit. */
bool digits_int(const char *digits, size_t length, int64_t *out);

/* A finite number as JSON writes it; false if it is none. */
bool digits_real(const char *digits, size_t length, double *out);

/* Whether these bytes are a currency's code in form: three capital letters. */
bool is_currency(const char *code, size_t length);

/* "12", "-12.3", "12.340" as minor units, hundredths; false if there is more, or it does not fit.
 */
bool digits_money(const char *digits, size_t length, int64_t *out_minor);
