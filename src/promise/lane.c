#include <string.h>

#include "access/audit.h"
#include "access/page.h"
#include "base/region.h"
#include "promise/promise.h"
#include "promise/promise_store.h"
#include "promise/upsert.h"

/* One thing that a lane promises: on which day, by which minute of it. */
typedef struct Step {
    const char *days_field, *minute_field;
    int64_t days, minute;
    const char *late; /* when it comes before the step that must be over by then */
} Step;

static Status steps_check(Ctx *ctx, const Step *steps, size_t count)
{
    const Step *last = &steps[0];
    for (size_t i = 1; i < count; i++) {
        const Step *step = &steps[i];
        if ((step->days == NONE) != (step->minute == NONE))
            return fail_field(ctx, step->minute_field, "give both %s and %s, or neither",
                              step->days_field, step->minute_field);
        if (step->days == NONE) continue;
        if (step->days < last->days) return fail_field(ctx, step->days_field, "%s", step->late);
        if (step->days == last->days && step->minute < last->minute)
            return fail_field(ctx, step->minute_field, "%s", step->late);
        last = step;
    }
    return OK;
}

static Status lane_steps_check(Ctx *ctx, const Product *product, const ProductLane *lane)
{
    const Step steps[] = {
        {.days = 0, .minute = product->collect_minute},
        {"city_days", "city_minute", lane->city_days, lane->city_minute,
         "a parcel is collected before it is in the city"},
        {"attempt_days", "attempt_minute", lane->attempt_days, lane->attempt_minute,
         "a parcel is collected, and in the city, before its delivery is attempted"},
        {"delivery_days", "delivery_minute", lane->delivery_days, lane->delivery_minute,
         "a parcel is collected, in the city and attempted before it is delivered"}};
    return steps_check(ctx, steps, sizeof steps / sizeof *steps);
}

static Status region_check(Ctx *ctx, const char *field, const char *code)
{
    int64_t outlets = 0;
    if (!strcmp(code, "*") || region_exists(code)) return OK;
    Status s = region_store_outlets(ctx, code, &outlets);
    return s || outlets ? s : fail_field(ctx, field, "there is no region %s", code);
}

static Status lane_check(Ctx *ctx, const ProductLane *lane)
{
    Product product;
    Status s = product_store_by_code(ctx, lane->product, &product);
    if (s == NOT_FOUND) return fail_field(ctx, "product", "there is no product %s", lane->product);
    if (!s) s = region_check(ctx, "origin", lane->origin);
    if (!s) s = region_check(ctx, "destination", lane->destination);
    return s ? s : lane_steps_check(ctx, &product, lane);
}

static Status no_lane(Ctx *ctx, int64_t id)
{
    return fail(ctx, NOT_FOUND, "there is no lane %lld", (long long)id);
}

Status product_lane_by_id(Ctx *ctx, int64_t id, ProductLane *out)
{
    Status s = lane_store_by_id(ctx, id, out);
    return s == NOT_FOUND ? no_lane(ctx, id) : s;
}

Status product_lane_versions(Ctx *ctx, int64_t id, List *out)
{
    Status s = lane_store_versions(ctx, id, out);
    return !s && !out->count ? no_lane(ctx, id) : s;
}

Status product_lane_at_version(Ctx *ctx, int64_t id, int64_t version, ProductLane *out)
{
    Status s = lane_store_version(ctx, id, version, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "lane %lld has no version %lld", (long long)id,
                                 (long long)version)
                          : s;
}

static Status lane_enter(Ctx *ctx, ProductLane *lane)
{
    Status s = lane_check(ctx, lane);
    if (s) return s;
    lane->id = ctx_id(ctx);
    lane->version = 1;
    lane->deleted = false;
    s = lane_store_insert(ctx, lane);
    if (s == CONFLICT)
        return fail(ctx, CONFLICT, "product %s has a lane from %s to %s already", lane->product,
                    lane->origin, lane->destination);
    return s ? s : audit_write(ctx, "lane.create", "lane", lane->id, NULL);
}

Status product_lane_create(Ctx *ctx, ProductLane *lane)
{
    Status s = scope_check_whole(ctx, "lanes are");
    return s ? s : lane_enter(ctx, lane);
}

static Status lane_stale(Ctx *ctx, const ProductLane *lane)
{
    return fail(ctx, STALE, "lane %lld is at version %lld", (long long)lane->id,
                (long long)lane->version);
}

/* `lane` is to stand over `version`. */
static Status lane_write(Ctx *ctx, ProductLane *lane, int64_t version)
{
    bool written = false;
    lane->version = version + 1;
    Status s = lane_check(ctx, lane);
    if (!s) s = lane_store_update(ctx, lane, version, &written);
    if (!s && !written) s = lane_stale(ctx, lane);
    return s ? s : audit_write(ctx, "lane.change", "lane", lane->id, NULL);
}

Status product_lane_change(Ctx *ctx, int64_t id, int64_t version, const ProductLane *change,
                           ProductLane *out)
{
    Status s = scope_check_whole(ctx, "lanes are");
    if (!s) s = product_lane_by_id(ctx, id, out);
    if (s) return s;
    if (out->version != version) return lane_stale(ctx, out);
    out->city_days = change->city_days;
    out->city_minute = change->city_minute;
    out->attempt_days = change->attempt_days;
    out->attempt_minute = change->attempt_minute;
    out->delivery_days = change->delivery_days;
    out->delivery_minute = change->delivery_minute;
    return lane_write(ctx, out, version);
}

Status product_lane_delete(Ctx *ctx, int64_t id, int64_t version)
{
    ProductLane lane;
    bool written = false;
    Status s = scope_check_whole(ctx, "lanes are");
    if (!s) s = product_lane_by_id(ctx, id, &lane);
    if (s) return s;
    if (lane.version != version) return lane_stale(ctx, &lane);
    lane.version++;
    lane.deleted = true;
    s = lane_store_delete(ctx, &lane, &written);
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

/* --- many --- */

int lane_order(const void *a, const void *b)
{
    const ProductLane *one = a, *two = b;
    int order = strcmp(one->product, two->product);
    if (!order) order = strcmp(one->origin, two->origin);
    return order ? order : strcmp(one->destination, two->destination);
}

static Status lane_take(Ctx *ctx, void *thing, UpsertOutcome *outcome)
{
    ProductLane *given = thing, known;
    Status s = lane_store_by_key(ctx, given, &known);
    if (s == NOT_FOUND) {
        *outcome = UPSERT_CREATED;
        return lane_enter(ctx, given);
    }
    if (s) return s;
    given->version = given->changed_at = NONE; /* not for a row to say */
    bool differs = shape_merge(&product_lane_shape, &known, given);
    *outcome = differs ? UPSERT_CHANGED : UPSERT_UNCHANGED;
    return differs ? lane_write(ctx, &known, known.version) : OK;
}

Status product_lane_upsert(Ctx *ctx, UpsertRow *rows, size_t count)
{
    Status s = scope_check_whole(ctx, "lanes are");
    return s ? s : rules_upsert(ctx, rows, count, lane_order, lane_take);
}
