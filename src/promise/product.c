#include "access/audit.h"
#include "access/page.h"
#include "promise/promise.h"
#include "promise/promise_store.h"

static Status calendar_check(Ctx *ctx, const char *code)
{
    CalendarRow row;
    Status s = code ? calendar_store_by_code(ctx, code, &row) : OK;
    return s == NOT_FOUND ? fail_field(ctx, "calendar", "there is no calendar %s", code) : s;
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

Status product_create(Ctx *ctx, Product *product)
{
    Status s = calendar_check(ctx, product->calendar);
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

Status product_change(Ctx *ctx, const char *code, int64_t version, const Product *change,
                      Product *out)
{
    Status s = product_by_code(ctx, code, out);
    if (s) return s;
    if (out->version != version) return product_stale(ctx, out);
    out->name = change->name;
    out->calendar = change->calendar;
    out->cutoff_minute = change->cutoff_minute;
    out->collect_minute = change->collect_minute;
    out->closed = change->closed;
    out->version++;
    s = calendar_check(ctx, out->calendar);
    bool written = false;
    if (!s) s = product_store_update(ctx, out, version, &written);
    if (!s && !written) s = product_stale(ctx, out);
    return s ? s : audit_write(ctx, "product.change", "product", out->id, NULL);
}

static Status lane_check(Ctx *ctx, const ProductLane *lane)
{
    if ((lane->city_days == NONE) != (lane->city_minute == NONE))
        return fail_field(ctx, "city_minute", "give both city_days and city_minute, or neither");
    if (lane->city_days != NONE &&
        (lane->city_days > lane->delivery_days ||
         (lane->city_days == lane->delivery_days && lane->city_minute > lane->delivery_minute)))
        return fail_field(ctx, "city_days", "a parcel is in the city before it is delivered");
    return OK;
}

Status product_lane_by_id(Ctx *ctx, int64_t id, ProductLane *out)
{
    Status s = lane_store_by_id(ctx, id, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no lane %lld", (long long)id) : s;
}

Status product_lane_create(Ctx *ctx, ProductLane *lane)
{
    Product product;
    Status s = lane_check(ctx, lane);
    if (!s) s = product_store_by_code(ctx, lane->product, &product);
    if (s == NOT_FOUND) return fail_field(ctx, "product", "there is no product %s", lane->product);
    if (s) return s;
    lane->id = ctx_id(ctx);
    lane->version = 1;
    s = lane_store_insert(ctx, lane);
    if (s == CONFLICT)
        return fail(ctx, CONFLICT, "product %s has a lane from %s to %s already", lane->product,
                    lane->origin, lane->destination);
    return s ? s : audit_write(ctx, "lane.create", "lane", lane->id, NULL);
}

static Status lane_stale(Ctx *ctx, const ProductLane *lane)
{
    return fail(ctx, STALE, "lane %lld is at version %lld", (long long)lane->id,
                (long long)lane->version);
}

Status product_lane_change(Ctx *ctx, int64_t id, int64_t version, const ProductLane *change,
                           ProductLane *out)
{
    Status s = product_lane_by_id(ctx, id, out);
    if (s) return s;
    if (out->version != version) return lane_stale(ctx, out);
    out->city_days = change->city_days;
    out->city_minute = change->city_minute;
    out->delivery_days = change->delivery_days;
    out->delivery_minute = change->delivery_minute;
    out->version++;
    s = lane_check(ctx, out);
    bool written = false;
    if (!s) s = lane_store_update(ctx, out, version, &written);
    if (!s && !written) s = lane_stale(ctx, out);
    return s ? s : audit_write(ctx, "lane.change", "lane", id, NULL);
}

Status product_lane_delete(Ctx *ctx, int64_t id, int64_t version)
{
    ProductLane lane;
    Status s = product_lane_by_id(ctx, id, &lane);
    bool written = false;
    if (!s) s = lane_store_delete(ctx, id, version, &written);
    if (!s && !written) s = lane_stale(ctx, &lane);
    return s ? s : audit_write(ctx, "lane.delete", "lane", id, NULL);
}

Status product_lane_list(Ctx *ctx, const char *product, int64_t limit, const char *cursor,
                         List *out, const char **next)
{
    int64_t after_id;
    Status s = page_start(ctx, cursor, 0, &after_id);
    if (!s) s = lane_store_page(ctx, product, after_id, limit + 1, out);
    return s ? s : page_end(ctx, out, limit, &product_lane_shape, next);
}
