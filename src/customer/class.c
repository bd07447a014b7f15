#include "customer/class.h"

#include "access/audit.h"
#include "access/page.h"
#include "access/person.h"
#include "customer/class_store.h"
#include "customer/derive.h"
#include "customer/timeline.h"

const Name class_kinds[] = {{"role", CLASS_ROLE, "What it is to the company"},
                            {"lifecycle", CLASS_LIFECYCLE, "How far it has come"},
                            {"relationship", CLASS_RELATIONSHIP, "How the company keeps in touch"},
                            {"tier", CLASS_TIER, "What it is entitled to"},
                            {NULL, 0, NULL}};

static const Field classification_fields[] = {
    FIELD_ID(Classification, id, .read_only = true, .doc = "Its number"),
    FIELD_ID(Classification, customer_id, .read_only = true, .doc = "Who is classified"),
    FIELD_ENUM(Classification, kind, class_kinds, .required = true, .doc = "By what"),
    FIELD_TEXT(Classification, value, .required = true, .max = 40, .example = "regular",
               .doc = "As what: a word of the customer's field of that name"),
    FIELD_TIME(Classification, since, .doc = "From when; now if not given"),
    FIELD_TIME(Classification, until, .read_only = true, .doc = "To when; null while it stands"),
    FIELD_ID(Classification, who, .read_only = true, .doc = "The account that said so"),
    FIELD_TEXT(Classification, why, .writing = WRITING_LINES, .min = 1, .max = 300,
               .personal = PERSONAL_WORDS, .doc = "Why"),
    FIELD_END};
const Shape classification_shape =
    SHAPE(Classification, classification_fields, "What a customer is, or was, classified as");

const Name *class_names(int64_t kind)
{
    if (kind == CLASS_LIFECYCLE) return customer_lifecycles;
    if (kind == CLASS_TIER) return customer_tiers;
    return kind == CLASS_RELATIONSHIP ? customer_relationships : customer_roles;
}

static int64_t *class_of(Customer *customer, int64_t kind)
{
    if (kind == CLASS_LIFECYCLE) return &customer->lifecycle;
    if (kind == CLASS_TIER) return &customer->tier;
    return kind == CLASS_RELATIONSHIP ? &customer->relationship : &customer->role;
}

static Status check_since(Ctx *ctx, Classification *in)
{
    int64_t standing;
    Status s = class_store_since(ctx, in->customer_id, in->kind, &standing);
    if (s) return s;
    if (in->since == NONE) in->since = ctx_now(ctx);
    if (in->since > ctx_now(ctx)) return fail_field(ctx, "since", "lies in the future");
    if (standing != NONE && in->since < standing)
        return fail_field(ctx, "since", "lies before what stands now began");
    return OK;
}

Status class_set(Ctx *ctx, Classification *in, int64_t version)
{
    Customer customer;
    Status s = customer_find(ctx, in->customer_id, &customer);
    if (!s) s = customer_check_version(ctx, &customer, version);
    if (!s) s = customer_check_alive(ctx, &customer);
    if (!s) s = check_since(ctx, in);
    if (s) return s;
    int64_t value = name_value(class_names(in->kind), in->value);
    if (value == NONE) return fail_field(ctx, "value", "is no %s", name_of(class_kinds, in->kind));
    if (*class_of(&customer, in->kind) == value)
        return fail(ctx, CONFLICT, "customer %s is that already", customer.code);
    in->who = ctx_account_id(ctx);
    const ClassRow row = {in->customer_id, in->kind, value, in->since, in->who, in->why};
    s = class_store_put(ctx, &row, 1);
    if (s) return s;
    *class_of(&customer, in->kind) = value;
    const Customer before = customer; /* the history is written: nothing of it differs */
    s = customer_write_one(ctx, &before, &customer);
    if (!s) s = class_tell(ctx, &row);
    List list;
    if (!s) s = class_store_page(ctx, in->customer_id, INT64_MAX, 1, &list);
    if (!s && list.count) *in = *(Classification *)list.items;
    return s ? s : audit_write(ctx, "customer.classify", "customer", in->customer_id, NULL);
}

Status class_tell(Ctx *ctx, const ClassRow *row)
{
    const char *kind = name_of(class_kinds, row->kind);
    const char *value = name_of(class_names(row->kind), row->value);
    TimelineEntry entry = {
        .customer_id = row->customer_id,
        .at = row->since,
        .kind = "customer.classified",
        .who = row->who,
        .text = arena_format(ctx->arena, "%s: %s", kind, value),
        .key = arena_format(ctx->arena, "class/%s/%s/%lld", kind, value, (long long)ctx_now(ctx)),
    };
    return entry.text && entry.key ? timeline_add(ctx, &entry) : no_memory(ctx);
}

Status class_list(Ctx *ctx, int64_t customer_id, int64_t limit, const char *cursor, List *out,
                  const char **next)
{
    Customer customer;
    int64_t before;
    Status s = page_start(ctx, cursor, INT64_MAX, &before);
    if (!s) s = customer_find(ctx, customer_id, &customer);
    if (!s) s = class_store_page(ctx, customer_id, before, limit + 1, out);
    return s ? s : page_end(ctx, out, limit, &classification_shape, next);
}
