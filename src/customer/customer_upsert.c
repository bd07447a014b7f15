#include <stdlib.h>
#include <string.h>

#include "access/audit.h"
#include "access/masked.h"
#include "access/outlet.h"
#include "access/person.h"
#include "customer/customer_store.h"
#include "customer/derive.h"

/* The rows of a batch that wait, those of one customer together and in the order they were given.
 */
typedef struct Upsert {
    bool new_only;
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
        .new_only = upsert->new_only,
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
static Status upsert_row(Ctx *ctx, const Upsert *upsert, Customer *customer, UpsertRow *row)
{
    CustomerWrite write = {.before = *customer};
    Status s = OK;
    int64_t outlet_id = customer->outlet ? outlet_id_of(ctx, customer->outlet) : 0;
    if (!s && scope_customer(ctx) && customer->id != scope_customer(ctx))
        s = fail_field(ctx, "code", "customer %s is not yours", customer->code);
    if (!s && customer->id && !outlet_visible(ctx, outlet_id))
        s = fail_field(ctx, "code", "customer %s belongs to another outlet", customer->code);
    if (!s && customer->id && upsert->new_only)
        s = fail_field(ctx, "code", "customer %s is there already", customer->code);
    if (!s && customer->id && customer->erased_at != NONE)
        s = fail_field(ctx, "code", "customer %s was erased", customer->code);
    if (!s && customer->id) s = masked_check_row(ctx, &customer_shape, row->thing, customer);
    if (!s) s = customer_write_prepare(ctx, customer_of(row), &write);
    if (s == NO_MEMORY || s == UNAVAILABLE) return s;
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
    const Customer before = *customer;
    bool changed = false;
    const char *code = customer_of(upsert->rows[*at])->code;
    for (; *at < upsert->count && strcmp(customer_of(upsert->rows[*at])->code, code) == 0; ++*at) {
        UpsertRow *row = upsert->rows[*at];
        Status s = upsert_row(ctx, upsert, customer, row);
        if (s) return s;
        changed |= row->outcome == UPSERT_CREATED || row->outcome == UPSERT_CHANGED;
    }
    if (!changed) return OK;
    customer->version++;
    customer->changed_at = ctx_now(ctx);
    CustomerWrite *write = before.id ? &upsert->updates[upsert->update_count++]
                                     : &upsert->inserts[upsert->insert_count++];
    write->before = before;
    return customer_write_prepare(ctx, customer, write);
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
    if (!s) s = customer_derive(ctx, upsert->inserts, upsert->insert_count);
    return s ? s : customer_derive(ctx, upsert->updates, upsert->update_count);
}

Status customer_upsert_audit(Ctx *ctx, const UpsertRow *rows, size_t count)
{
    size_t created = 0, changed = 0;
    for (size_t i = 0; i < count; i++) {
        created += rows[i].outcome == UPSERT_CREATED;
        changed += rows[i].outcome == UPSERT_CHANGED;
    }
    if (!created && !changed) return OK;
    const char *detail =
        arena_format(ctx->arena, "{\"created\":%zu,\"changed\":%zu}", created, changed);
    return detail ? audit_write(ctx, "customer.import", "customer", 0, detail) : no_memory(ctx);
}

Status customer_upsert_rows(Ctx *ctx, UpsertRow *rows, size_t count, bool new_only)
{
    Upsert upsert = {.new_only = new_only};
    Status s = upsert_prepare(ctx, rows, count, &upsert);
    for (size_t i = 0, at = 0; i < upsert.distinct && !s; i++)
        s = upsert_one(ctx, &upsert, &upsert.customers[i], &at);
    return s ? s : upsert_write(ctx, &upsert);
}

Status customer_upsert(Ctx *ctx, UpsertRow *rows, size_t count)
{
    Status s = customer_upsert_rows(ctx, rows, count, false);
    return s ? s : customer_upsert_audit(ctx, rows, count);
}
