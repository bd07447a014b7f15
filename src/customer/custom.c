#include "customer/custom.h"

#include <string.h>

#include "access/audit.h"
#include "access/keys.h"
#include "access/masked.h"
#include "access/person.h"
#include "access/right.h"
#include "base/text.h"
#include "customer/custom_store.h"
#include "customer/derive.h"

#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789_"

static const Name kinds[] = {
    {"text", CUSTOM_TEXT, "Any text"},          {"number", CUSTOM_NUMBER, "12, -3.5"},
    {"date", CUSTOM_DATE, "2026-11-22"},        {"choice", CUSTOM_CHOICE, "One of the options"},
    {"yes_no", CUSTOM_YES_NO, "true or false"}, {NULL, 0, NULL}};

static const Field field_fields[] = {
    FIELD_TEXT(CustomField, name, .required = true, .min = 1, .max = 40, .example = "contract_no",
               .doc = "Small letters, digits and _; for ever"),
    FIELD_INT(CustomField, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_ENUM(CustomField, kind, kinds, .required = true, .doc = "What it holds; for ever"),
    FIELD_TEXT(CustomField, zh, .required = true, .min = 1, .max = 80, .doc = "Label in Chinese"),
    FIELD_TEXT(CustomField, en, .required = true, .min = 1, .max = 80, .doc = "Label in English"),
    FIELD_TEXTS(CustomField, options, .max = 50, .doc = "Of a choice: what may be chosen"),
    FIELD_BOOL(CustomField, personal, .doc = "Sealed, and masked; for ever"),
    FIELD_BOOL(CustomField, retired, .doc = "Not to be filled in any more"),
    FIELD_END};
const Shape custom_field_shape =
    SHAPE(CustomField, field_fields, "A field that the company declared for its customers");

static const Field value_fields[] = {
    FIELD_TEXT(CustomValue, name, .doc = "The field"),
    FIELD_TEXT(CustomValue, zh, .doc = "Its label in Chinese"),
    FIELD_TEXT(CustomValue, en, .doc = "Its label in English"),
    FIELD_ENUM(CustomValue, kind, kinds, .doc = "What it holds"),
    FIELD_TEXT(CustomValue, value, .personal = PERSONAL_WORDS,
               .doc = "Its value; null where it is personal"),
    FIELD_TEXT(CustomValue, personal, .personal = PERSONAL_TEXT, .doc = "Its personal value"),
    FIELD_END};
const Shape custom_value_shape = SHAPE(CustomValue, value_fields, "What a declared field holds");

static const Field input_fields[] = {FIELD_MAP(CustomInput, values, .required = true,
                                               .max = CUSTOM_FIELDS_MAX,
                                               .doc = "By field; an empty text takes a value away"),
                                     FIELD_END};
const Shape custom_input_shape = SHAPE(CustomInput, input_fields, "Values of declared fields");

Status custom_fields(Ctx *ctx, List *out)
{
    return custom_store_fields(ctx, out);
}

static Status check_field(Ctx *ctx, const CustomField *field)
{
    Status s = scope_check_whole(ctx, "customers' fields are");
    if (s) return s;
    if (strspn(field->name, NAME_LETTERS) != strlen(field->name))
        return fail_field(ctx, "name", "has other characters than small letters, digits and _");
    if (field->kind == CUSTOM_CHOICE && !field->options.count)
        return fail_field(ctx, "options", "a choice needs some");
    if (field->kind != CUSTOM_CHOICE && field->options.count)
        return fail_field(ctx, "options", "only a choice has some");
    return OK;
}

static Status audit(Ctx *ctx, const char *action, const CustomField *field)
{
    const char *detail = arena_format(ctx->arena, "{\"name\":\"%s\"}", field->name);
    return detail ? audit_write(ctx, action, "customer_field", 0, detail) : no_memory(ctx);
}

Status custom_field_declare(Ctx *ctx, CustomField *field)
{
    List all;
    Status s = check_field(ctx, field);
    if (!s) s = custom_store_fields(ctx, &all);
    if (s) return s;
    if (all.count == CUSTOM_FIELDS_MAX)
        return fail(ctx, CONFLICT, "at most %d fields can be declared", CUSTOM_FIELDS_MAX);
    field->version = 1;
    s = custom_store_insert(ctx, field);
    if (s == CONFLICT) return fail(ctx, CONFLICT, "there is a field %s already", field->name);
    return s ? s : audit(ctx, "customer_field.declare", field);
}

static Status find_field(Ctx *ctx, const char *name, CustomField *out)
{
    Status s = custom_store_field(ctx, name, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no field %.40s", name) : s;
}

static Status stale(Ctx *ctx, const CustomField *field)
{
    return fail(ctx, STALE, "field %s was changed by someone else", field->name);
}

Status custom_field_change(Ctx *ctx, CustomField *field, int64_t version)
{
    CustomField before;
    bool written = false;
    Status s = check_field(ctx, field);
    if (!s) s = find_field(ctx, field->name, &before);
    if (s) return s;
    if (before.version != version) return stale(ctx, field);
    if (before.kind != field->kind) return fail_field(ctx, "kind", "cannot be changed");
    if (before.personal != field->personal) return fail_field(ctx, "personal", "cannot be changed");
    field->version = version + 1;
    s = custom_store_update(ctx, field, &written);
    if (!s && !written) s = stale(ctx, field);
    return s ? s : audit(ctx, "customer_field.change", field);
}

Status custom_values(Ctx *ctx, int64_t customer_id, List *out)
{
    Customer customer;
    Status s = customer_find(ctx, customer_id, &customer);
    return s ? s : custom_store_values(ctx, customer_id, out);
}

Status custom_family_values(Ctx *ctx, int64_t customer_id, List *out)
{
    int64_t *ids;
    size_t count;
    CustomValue *values = NULL;
    *out = (List){NULL, 0};
    Status s = customer_members(ctx, customer_id, &ids, &count);
    for (size_t i = 0; i < count && !s; i++) {
        List list;
        s = custom_store_values(ctx, ids[i], &list);
        if (s) return s;
        values = arena_grow(ctx->arena, values, out->count * sizeof *values,
                            (out->count + list.count + 1) * sizeof *values);
        if (!values) return no_memory(ctx);
        if (list.count) memcpy(values + out->count, list.items, list.count * sizeof *values);
        out->count += list.count;
    }
    out->items = values;
    return s;
}

/* Room for a value of any kind. */
typedef union AnyValue {
    const char *text;
    double number;
    int64_t day;
    bool yes;
} AnyValue;

/* By the kind's own rules, under the field's name. */
static Status check_value(Ctx *ctx, const CustomField *field, const char *value)
{
    static const FieldKind by_kind[] = {
        [CUSTOM_TEXT] = FIELD_KIND_TEXT,   [CUSTOM_NUMBER] = FIELD_KIND_REAL,
        [CUSTOM_DATE] = FIELD_KIND_DATE,   [CUSTOM_CHOICE] = FIELD_KIND_TEXT,
        [CUSTOM_YES_NO] = FIELD_KIND_BOOL,
    };
    AnyValue any = {.day = 0};
    const Field as = {.name = field->name, .kind = by_kind[field->kind]};
    if (field->retired) return fail_field(ctx, field->name, "is retired");
    if (field->kind == CUSTOM_CHOICE && !texts_have(&field->options, value))
        return fail_field(ctx, field->name, "is none of its options");
    if (field->kind != CUSTOM_TEXT && field->kind != CUSTOM_CHOICE)
        return field_from_text(ctx, &as, &any, value, strlen(value), NULL);
    return text_characters(value) <= CUSTOM_VALUE_MAX
               ? OK
               : fail_field(ctx, field->name, "is longer than %d", CUSTOM_VALUE_MAX);
}

Status custom_key(Ctx *ctx, const char *name, const char *value, KeyIndex *out)
{
    CustomField field;
    Status s = custom_store_field(ctx, name, &field);
    if (s == NOT_FOUND) return fail_field(ctx, "field", "there is no field %.40s", name);
    const char *purpose = arena_format(ctx->arena, "customer.value.%s", name);
    if (!s && !purpose) s = no_memory(ctx);
    return s ? s : key_name(ctx, purpose, value, out);
}

static Status write_value(Ctx *ctx, int64_t customer_id, const char *name, const char *value)
{
    CustomField field;
    CustomWrite write = {.customer_id = customer_id, .field = &field};
    Status s = custom_store_field(ctx, name, &field);
    if (s == NOT_FOUND) return fail_field(ctx, "values", "there is no field %.40s", name);
    if (s) return s;
    if (*value) {
        write.value = value;
        s = check_value(ctx, &field, value);
        if (!s) s = custom_key(ctx, name, value, &write.key);
    }
    return s ? s : custom_store_put(ctx, &write);
}

static Status check_masked(Ctx *ctx, int64_t customer_id, const Texts *given)
{
    List list;
    if (ctx_may(ctx, PERSONAL_READ)) return OK;
    Status s = custom_store_values(ctx, customer_id, &list);
    const CustomValue *kept = list.items;
    for (size_t i = 0; i + 1 < given->count && !s; i += 2)
        for (size_t k = 0; k < list.count && !s; k++)
            if (strcmp(kept[k].name, given->items[i]) == 0)
                s = kept[k].personal ? masked_check_text(ctx, kept[k].name, PERSONAL_TEXT,
                                                         given->items[i + 1], kept[k].personal)
                                     : masked_check_text(ctx, kept[k].name, PERSONAL_WORDS,
                                                         given->items[i + 1], kept[k].value);
    return s;
}

Status custom_values_write(Ctx *ctx, int64_t customer_id, int64_t version, const CustomInput *in,
                           List *out)
{
    Customer customer;
    Status s = customer_find(ctx, customer_id, &customer);
    if (!s) s = customer_check_version(ctx, &customer, version);
    if (!s) s = customer_check_alive(ctx, &customer);
    if (!s) s = check_masked(ctx, customer_id, &in->values);
    for (size_t i = 0; i + 1 < in->values.count && !s; i += 2)
        s = write_value(ctx, customer_id, in->values.items[i], in->values.items[i + 1]);
    if (s) return s;
    const Customer before = customer;
    s = customer_write_one(ctx, &before, &customer);
    if (!s) s = audit_write(ctx, "customer.fields", "customer", customer_id, NULL);
    return s ? s : custom_store_values(ctx, customer_id, out);
}
