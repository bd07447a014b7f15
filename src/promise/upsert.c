#include "promise/upsert.h"

/* Rows sorted by insertion: rules come by the hundred, and mostly in order. */
typedef struct Sorted {
    UpsertRow **rows;
    size_t count;
    int (*order)(const void *one, const void *two);
} Sorted;

/* The row of the same key, or NULL; `*at` is where it stands or would stand. */
static const UpsertRow *sorted_find(const Sorted *sorted, const UpsertRow *row, size_t *at)
{
    size_t low = 0, high = sorted->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = sorted->order(sorted->rows[middle]->thing, row->thing);
        if (!order) return sorted->rows[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *at = low;
    return NULL;
}

static void sorted_add(Sorted *sorted, UpsertRow *row, size_t at)
{
    for (size_t i = sorted->count++; i > at; i--)
        sorted->rows[i] = sorted->rows[i - 1];
    sorted->rows[at] = row;
}

static Status row_take(Ctx *ctx, Sorted *sorted, UpsertRow *row, RuleTake *take)
{
    size_t at = 0;
    const UpsertRow *twin = sorted_find(sorted, row, &at);
    if (twin) {
        Status s = fail(ctx, INVALID, "row %lld is of the same one", (long long)twin->number);
        return s == INVALID ? upsert_reject(ctx, row) : s;
    }
    sorted_add(sorted, row, at);
    UpsertOutcome outcome = UPSERT_WAITING;
    Status s = take(ctx, row->thing, &outcome);
    if (s == INVALID) return upsert_reject(ctx, row);
    row->outcome = outcome;
    return s;
}

Status rules_upsert(Ctx *ctx, UpsertRow *rows, size_t count,
                    int (*order)(const void *one, const void *two), RuleTake *take)
{
    Sorted sorted = {ARENA_ARRAY(ctx->arena, count, UpsertRow *), 0, order};
    if (!sorted.rows) return no_memory(ctx);
    Status s = OK;
    for (size_t i = 0; !s && i < count; i++)
        if (rows[i].outcome == UPSERT_WAITING) s = row_take(ctx, &sorted, &rows[i], take);
    return s;
}
