#include "insight/observer.h"

#include "access/setting.h"
#include "insight/rollup_store.h"
#include "insight/sketch.h"

/* A cell takes about 200 bytes: what is gathered stays under 20 MB. */
#define CELLS_MAX 100000

typedef struct Observer {
    Gather gather;
    Arena *scratch;   /* for one flush */
    const char *zone; /* in the gather's arena; NULL until it is asked for in this transaction */
    size_t arrivals;  /* written since they were folded last */
} Observer;

static void observer_close(void *state)
{
    Observer *observer = state;
    if (observer == NULL) return;
    gather_release(&observer->gather);
    arena_release(observer->scratch);
    memory_free(observer);
}

static Status observer_open(Ctx *ctx, void **state)
{
    Observer *observer = memory_alloc(sizeof *observer);
    if (observer == NULL) return no_memory(ctx);
    Status s = gather_init(ctx, &observer->gather);
    if (!s) observer->scratch = arena_new();
    if (!s && observer->scratch == NULL) s = no_memory(ctx);
    if (s)
        observer_close(observer);
    else
        *state = observer;
    return s;
}

static void observer_forget(void *state)
{
    Observer *observer = state;
    gather_clear(&observer->gather);
    observer->zone = NULL;
}

static Status observer_zone(Ctx *ctx, Observer *observer)
{
    FigureBook book;
    Status s = store_book(ctx, &book);
    if (s == NOT_FOUND) {
        book.zone = setting_text(ctx, SETTING_NAMED_ZONE);
        s = store_book_write(ctx, book.zone);
    }
    if (s) return s;
    observer->zone = arena_text(observer->gather.arena, book.zone);
    return observer->zone == NULL ? no_memory(ctx) : OK;
}

static Status gather_write(Ctx *ctx, Observer *observer)
{
    RollupCells cells;
    Status s = gather_months(ctx, &observer->gather);
    if (!s) s = gather_sorted(ctx, &observer->gather, &cells);
    if (!s) s = store_write(ctx, &cells);
    for (size_t i = 0; !s && i < cells.count; i++)
        observer->arrivals += cells.items[i]->key.set == CELL_ARRIVAL;
    if (s || observer->arrivals < ARRIVALS_MAX) return s;
    observer->arrivals = 0;
    return sketch_fold(ctx);
}

/* Writes with an arena of its own: a rebuilding flushes thousands of times in one piece of work. */
static Status observer_flush(Ctx *ctx, void *state)
{
    Observer *observer = state;
    if (observer->zone == NULL) return OK;
    Ctx own = *ctx;
    own.arena = observer->scratch;
    Status s = gather_write(&own, observer);
    ctx->problem = own.problem;
    arena_clear(observer->scratch);
    if (!s) observer_forget(observer);
    return s;
}

static Status observer_changed(Ctx *ctx, void *state, const WaybillFacts *before,
                               const WaybillFacts *after)
{
    Observer *observer = state;
    if (observer->zone == NULL) {
        Status s = observer_zone(ctx, observer);
        if (s) return s;
    }
    Status s = booking_change(ctx, &observer->gather, observer->zone, before, after);
    if (s || observer->gather.count < CELLS_MAX) return s;
    return observer_flush(ctx, observer);
}

const WaybillObserver insight_observer = {
    .name = "insight",
    .open = observer_open,
    .changed = observer_changed,
    .flush = observer_flush,
    .forget = observer_forget,
    .close = observer_close,
};
