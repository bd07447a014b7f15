#include <string.h>

#include "access/masked.h"
#include "base/field_set.h"
#include "customer/custom.h"
#include "customer/derive.h"
#include "customer/part_kind.h"
#include "customer/record_shape.h"

/* One row being taken, alone: what it gives beyond the customer itself is written one by one. */
typedef struct Taking {
    UpsertRow *row;
    bool new_only;
    int64_t id;
    bool differs;
} Taking;

/* Says of which part of the row the field is that was refused. */
static Status in_part(Ctx *ctx, Status s, const char *name, size_t number)
{
    if (s == INVALID) problem_within(ctx, "%s%zu.", name, number);
    return s;
}

static bool says_anything(const RecordGroup *group, const void *part)
{
    for (const char *const *each = group->fields + group->silent; *each; each++)
        if (field_given(shape_field(group->shape, *each), part)) return true;
    return false;
}

/* The stored one of the same value into `out`, if there is one; INVALID where what is given is the
 * masked form of any of them. */
static Status find_same(Ctx *ctx, PartKind kind, const Part *given, void *out, bool *found)
{
    const PartType *type = part_type(kind);
    const PartFilter all = {.customer_id = given->customer_id, .limit = PARTS_MAX};
    List list;
    KeyIndex wanted, key;
    *found = false;
    Status s = part_value_key(ctx, kind, given, &wanted);
    if (!s) s = part_store_page(ctx, kind, &all, 0, &list);
    for (size_t i = 0; !s && i < list.count && !*found; i++) {
        const PartStored *stored = (const PartStored *)list.items + i;
        s = part_open(ctx, kind, stored, out);
        if (!s) s = masked_check_row(ctx, type->shape, given, out);
        if (!s) s = part_value_key(ctx, kind, out, &key);
        *found = !s && key.now == wanted.now &&
                 (kind != PART_CONTACT || stored->sort == ((const Contact *)given)->kind);
    }
    return s;
}

/* Adds a part, or enriches the one that has its value. */
static Status put_part(Ctx *ctx, Taking *taking, PartKind kind, const void *given)
{
    const PartType *type = part_type(kind);
    bool found;
    Part *part = arena_alloc(ctx->arena, type->shape->size);
    Part *stored = arena_alloc(ctx->arena, type->shape->size);
    if (!part || !stored) return no_memory(ctx);
    memcpy(part, given, type->shape->size);
    part->customer_id = taking->id;
    Status s = shape_check(ctx, type->shape, part);
    if (!s) s = type->prepare(ctx, part, NULL, CUSTOMER_COMPANY);
    if (!s) s = find_same(ctx, kind, part, stored, &found);
    if (s) return s;
    bool differs = !found || shape_merge(type->content, stored, part);
    taking->differs |= differs;
    if (!differs) return OK;
    return found ? part_change(ctx, kind, stored, stored->version)
                 : part_add_further(ctx, kind, part);
}

/* INVALID where the evidence is the masked form of what the ledger has. */
static Status check_evidence(Ctx *ctx, const Consent *given)
{
    enum { NEWEST = 200 };
    const char *next;
    List ledger = {NULL, 0};
    Status s = OK;
    if (given->evidence) s = consent_list(ctx, given->customer_id, NEWEST, NULL, &ledger, &next);
    for (size_t i = 0; !s && i < ledger.count; i++)
        s = masked_check_row(ctx, &consent_shape, given, (const Consent *)ledger.items + i);
    return s;
}

static Status put_consent(Ctx *ctx, Taking *taking, const void *given)
{
    Consent consent = *(const Consent *)given;
    bool added = false;
    consent.customer_id = taking->id;
    Status s = shape_check(ctx, &consent_shape, &consent);
    if (!s) s = check_evidence(ctx, &consent);
    if (!s) s = consent_record(ctx, &consent, &added);
    taking->differs |= added;
    return s;
}

static Status put_group(Ctx *ctx, Taking *taking, RecordPart which)
{
    static const PartKind kinds[] = {PART_CONTACT, PART_ADDRESS};
    const RecordGroup *group = &record_groups[which];
    Status s = OK;
    for (size_t n = 0; n < group->count && !s; n++) {
        const void *given = record_part(group, taking->row->thing, n);
        if (!says_anything(group, given)) continue;
        s = which == RECORD_CONSENT ? put_consent(ctx, taking, given)
                                    : put_part(ctx, taking, kinds[which], given);
        s = in_part(ctx, s, group->name, (size_t)group->first + n);
    }
    return s;
}

/* Those of the declared fields that hold something else. */
static Status put_values(Ctx *ctx, Taking *taking, int64_t version, const void *kept)
{
    const Field *fields = record_values(taking->row->shape);
    const char **texts = ARENA_ARRAY(ctx->arena, 2 * CUSTOM_FIELDS_MAX, const char *);
    CustomInput input = {.values = {texts, 0}};
    List list;
    if (!texts) return no_memory(ctx);
    for (const Field *field = fields; field->name; field++) {
        const char *given = *(const char *const *)field_at(field, taking->row->thing);
        const char *known = *(const char *const *)field_at(field, kept);
        if (!given || (known && strcmp(given, known) == 0)) continue;
        texts[input.values.count++] = field->name + strlen(RECORD_VALUE);
        texts[input.values.count++] = given;
    }
    if (!input.values.count) return OK;
    taking->differs = true;
    Status s = custom_values_write(ctx, taking->id, version, &input, &list);
    if (s == INVALID) problem_within(ctx, RECORD_VALUE);
    return s;
}

static bool turn(int64_t mark, bool *flag)
{
    bool wanted = mark == RECORD_YES;
    if (mark == NONE || wanted == *flag) return false;
    *flag = wanted;
    return true;
}

/* What the row says of the customer's primary contact point of a kind. */
static Status put_marks(Ctx *ctx, Taking *taking, ContactKind kind, int64_t opted_out,
                        int64_t invalid)
{
    Contact contact;
    List list;
    if (opted_out == NONE && invalid == NONE) return OK;
    Status s = part_store_reach(ctx, taking->id, (int64_t)kind, 1, &list);
    const PartStored *primary = list.items;
    if (s) return s;
    const char *name = kind == CONTACT_PHONE ? "phone" : "email";
    if (!list.count || !primary->head.primary || primary->head.customer_id != taking->id)
        return fail_field(ctx, name, "there is none that this could be said of");
    s = part_open(ctx, PART_CONTACT, primary, &contact);
    if (s) return s;
    bool differs = turn(opted_out, &contact.opted_out);
    differs |= turn(invalid, &contact.invalid);
    taking->differs |= differs;
    return differs ? part_change(ctx, PART_CONTACT, &contact, contact.version) : OK;
}

static Status take_record(Ctx *ctx, void *work)
{
    Taking *taking = work;
    UpsertRow *row = taking->row;
    Customer customer;
    taking->differs = false;
    row->outcome = UPSERT_WAITING;
    Status s = customer_upsert_rows(ctx, row, 1, taking->new_only);
    if (s || row->outcome == UPSERT_REJECTED) return s;
    s = customer_by_code(ctx, ((const Customer *)row->thing)->code, &customer);
    if (s) return s;
    List kept = {&customer, 1};
    taking->id = customer.id;
    s = record_rows(ctx, row->shape, &kept);
    if (!s) s = masked_check_row(ctx, row->shape, row->thing, kept.items);
    if (!s) s = put_values(ctx, taking, customer.version, kept.items);
    for (RecordPart i = 0; i < RECORD_GROUPS && !s; i++)
        s = put_group(ctx, taking, i);
    const CustomerRecord *given = row->thing;
    if (!s) s = put_marks(ctx, taking, CONTACT_PHONE, given->phone_opted_out, given->phone_invalid);
    if (!s) s = put_marks(ctx, taking, CONTACT_EMAIL, given->email_opted_out, given->email_invalid);
    if (taking->differs && row->outcome == UPSERT_UNCHANGED) row->outcome = UPSERT_CHANGED;
    return s;
}

/* A refusal is the row's; anything else undoes all rows. */
static Status take_alone(Ctx *ctx, UpsertRow *row, bool new_only)
{
    Taking taking = {.row = row, .new_only = new_only};
    Status s = db_attempt(ctx, take_record, &taking);
    bool refused = s == INVALID || s == CONFLICT;
    return refused ? upsert_reject(ctx, row) : s;
}

/* Whether a row gives more than the customer's own row holds. */
static bool has_more(const UpsertRow *row)
{
    if (row->outcome != UPSERT_WAITING || !row->shape) return false;
    for (const Field *field = row->shape->fields; field->name; field++)
        if (field->offset >= sizeof(Customer) && field_given(field, row->thing)) return true;
    return false;
}

static Status take_all(Ctx *ctx, UpsertRow *rows, size_t count, bool new_only)
{
    Status s = OK;
    for (size_t i = 0, end; i < count && !s; i = end) {
        end = i + 1;
        if (has_more(&rows[i])) {
            s = take_alone(ctx, &rows[i], new_only);
            continue;
        }
        while (end < count && !has_more(&rows[end]))
            end++;
        s = customer_upsert_rows(ctx, rows + i, end - i, new_only);
    }
    return s ? s : customer_upsert_audit(ctx, rows, count);
}

Status record_upsert(Ctx *ctx, UpsertRow *rows, size_t count)
{
    return take_all(ctx, rows, count, false);
}

Status record_upsert_new(Ctx *ctx, UpsertRow *rows, size_t count)
{
    return take_all(ctx, rows, count, true);
}
