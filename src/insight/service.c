#include "insight/service.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "access/setting.h"
#include "base/instant.h"
#include "insight/rollup_store.h"

static void add(ServiceCounts *counts, const ServiceCount *one)
{
    if (one->n && counts->count < SERVICE_COUNTS) counts->items[counts->count++] = *one;
}

void service_count(ServiceCounts *counts, ServiceMeasure measure, int64_t at, int64_t n,
                   int64_t outlet_id)
{
    ServiceCount one = {.measure = measure, .dimension = DIMENSION_ALL, .at = at, .n = n};
    add(counts, &one);
    one.dimension = DIMENSION_OUTLET;
    one.outlet_id = outlet_id;
    add(counts, &one);
}

void service_count_by(ServiceCounts *counts, ServiceMeasure measure, Dimension dimension,
                      const char *value, int64_t at, int64_t n)
{
    const ServiceCount one = {
        .measure = measure, .dimension = dimension, .value = value, .at = at, .n = n};
    for (size_t i = 0; i < counts->count; i++) {
        const ServiceCount *known = &counts->items[i];
        bool same = known->measure == measure && known->dimension == dimension;
        if (same && value && known->value && strcmp(known->value, value) == 0) return;
    }
    add(counts, &one);
}

Status service_gather(Ctx *ctx, Gather *gather, const char *zone, const ServiceCounts *counts,
                      int64_t sign)
{
    char room[DIMENSION_ROOM];
    Status s = OK;
    for (size_t i = 0; !s && i < counts->count; i++) {
        const ServiceCount *one = &counts->items[i];
        const char *value = one->value ? one->value : "";
        if (one->dimension == DIMENSION_OUTLET && one->outlet_id) {
            snprintf(room, sizeof room, "%" PRId64, one->outlet_id);
            value = room;
        }
        const CellKey key = {CELL_SERVICE,
                             {GRAIN_DAY, one->dimension, instant_date(one->at, zone), one->measure},
                             value};
        s = gather_add(ctx, gather, &key, &one->n, sign);
    }
    return s;
}

static Status write_cells(Ctx *ctx, Gather *gather)
{
    RollupCells cells;
    Status s = gather_months(ctx, gather);
    if (!s) s = gather_sorted(ctx, gather, &cells);
    return s ? s : store_write(ctx, &cells);
}

/* The zone of the roll-ups' days, which is the company's when the first thing is counted. */
static Status find_zone(Ctx *ctx, const char **zone)
{
    FigureBook book;
    Status s = store_book(ctx, &book);
    *zone = s ? setting_text(ctx, SETTING_NAMED_ZONE) : book.zone;
    return s == NOT_FOUND ? store_book_write(ctx, *zone) : s;
}

static bool same_counts(const ServiceCounts *a, const ServiceCounts *b)
{
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++) {
        const ServiceCount *x = &a->items[i], *y = &b->items[i];
        bool same = x->measure == y->measure && x->dimension == y->dimension && x->at == y->at &&
                    x->n == y->n && x->outlet_id == y->outlet_id;
        if (!same || strcmp(x->value ? x->value : "", y->value ? y->value : "") != 0) return false;
    }
    return true;
}

Status service_change(Ctx *ctx, const ServiceCounts *before, const ServiceCounts *after)
{
    static const ServiceCounts nothing = {.count = 0};
    Gather gather;
    const char *zone;
    if (!before) before = &nothing;
    if (!after) after = &nothing;
    if (same_counts(before, after)) return OK;
    Status s = find_zone(ctx, &zone);
    if (s) return s;
    s = gather_init(ctx, &gather);
    if (!s) s = service_gather(ctx, &gather, zone, before, -1);
    if (!s) s = service_gather(ctx, &gather, zone, after, 1);
    if (!s) s = write_cells(ctx, &gather);
    gather_release(&gather);
    return s;
}

Status service_all(Ctx *ctx, ServiceEach *each, void *user)
{
    Status s = OK;
    for (size_t i = 0; !s && service_sources[i]; i++)
        s = service_sources[i]->run(ctx, each, user);
    return s;
}

typedef struct Counting {
    Ctx *ctx;
    Gather gather;
    const char *zone;
} Counting;

static Status count_one(void *user, const ServiceCounts *counts)
{
    Counting *counting = user;
    return service_gather(counting->ctx, &counting->gather, counting->zone, counts, 1);
}

Status service_recount(Ctx *ctx, const char *zone)
{
    Counting counting = {.ctx = ctx, .zone = zone};
    Status s = gather_init(ctx, &counting.gather);
    if (!s) s = service_all(ctx, count_one, &counting);
    if (!s) s = write_cells(ctx, &counting.gather);
    gather_release(&counting.gather);
    return s ? s : store_service_made(ctx);
}

Status service_seed(Ctx *ctx)
{
    FigureBook book;
    bool made;
    Status s = store_service_is_made(ctx, &made);
    if (s || made) return s;
    s = store_book(ctx, &book);
    if (s && s != NOT_FOUND) return s;
    problem_clear(ctx);
    return service_recount(ctx, s ? setting_text(ctx, SETTING_NAMED_ZONE) : book.zone);
}
