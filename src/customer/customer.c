#include "customer/customer.h"

#include <stdlib.h>
#include <string.h>

#include "access/audit.h"
#include "access/outlet.h"
#include "access/page.h"
#include "access/person.h"
#include "customer/customer_store.h"

static const Name kinds[] = {
    {"person", CUSTOMER_PERSON, NULL}, {"company", CUSTOMER_COMPANY, NULL}, {NULL, 0, NULL}};

static const Name roles[] = {
    {"consumer", CUSTOMER_CONSUMER, NULL},   {"retail", CUSTOMER_RETAIL, NULL},
    {"wholesale", CUSTOMER_WHOLESALE, NULL}, {"agent", CUSTOMER_AGENT, NULL},
    {"capital", CUSTOMER_CAPITAL, NULL},     {"public", CUSTOMER_PUBLIC, NULL},
    {"internal", CUSTOMER_INTERNAL, NULL},   {NULL, 0, NULL}};

/* What may be said of a customer, when it is entered and when it is changed. */
#define DETAILS                                                                                    \
    FIELD_ENUM(Customer, kind, kinds, .doc = "A new customer is a person unless said otherwise"),  \
        FIELD_ENUM(Customer, role, roles, .doc = "What the customer is to the company"),           \
        FIELD_TEXT(Customer, name, .max = 120, .personal = PERSONAL_NAME, .doc = "Full name"),     \
        FIELD_TEXT(Customer, phone, .max = 40, .personal = PERSONAL_PHONE, .doc = "Phone number"), \
        FIELD_TEXT(Customer, email, .max = 254, .personal = PERSONAL_TEXT, .doc = "E-mail"),       \
        FIELD_TEXT(Customer, address, .max = 300, .personal = PERSONAL_ADDRESS,                    \
                   .doc = "Street address"),                                                       \
        FIELD_TEXT(Customer, region, .max = 16, .doc = "Region code: what lanes are made of"),     \
        FIELD_TEXT(Customer, city, .max = 80, .doc = "City"),                                      \
        FIELD_TEXT(Customer, postcode, .max = 16, .doc = "Post code"),                             \
        FIELD_TEXT(Customer, outlet, .max = 32, .doc = "Code of the outlet that looks after it")

static const Field customer_fields[] = {
    FIELD_ID(Customer, id, .read_only = true, .doc = "Parceldesk's own number"),
    FIELD_INT(Customer, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(Customer, code, .required = true, .min = 1, .max = 64, .example = "C-1001",
               .doc = "The customer's number in your own books: the natural key"),
    DETAILS,
    FIELD_TIME(Customer, created_at, .read_only = true, .doc = "When it was entered"),
    FIELD_TIME(Customer, changed_at, .read_only = true, .doc = "When it was last changed"),
    FIELD_END};
const Shape customer_shape =
    SHAPE(Customer, customer_fields, "A person or a company that ships, receives, pays or asks");

static const Field change_fields[] = {DETAILS, FIELD_END};
const Shape customer_change_shape = {.name = "CustomerChange",
                                     .doc = "What is to be different; what is not given stays",
                                     .size = sizeof(Customer),
                                     .fields = change_fields};

Status customer_find(Ctx *ctx, int64_t id, Customer *out)
{
    Status s = customer_store_find(ctx, id, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no customer %lld", (long long)id) : s;
}

Status customer_by_code(Ctx *ctx, const char *code, Customer *out)
{
    Status s = customer_store_by_code(ctx, code, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no customer %s", code) : s;
}

Status customer_refs(Ctx *ctx, const char *const *codes, size_t count, CustomerRef *refs)
{
    memset(refs, 0, count * sizeof *refs);
    return customer_store_refs(ctx, codes, count, refs);
}

Status customer_survivor(Ctx *ctx, int64_t id, int64_t *out)
{
    Status s = customer_store_survivor(ctx, id, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no customer %lld", (long long)id) : s;
}

Status customer_members(Ctx *ctx, int64_t id, int64_t **out, size_t *count)
{
    *out = ARENA_ARRAY(ctx->arena, CUSTOMER_MERGED_MAX + 1, int64_t);
    if (!*out) return no_memory(ctx);
    (*out)[0] = id;
    Status s = customer_store_merged(ctx, id, *out + 1, CUSTOMER_MERGED_MAX, count);
    ++*count;
    return s;
}

static int64_t outlet_id_or_none(Ctx *ctx, const char *code)
{
    return code ? outlet_id_of(ctx, code) : 0;
}

/* The id of an outlet that ctx's person may use; 0 for NULL. */
static Status outlet_of(Ctx *ctx, const char *code, int64_t *id)
{
    *id = outlet_id_or_none(ctx, code);
    if (code && (!*id || !outlet_visible(ctx, *id)))
        return fail_field(ctx, "outlet", "there is no outlet %s", code);
    return OK;
}

/* The rows of a batch that wait, those of one customer together and in the order they were given.
 */
typedef struct Upsert {
    UpsertRow **rows;
    const char **codes;  /* the distinct ones, in the order of `rows` */
    Customer *customers; /* of each code: as it is, and then as it is to be */
    size_t count, distinct;
    CustomerWrite *inserts, *updates;
    size_t insert_count, update_count;
} Upsert;

static const Customer *customer_of(const UpsertRow *row)
{
    return row->thing;
}

static int by_code_then_place(const void *a, const void *b)
{
    const UpsertRow *one = *(UpsertRow *const *)a, *two = *(UpsertRow *const *)b;
    int order = strcmp(customer_of(one)->code, customer_of(two)->code);
    return order ? order : (one > two) - (one < two);
}

static Status upsert_prepare(Ctx *ctx, UpsertRow *rows, size_t count, Upsert *upsert)
{
    *upsert = (Upsert){
        .rows = ARENA_ARRAY(ctx->arena, count, UpsertRow *),
        .codes = ARENA_ARRAY(ctx->arena, count, const char *),
        .customers = ARENA_ARRAY(ctx->arena, count, Customer),
        .inserts = ARENA_ARRAY(ctx->arena, count, CustomerWrite),
        .updates = ARENA_ARRAY(ctx->arena, count, CustomerWrite),
    };
    if (!upsert->rows || !upsert->codes || !upsert->customers || !upsert->inserts ||
        !upsert->updates)
        return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        if (rows[i].outcome == UPSERT_WAITING) upsert->rows[upsert->count++] = &rows[i];
    qsort(upsert->rows, upsert->count, sizeof *upsert->rows, by_code_then_place);
    for (size_t i = 0; i < upsert->count; i++) {
        const char *code = customer_of(upsert->rows[i])->code;
        if (!i || strcmp(code, upsert->codes[upsert->distinct - 1]) != 0)
            upsert->codes[upsert->distinct++] = code;
    }
    for (size_t i = 0; i < upsert->distinct; i++)
        shape_clear(&customer_shape, &upsert->customers[i]);
    return customer_store_by_codes(ctx, upsert->codes, upsert->distinct, upsert->customers);
}

/* Whoever sees one outlet's rows only enters customers for it, or they would not see them again. */
static void begin_customer(Ctx *ctx, Customer *customer)
{
    int64_t outlet_id = scope_outlet(ctx);
    customer->outlet = outlet_id ? outlet_code_of(ctx, outlet_id) : NULL;
    customer->id = ctx_id(ctx);
    customer->version = 0;
    customer->kind = CUSTOMER_PERSON;
    customer->created_at = ctx_now(ctx);
}

/* Takes one row into the customer it names, which does not exist before its first row that is not
 * refused. */
static Status upsert_row(Ctx *ctx, Customer *customer, UpsertRow *row)
{
    int64_t outlet_id;
    Status s = outlet_of(ctx, customer_of(row)->outlet, &outlet_id);
    if (!s && customer->id && !outlet_visible(ctx, outlet_id_or_none(ctx, customer->outlet)))
        s = fail_field(ctx, "code", "customer %s belongs to another outlet", customer->code);
    if (s) return upsert_reject(ctx, row);
    bool is_new = !customer->id;
    if (is_new) begin_customer(ctx, customer);
    bool differs = shape_merge(&customer_shape, customer, customer_of(row));
    row->outcome = is_new ? UPSERT_CREATED : differs ? UPSERT_CHANGED : UPSERT_UNCHANGED;
    return OK;
}

/* Takes in the rows of one customer, beginning with rows[*at]; leaves *at behind them. */
static Status upsert_one(Ctx *ctx, Upsert *upsert, Customer *customer, size_t *at)
{
    bool was_there = customer->id != 0, changed = false;
    const char *code = customer_of(upsert->rows[*at])->code;
    for (; *at < upsert->count && strcmp(customer_of(upsert->rows[*at])->code, code) == 0; ++*at) {
        UpsertRow *row = upsert->rows[*at];
        Status s = upsert_row(ctx, customer, row);
        if (s) return s;
        changed |= row->outcome == UPSERT_CREATED || row->outcome == UPSERT_CHANGED;
    }
    if (!changed) return OK;
    customer->version++;
    customer->changed_at = ctx_now(ctx);
    CustomerWrite *write = was_there ? &upsert->updates[upsert->update_count++]
                                     : &upsert->inserts[upsert->insert_count++];
    write->customer = customer;
    return outlet_of(ctx, customer->outlet, &write->outlet_id);
}

static Status upsert_write(Ctx *ctx, const Upsert *upsert)
{
    Status s = customer_store_insert(ctx, upsert->inserts, upsert->insert_count);
    bool *written = ARENA_ARRAY(ctx->arena, upsert->update_count, bool);
    if (!s && !written) s = no_memory(ctx);
    if (!s) s = customer_store_update(ctx, upsert->updates, upsert->update_count, written);
    for (size_t i = 0; i < upsert->update_count && !s; i++)
        if (!written[i])
            s = fail(ctx, STALE, "customer %s was changed by someone else at the same moment",
                     upsert->updates[i].customer->code);
    return s;
}

static Status upsert_audit(Ctx *ctx, const Upsert *upsert)
{
    if (!upsert->insert_count && !upsert->update_count) return OK;
    const char *detail = arena_format(ctx->arena, "{\"created\":%zu,\"changed\":%zu}",
                                      upsert->insert_count, upsert->update_count);
    return detail ? audit_write(ctx, "customer.import", "customer", 0, detail) : no_memory(ctx);
}

Status customer_upsert(Ctx *ctx, UpsertRow *rows, size_t count)
{
    Upsert upsert;
    Status s = upsert_prepare(ctx, rows, count, &upsert);
    for (size_t i = 0, at = 0; i < upsert.distinct && !s; i++)
        s = upsert_one(ctx, &upsert, &upsert.customers[i], &at);
    if (!s) s = upsert_write(ctx, &upsert);
    return s ? s : upsert_audit(ctx, &upsert);
}

Status customer_change(Ctx *ctx, int64_t id, int64_t version, const Customer *change, Customer *out)
{
    Status s = customer_find(ctx, id, out);
    if (s) return s;
    if (out->version != version)
        return fail(ctx, STALE, "customer %s is at version %lld, not %lld", out->code,
                    (long long)out->version, (long long)version);
    if (!shape_merge(&customer_change_shape, out, change)) return OK;
    CustomerWrite write = {.customer = out};
    s = outlet_of(ctx, out->outlet, &write.outlet_id);
    if (s) return s;
    out->version++;
    out->changed_at = ctx_now(ctx);
    bool written = false;
    s = customer_store_update(ctx, &write, 1, &written);
    if (!s && !written) s = fail(ctx, STALE, "customer %s was changed by someone else", out->code);
    return s ? s : audit_write(ctx, "customer.change", "customer", id, NULL);
}

static Status only_of_code(Ctx *ctx, const CustomerFilter *filter, List *out)
{
    Customer *customer = ARENA_NEW(ctx->arena, Customer);
    if (!customer) return no_memory(ctx);
    Status s = customer_store_by_code(ctx, filter->code, customer);
    if (!s) /* once more by id, within the person's scope */
        s = customer_store_find(ctx, customer->id, customer);
    *out = (List){customer, !s};
    return s == NOT_FOUND ? OK : s;
}

Status customer_list(Ctx *ctx, const CustomerFilter *filter, List *out, const char **next)
{
    int by =
        !!filter->code + !!filter->name + !!filter->phone + !!filter->phone_tail + !!filter->email;
    *next = NULL;
    if (by > 1)
        return fail(ctx, INVALID, "search by one of code, name, phone, phone_tail and email");
    if (filter->code) return only_of_code(ctx, filter, out);
    int64_t after_id;
    Status s = page_start(ctx, filter->cursor, 0, &after_id);
    if (!s) s = customer_store_page(ctx, filter, after_id, out);
    return s ? s : page_end(ctx, out, filter->limit, &customer_shape, next);
}
