#include "waybill/applier.h"

#include "db/db.h"
#include "waybill/batch.h"

struct Applier {
    Mapping *mapping;
    Observers *observers;
    StateCache *cache; /* NULL: none */
    NamePool *names;   /* where there is no cache */
    int64_t outside;   /* db_outside_changes when the cache was last true */
};

static Status parts_make(Ctx *ctx, Applier *applier, size_t cache_bytes)
{
    if (cache_bytes)
        applier->cache = state_cache_new(cache_bytes);
    else
        applier->names = name_pool_new();
    if (!applier->cache && !applier->names) return no_memory(ctx);
    Status s = mapping_open(ctx, &applier->mapping);
    return s ? s : observers_open(ctx, &applier->observers);
}

Status applier_new(Ctx *ctx, size_t cache_bytes, Applier **out)
{
    *out = NULL;
    Applier *applier = memory_alloc(sizeof *applier);
    if (!applier) return no_memory(ctx);
    Status s = parts_make(ctx, applier, cache_bytes);
    if (s)
        applier_release(applier);
    else
        *out = applier;
    return s;
}

void applier_release(Applier *applier)
{
    if (!applier) return;
    observers_close(applier->observers);
    mapping_close(applier->mapping);
    state_cache_release(applier->cache);
    name_pool_release(applier->names);
    memory_free(applier);
}

/* The cache, if it may be believed. */
static StateCache *cache_checked(Ctx *ctx, Applier *applier)
{
    if (!applier->cache) return NULL;
    int64_t outside = db_outside_changes(ctx);
    if (!outside) return NULL; /* the engine cannot tell */
    if (outside != applier->outside) state_cache_clear(applier->cache);
    applier->outside = outside;
    return applier->cache;
}

Status applier_apply(Ctx *ctx, Applier *applier, UpsertRow *rows, size_t count)
{
    Status s = mapping_refresh(ctx, applier->mapping);
    if (s) return s;
    Batch batch = {
        .rows = rows,
        .row_count = count,
        .cache = cache_checked(ctx, applier),
        .names = applier->cache ? state_cache_names(applier->cache) : applier->names,
        .mapping = applier->mapping,
        .observers = applier->observers,
    };
    s = batch_read(ctx, &batch);
    if (!s && batch.item_count) s = batch_match(ctx, &batch);
    if (!s) s = batch_order(ctx, &batch);
    if (!s && batch.order_count) s = batch_add(ctx, &batch);
    if (!s && batch.order_count) s = batch_advance(ctx, &batch);
    if (!s && batch.item_count) s = batch_write(ctx, &batch);
    if (s) applier_undone(applier);
    return s;
}

void applier_undone(Applier *applier)
{
    observers_forget(applier->observers);
    if (applier->cache) state_cache_clear(applier->cache);
}

void applier_forget(Applier *applier, const char *carrier, const char *no)
{
    if (applier->cache) state_cache_forget(applier->cache, carrier, no);
}

Status scan_apply(Ctx *ctx, UpsertRow *rows, size_t count)
{
    Applier *applier;
    Status s = applier_new(ctx, 0, &applier);
    if (s) return s;
    s = applier_apply(ctx, applier, rows, count);
    applier_release(applier);
    return s;
}
