#include <stdlib.h>
#include <string.h>

#include "insight/rollup_store.h"
#include "insight/sketch.h"

/* Sketches that are read, changed and written together. */
enum { SKETCHES_AT_ONCE = 1024 };

typedef struct Folding {
    Ctx *ctx;
    Gather arrivals, cells; /* all of them; what they are by one dimension */
} Folding;

static Status arrival_take(void *user, const RollupCell *cell)
{
    Folding *folding = user;
    return gather_add(folding->ctx, &folding->arrivals, &cell->key, cell->n, 1);
}

static Status bin_take(void *user, const CellKey *key, const Bin *bin)
{
    Folding *folding = user;
    CellKey own = *key;
    own.number[3] = bin->bin;
    return gather_add(folding->ctx, &folding->cells, &own, &bin->n, 1);
}

/* The bins of one sketch after each other. */
static int by_sketch(const void *a, const void *b)
{
    const CellKey *left = &(*(RollupCell *const *)a)->key, *right = &(*(RollupCell *const *)b)->key;
    for (size_t i = 0; i < 3; i++)
        if (left->number[i] != right->number[i]) return left->number[i] < right->number[i] ? -1 : 1;
    int order = strcmp(left->value, right->value);
    if (order != 0) return order;
    return (left->number[3] > right->number[3]) - (left->number[3] < right->number[3]);
}

static bool same_sketch(const CellKey *a, const CellKey *b)
{
    return a->number[0] == b->number[0] && a->number[1] == b->number[1] &&
           a->number[2] == b->number[2] && strcmp(a->value, b->value) == 0;
}

/* The changes of the sketches from `*at` on, as many as are written together. */
static Status changes_make(Ctx *ctx, const RollupCells *cells, size_t *at, List *out)
{
    Sketch *changes = ARENA_ARRAY(ctx->arena, SKETCHES_AT_ONCE, Sketch);
    if (changes == NULL) return no_memory(ctx);
    *out = (List){changes, 0};
    while (*at < cells->count && out->count < SKETCHES_AT_ONCE) {
        size_t end = *at;
        const CellKey *key = &cells->items[*at]->key;
        while (end < cells->count && same_sketch(&cells->items[end]->key, key))
            end++;
        Bin *bins = ARENA_ARRAY(ctx->arena, end - *at, Bin);
        if (bins == NULL) return no_memory(ctx);
        for (size_t i = *at; i < end; i++)
            bins[i - *at] = (Bin){cells->items[i]->key.number[3], cells->items[i]->n[0]};
        changes[out->count++] = (Sketch){.key = *key, .bins = {bins, end - *at}};
        *at = end;
    }
    return OK;
}

static Status cells_write(Ctx *ctx, const RollupCells *cells)
{
    Ctx own = *ctx;
    own.arena = arena_new();
    if (own.arena == NULL) return no_memory(ctx);
    Status s = OK;
    for (size_t at = 0; !s && at < cells->count;) {
        List changes;
        s = changes_make(&own, cells, &at, &changes);
        if (!s) s = store_sketches_add(&own, &changes);
        arena_clear(own.arena);
    }
    if (s) ctx->problem = own.problem;
    arena_release(own.arena);
    return s;
}

static Status fold_dimension(Folding *folding, Dimension dimension)
{
    Ctx *ctx = folding->ctx;
    Status s = OK;
    for (size_t i = 0; !s && i < folding->arrivals.room; i++) {
        const RollupCell *cell = folding->arrivals.slots[i];
        if (cell != NULL) s = arrival_each(cell, dimension, bin_take, folding);
    }
    RollupCells cells;
    if (!s) s = gather_months(ctx, &folding->cells);
    if (!s) s = gather_sorted(ctx, &folding->cells, &cells);
    if (s) return s;
    qsort(cells.items, cells.count, sizeof *cells.items, by_sketch);
    s = cells_write(ctx, &cells);
    gather_clear(&folding->cells);
    return s;
}

static Status fold_all(Folding *folding)
{
    Ctx *ctx = folding->ctx;
    Status s = gather_init(ctx, &folding->arrivals);
    if (!s) s = gather_init(ctx, &folding->cells);
    if (!s) s = store_arrivals(ctx, DAY_FIRST, DAY_LAST, arrival_take, folding);
    if (s || folding->arrivals.count == 0) return s;
    for (Dimension d = DIMENSION_CARRIER; !s && d <= DIMENSION_OUTLET; d++)
        s = fold_dimension(folding, d);
    return s ? s : store_arrivals_clear(ctx);
}

Status sketch_fold(Ctx *ctx)
{
    Folding folding = {.ctx = ctx};
    Status s = fold_all(&folding);
    gather_release(&folding.arrivals);
    gather_release(&folding.cells);
    return s;
}
