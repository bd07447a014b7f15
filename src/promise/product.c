#include <string.h>

#include "access/audit.h"
#include "promise/promise.h"
#include "promise/promise_store.h"
#include "promise/upsert.h"

static Status calendar_check(Ctx *ctx, const char *code)
{
    CalendarRow row;
    Status s = code ? calendar_store_by_code(ctx, code, &row) : OK;
    return s == NOT_FOUND ? fail_field(ctx, "calendar", "there is no calendar %s", code) : s;
}

static Status product_check(Ctx *ctx, const Product *product)
{
    if (product->collect_minute < product->cutoff_minute)
        return fail_field(ctx, "collect_minute",
                          "an order just before the cutoff could not be collected by then");
    return calendar_check(ctx, product->calendar);
}

Status product_by_code(Ctx *ctx, const char *code, Product *out)
{
    Status s = product_store_by_code(ctx, code, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no product %s", code) : s;
}

Status product_list(Ctx *ctx, List *out)
{
    return product_store_list(ctx, out);
}

Status product_versions(Ctx *ctx, const char *code, List *out)
{
    Status s = product_store_versions(ctx, code, out);
    return !s && !out->count ? fail(ctx, NOT_FOUND, "there is no product %s", code) : s;
}

Status product_at_version(Ctx *ctx, const char *code, int64_t version, Product *out)
{
    Status s = product_store_version(ctx, code, version, out);
    return s == NOT_FOUND
               ? fail(ctx, NOT_FOUND, "product %s has no version %lld", code, (long long)version)
               : s;
}

Status product_create(Ctx *ctx, Product *product)
{
    Status s = scope_check_whole(ctx, "service products are");
    if (!s) s = product_check(ctx, product);
    if (s) return s;
    product->id = ctx_id(ctx);
    product->version = 1;
    s = product_store_insert(ctx, product);
    if (s == CONFLICT) return fail(ctx, CONFLICT, "there is a product %s already", product->code);
    return s ? s : audit_write(ctx, "product.create", "product", product->id, NULL);
}

static Status product_stale(Ctx *ctx, const Product *product)
{
    return fail(ctx, STALE, "product %s is at version %lld", product->code,
                (long long)product->version);
}

static Status lanes_check(Ctx *ctx, const Product *product)
{
    int64_t before = 0;
    Status s = lane_store_before(ctx, product->code, product->collect_minute, &before);
    if (s || !before) return s;
    return fail_field(ctx, "collect_minute",
                      "%lld of its lanes promise something earlier on the same day",
                      (long long)before);
}

/* `product` is to stand over `version`. */
static Status product_write(Ctx *ctx, Product *product, int64_t version)
{
    bool written = false;
    product->version = version + 1;
    Status s = product_check(ctx, product);
    if (!s) s = lanes_check(ctx, product);
    if (!s) s = product_store_update(ctx, product, version, &written);
    if (!s && !written) s = product_stale(ctx, product);
    return s ? s : audit_write(ctx, "product.change", "product", product->id, NULL);
}

Status product_change(Ctx *ctx, const char *code, int64_t version, const Product *change,
                      Product *out)
{
    Status s = scope_check_whole(ctx, "service products are");
    if (!s) s = product_by_code(ctx, code, out);
    if (s) return s;
    if (out->version != version) return product_stale(ctx, out);
    out->name = change->name;
    out->calendar = change->calendar;
    out->cutoff_minute = change->cutoff_minute;
    out->collect_minute = change->collect_minute;
    out->closed = change->closed;
    return product_write(ctx, out, version);
}

/* --- many --- */

static int product_order(const void *a, const void *b)
{
    const Product *one = a, *two = b;
    return strcmp(one->code, two->code);
}

static Status product_take(Ctx *ctx, void *thing, UpsertOutcome *outcome)
{
    Product *given = thing, known;
    Status s = product_store_by_code(ctx, given->code, &known);
    if (s == NOT_FOUND) {
        *outcome = UPSERT_CREATED;
        return product_create(ctx, given);
    }
    if (s) return s;
    given->version = given->changed_at = NONE; /* not for a row to say */
    bool differs = shape_merge(&product_shape, &known, given);
    *outcome = differs ? UPSERT_CHANGED : UPSERT_UNCHANGED;
    return differs ? product_write(ctx, &known, known.version) : OK;
}

Status product_upsert(Ctx *ctx, UpsertRow *rows, size_t count)
{
    Status s = scope_check_whole(ctx, "service products are");
    return s ? s : rules_upsert(ctx, rows, count, product_order, product_take);
}
