#include "customer/record.h"

#include <string.h>

#include "base/field_set.h"
#include "customer/consent_store.h"
#include "customer/custom_store.h"
#include "customer/part_kind.h"
#include "customer/record_shape.h"

static const char *const contact_columns[] = {"kind", "value", "label", NULL};
static const char *const address_columns[] = {"label", "recipient", "phone", "region",
                                              "city",  "postcode",  "text",  NULL};
static const char *const consent_columns[] = {"purpose", "channel",        "said",     "at",
                                              "until",   "notice_version", "evidence", NULL};

static const Name marks[] = {
    {"yes", RECORD_YES, "It is so"}, {"no", RECORD_NO, "It is not so any more"}, {NULL, 0, NULL}};

/* What is said of the contact points that the customer's own row names. */
static const Field mark_fields[] = {
    FIELD_ENUM(CustomerRecord, phone_opted_out, marks,
               .doc = "`phone`: its owner does not want to be reached by it"),
    FIELD_ENUM(CustomerRecord, phone_invalid, marks,
               .doc = "`phone`: it was tried and does not work"),
    FIELD_ENUM(CustomerRecord, email_opted_out, marks,
               .doc = "`email`: its owner does not want to be reached by it"),
    FIELD_ENUM(CustomerRecord, email_invalid, marks,
               .doc = "`email`: it was tried and does not work"),
    FIELD_END};

const RecordGroup record_groups[RECORD_GROUPS] = {
    [RECORD_CONTACT] = {"contact", 2, RECORD_CONTACTS, offsetof(CustomerRecord, contacts),
                        &contact_shape, contact_columns, 1},
    [RECORD_ADDRESS] = {"address", 2, RECORD_ADDRESSES, offsetof(CustomerRecord, addresses),
                        &address_shape, address_columns, 1},
    [RECORD_CONSENT] = {"consent", 1, RECORD_CONSENTS, offsetof(CustomerRecord, consents),
                        &consent_shape, consent_columns, 2},
};

void *record_part(const RecordGroup *group, const void *record, size_t n)
{
    return (char *)(uintptr_t)record + group->offset + n * group->shape->size;
}

const Field *record_values(const Shape *shape)
{
    const Field *field = shape->fields;
    while (field->name && field->offset < offsetof(CustomerRecord, values))
        field++;
    return field;
}

/* --- the shape --- */

typedef struct Building {
    Ctx *ctx;
    Field *fields;
    size_t count;
} Building;

static Status add_field(Building *building, const Field *field, const char *name, size_t offset)
{
    Field *column = &building->fields[building->count++];
    if (!name) return no_memory(building->ctx);
    *column = *field;
    column->name = name;
    column->name_length = strlen(name);
    column->offset = offset;
    return OK;
}

/* What a part must have is asked for where there is one: no column is required. */
static Status add_group(Building *building, const RecordGroup *group)
{
    Status s = OK;
    for (size_t n = 0; n < group->count; n++)
        for (const char *const *each = group->fields; *each && !s; each++) {
            Field field = *shape_field(group->shape, *each);
            const char *name = arena_format(building->ctx->arena, "%s%zu.%s", group->name,
                                            (size_t)group->first + n, *each);
            field.required = false;
            s = add_field(building, &field, name,
                          group->offset + n * group->shape->size + field.offset);
        }
    return s;
}

/* Those that can be filled in. */
static Status add_declared(Building *building, const List *declared)
{
    Status s = OK;
    size_t count = 0;
    const CustomField *custom = declared->items;
    for (size_t i = 0; i < declared->count && !s; i++) {
        if (custom[i].retired) continue;
        const Field field = {
            .kind = FIELD_KIND_TEXT,
            .max = CUSTOM_VALUE_MAX,
            .personal = custom[i].personal ? PERSONAL_TEXT : PERSONAL_WORDS,
            .doc = arena_format(building->ctx->arena, "%s / %s", custom[i].zh, custom[i].en)};
        if (!field.doc) return no_memory(building->ctx);
        s = add_field(building, &field,
                      arena_format(building->ctx->arena, RECORD_VALUE "%s", custom[i].name),
                      offsetof(CustomerRecord, values) + count++ * sizeof(const char *));
    }
    return s;
}

Status record_shape(Ctx *ctx, const Shape **out)
{
    List declared;
    size_t width = shape_width(&customer_shape) + sizeof mark_fields / sizeof *mark_fields;
    Shape *shape = ARENA_NEW(ctx->arena, Shape);
    Status s = custom_fields(ctx, &declared);
    if (s) return s;
    for (size_t i = 0; i < RECORD_GROUPS; i++)
        width += record_groups[i].count * shape_width(record_groups[i].shape);
    Building building = {ctx, ARENA_ARRAY(ctx->arena, width + declared.count + 1, Field), 0};
    if (!shape || !building.fields) return no_memory(ctx);
    for (const Field *field = customer_shape.fields; field->name && !s; field++)
        s = add_field(&building, field, field->name, field->offset);
    for (const Field *field = mark_fields; field->name && !s; field++)
        s = add_field(&building, field, field->name, field->offset);
    for (size_t i = 0; i < RECORD_GROUPS && !s; i++)
        s = add_group(&building, &record_groups[i]);
    if (!s) s = add_declared(&building, &declared);
    *shape = (Shape){.name = "CustomerRecord",
                     .doc = "A customer as a row of a file",
                     .size = sizeof(CustomerRecord) + declared.count * sizeof(const char *),
                     .fields = building.fields};
    *out = shape;
    return s;
}

/* --- rows of it --- */

typedef struct Filling {
    Ctx *ctx;
    const Shape *shape;
    char *records;
} Filling;

static void *record_of(const Filling *filling, size_t number)
{
    return filling->records + number * filling->shape->size;
}

/* The record's first place of a group whose given field is not given; NULL: all are taken. */
static void *free_part(const RecordGroup *group, const void *record, const char *telling)
{
    const Field *field = shape_field(group->shape, telling);
    for (size_t n = 0; n < group->count; n++)
        if (!field_given(field, record_part(group, record, n)))
            return record_part(group, record, n);
    return NULL;
}

/* The primary phone, e-mail and address are the customer's own. */
static bool is_own(const PartStored *stored)
{
    if (!stored->head.primary) return false;
    return stored->kind == PART_ADDRESS || stored->sort == CONTACT_PHONE ||
           stored->sort == CONTACT_EMAIL;
}

/* They leave where they are set: most customers have none. */
static Status fill_marks(Ctx *ctx, const PartStored *stored, CustomerRecord *record)
{
    Contact contact;
    Status s = part_open(ctx, PART_CONTACT, stored, &contact);
    if (s) return s;
    bool phone = contact.kind == CONTACT_PHONE;
    int64_t *opted_out = phone ? &record->phone_opted_out : &record->email_opted_out;
    int64_t *invalid = phone ? &record->phone_invalid : &record->email_invalid;
    if (contact.opted_out) *opted_out = RECORD_YES;
    if (contact.invalid) *invalid = RECORD_YES;
    return OK;
}

static Status fill_part(void *user, size_t number, const PartStored *stored)
{
    const Filling *filling = user;
    bool contact = stored->kind == PART_CONTACT;
    const RecordGroup *group = &record_groups[contact ? RECORD_CONTACT : RECORD_ADDRESS];
    void *to = free_part(group, record_of(filling, number), contact ? "value" : "text");
    if (contact && is_own(stored))
        return fill_marks(filling->ctx, stored, record_of(filling, number));
    if (!to || is_own(stored)) return OK;
    Status s = part_open(filling->ctx, stored->kind, stored, to);
    if (s || !contact) return s;
    const Contact *opened = to;
    if (opened->invalid || opened->opted_out) shape_clear(&contact_shape, to);
    return OK;
}

static Status fill_consent(void *user, size_t number, const Consent *consent)
{
    Consent *to = free_part(&record_groups[RECORD_CONSENT], record_of(user, number), "purpose");
    if (to) *to = *consent;
    return OK;
}

static Status fill_value(void *user, size_t number, const CustomValue *value)
{
    const Filling *filling = user;
    const Field *field = record_values(filling->shape);
    if (!value->name) return no_memory(filling->ctx);
    while (field->name && strcmp(field->name + strlen(RECORD_VALUE), value->name) != 0)
        field++;
    if (field->name)
        *(const char **)field_at(field, record_of(filling, number)) =
            value->personal ? value->personal : value->value;
    return OK;
}

Status record_rows(Ctx *ctx, const Shape *shape, List *rows)
{
    const Customer *customers = rows->items;
    Filling filling = {ctx, shape, arena_array(ctx->arena, rows->count, shape->size)};
    int64_t *ids = ARENA_ARRAY(ctx->arena, rows->count, int64_t);
    if (!filling.records || !ids) return no_memory(ctx);
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++) {
        if (customers[i].erased_at != NONE) continue;
        shape_clear(shape, record_of(&filling, count));
        ((CustomerRecord *)record_of(&filling, count))->customer = customers[i];
        ids[count++] = customers[i].id;
    }
    Status s = part_store_each(ctx, ids, count, fill_part, &filling);
    if (!s) s = consent_store_each(ctx, ids, count, fill_consent, &filling);
    if (!s) s = custom_store_each(ctx, ids, count, fill_value, &filling);
    *rows = (List){filling.records, count};
    return s;
}
