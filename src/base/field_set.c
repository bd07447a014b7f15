#include "base/field_set.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ctx.h"
#include "base/instant.h"
#include "base/text.h"

static const char *const expected[] = {
    [FIELD_KIND_TEXT] = "a text",
    [FIELD_KIND_INT] = "a whole number",
    [FIELD_KIND_REAL] = "a number",
    [FIELD_KIND_BOOL] = "true or false",
    [FIELD_KIND_TIME] = "an instant with its offset, such as \"2026-11-22T08:00:00+08:00\"",
    [FIELD_KIND_DATE] = "a date, such as \"2026-11-22\"",
    [FIELD_KIND_ENUM] = "a word",
    [FIELD_KIND_MONEY] = "an amount in minor units, such as {\"amount\":1234,\"currency\":\"CNY\"}",
    [FIELD_KIND_ID] = "an id: a text of digits",
    [FIELD_KIND_TEXTS] = "a list of texts",
    [FIELD_KIND_OBJECT] = "an object",
    [FIELD_KIND_LIST] = "a list of objects",
    [FIELD_KIND_MAP] = "an object whose values are texts",
};

/* The words an enum takes, as many as the Problem has room for. */
static Status fail_names(Ctx *ctx, const Field *field)
{
    char list[sizeof ctx->problem.message - 32];
    size_t used = 0;
    for (const Name *name = field->names; name->name; name++) {
        size_t length = strlen(name->name);
        if (used + length + 8 > sizeof list) {
            memcpy(list + used, ", …", sizeof ", …" - 1);
            used += sizeof ", …" - 1;
            break;
        }
        if (used) {
            memcpy(list + used, ", ", 2);
            used += 2;
        }
        memcpy(list + used, name->name, length);
        used += length;
    }
    return fail_field(ctx, field->name, "expected one of: %.*s", (int)used, list);
}

Status fail_expected(Ctx *ctx, const Field *field)
{
    if (field->kind == FIELD_KIND_ENUM) return fail_names(ctx, field);
    return fail_field(ctx, field->name, "expected %s", expected[field->kind]);
}

Status fail_named(Ctx *ctx, const Field *field, Status status)
{
    snprintf(ctx->problem.field, sizeof ctx->problem.field, "%s", field->name);
    return status;
}

bool digits_int(const char *digits, size_t length, int64_t *out)
{
    bool negative = length && *digits == '-';
    uint64_t value = 0;
    if (length == negative || length > 20) return false;
    for (size_t i = negative; i < length; i++) {
        unsigned digit = (unsigned)(unsigned char)digits[i] - '0';
        if (digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, digit, &value))
            return false;
    }
    if (value > INT64_MAX) return false; /* the least int64 is NONE, and so no number */
    *out = negative ? -(int64_t)value : (int64_t)value;
    return true;
}

bool digits_real(const char *digits, size_t length, double *out)
{
    char copy[64];
    if (!length || length >= sizeof copy || memchr(digits, 0, length)) return false;
    memcpy(copy, digits, length);
    copy[length] = 0;
    if (copy[strspn(copy, "0123456789+-.eE")]) return false;
    char *end;
    *out = strtod(copy, &end);
    return !*end && isfinite(*out);
}

bool is_currency(const char *code, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (code[i] < 'A' || code[i] > 'Z') return false;
    return length == 3;
}

bool digits_money(const char *digits, size_t length, int64_t *out_minor)
{
    const char *point = memchr(digits, '.', length);
    size_t whole = point ? (size_t)(point - digits) : length;
    int64_t units, minor = 0;
    if (!digits_int(digits, whole, &units)) return false;
    if (point && whole + 1 == length) return false;
    int64_t worth = 10;
    for (size_t i = whole + 1; i < length; i++, worth /= 10) {
        if (digits[i] < '0' || digits[i] > '9' || (!worth && digits[i] != '0')) return false;
        minor += (digits[i] - '0') * worth;
    }
    if (*digits == '-') minor = -minor;
    return !__builtin_mul_overflow(units, 100, &units) &&
           !__builtin_add_overflow(units, minor, out_minor) && *out_minor != NONE;
}

Status text_item(Ctx *ctx, const Field *field, const char *bytes, size_t length, const char **out)
{
    size_t characters;
    Status s = text_clean(ctx, bytes, length, out, &characters);
    return s ? fail_named(ctx, field, s) : field_check_item(ctx, field, characters);
}

static Status set_text(Ctx *ctx, const Field *field, void *thing, const char *bytes, size_t length)
{
    const char *text;
    size_t characters;
    Status s = text_clean(ctx, bytes, length, &text, &characters);
    if (s) return fail_named(ctx, field, s);
    s = field_check_count(ctx, field, characters);
    if (!s) *(const char **)field_at(field, thing) = text;
    return s;
}

static Status set_name(Ctx *ctx, const Field *field, void *thing, const char *bytes, size_t length)
{
    for (const Name *name = field->names; name->name; name++) {
        if (!name_is(name->name, bytes, length)) continue;
        *(int64_t *)field_at(field, thing) = name->value;
        return OK;
    }
    return fail_names(ctx, field);
}

static Status set_id(Ctx *ctx, const Field *field, void *thing, const char *bytes, size_t length)
{
    int64_t id;
    if (!digits_int(bytes, length, &id) || id <= 0) return fail_expected(ctx, field);
    *(int64_t *)field_at(field, thing) = id;
    return OK;
}

void field_set_offset(const Field *field, void *thing, int64_t offset_ms, bool inferred)
{
    if (!field->offset_to) return;
    InstantOffset *offset = (InstantOffset *)((char *)thing + field->offset_to);
    *offset = (InstantOffset){offset_ms / MINUTE_MS, inferred};
}

static Status set_time(Ctx *ctx, const Field *field, void *thing, const char *bytes, size_t length)
{
    int64_t at_ms, offset_ms = 0;
    bool inferred = false;
    Status s = field->kind == FIELD_KIND_DATE
                   ? date_parse(ctx, bytes, length, &at_ms)
                   : instant_parse(ctx, bytes, length, NULL, &at_ms, &offset_ms, &inferred);
    if (s) return fail_named(ctx, field, s);
    s = field_check_value(ctx, field, at_ms);
    if (s) return s;
    *(int64_t *)field_at(field, thing) = at_ms;
    field_set_offset(field, thing, offset_ms, inferred);
    return OK;
}

Status field_set_text(Ctx *ctx, const Field *field, void *thing, const char *bytes, size_t length)
{
    switch (field->kind) {
    case FIELD_KIND_TEXT:
        return set_text(ctx, field, thing, bytes, length);
    case FIELD_KIND_ENUM:
        return set_name(ctx, field, thing, bytes, length);
    case FIELD_KIND_ID:
        return set_id(ctx, field, thing, bytes, length);
    case FIELD_KIND_TIME:
    case FIELD_KIND_DATE:
        return set_time(ctx, field, thing, bytes, length);
    default:
        return fail_expected(ctx, field);
    }
}

Status field_set_number(Ctx *ctx, const Field *field, void *thing, const char *digits,
                        size_t length)
{
    void *at = field_at(field, thing);
    Status s = OK;
    if (field->kind == FIELD_KIND_REAL) {
        double value;
        if (!digits_real(digits, length, &value)) return fail_expected(ctx, field);
        s = field_check_real(ctx, field, value);
        if (!s) *(double *)at = value;
        return s;
    }
    int64_t value;
    if (field->kind != FIELD_KIND_INT || !digits_int(digits, length, &value))
        return fail_expected(ctx, field);
    s = field_check_value(ctx, field, value);
    if (!s) *(int64_t *)at = value;
    return s;
}
