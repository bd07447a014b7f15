#include <math.h>
#include <stdlib.h>

#include "access/outlet.h"
#include "base/instant.h"
#include "insight/answer.h"
#include "insight/sketch.h"

/* The bins of the rows that are given, added up. */
typedef struct Binning {
    Ctx *ctx;
    const Plan *plan;
    size_t first, count; /* of the plan's groups */
    Gather bins;         /* CELL_BIN: row, bin */
} Binning;

/* The row of a group, in `*row`; false where it is none that is given. */
static bool place_in(const Binning *binning, RollupCell **group, int64_t *row)
{
    if (group == NULL) return false;
    size_t place = (size_t)(group - binning->plan->groups.items);
    *row = (int64_t)(place - binning->first);
    return place >= binning->first && place < binning->first + binning->count;
}

/* The same of the group that this is counted in. */
static bool row_of(const Binning *binning, int64_t day, const char *value, int64_t *row)
{
    return place_in(binning, plan_group(binning->plan, day, value), row);
}

/* The value is an outlet's where the plan has a scope. */
static bool is_in_scope(const Binning *binning, const char *value)
{
    int64_t scope = binning->plan->scope;
    return scope == 0 || outlet_within(binning->ctx, strtoll(value, NULL, 10), scope);
}

static Status bin_add(Binning *binning, int64_t row, const Bin *bin)
{
    const CellKey key = {CELL_BIN, {row, bin->bin, 0, 0}, ""};
    return gather_add(binning->ctx, &binning->bins, &key, &bin->n, 1);
}

static Status whole_add(void *user, const RollupCell *cell)
{
    int64_t row;
    if (!row_of(user, cell->key.number[2], "", &row)) return OK;
    return bin_add(user, row, &(Bin){cell->key.number[3], cell->n[0]});
}

static Status sketch_add(void *user, const Sketch *sketch)
{
    int64_t row;
    Status s = OK;
    const Bin *bins = sketch->bins.items;
    const char *value = sketch->key.value;
    if (!is_in_scope(user, value) || !row_of(user, sketch->key.number[2], value, &row)) return OK;
    for (size_t i = 0; !s && i < sketch->bins.count; i++)
        s = bin_add(user, row, &bins[i]);
    return s;
}

static Status arrival_add(void *user, const RollupCell *cell)
{
    Binning *binning = user;
    const Plan *plan = binning->plan;
    Arrival arrival;
    char room[DIMENSION_ROOM];
    int64_t row;
    arrival_read(cell, &arrival);
    const Bin bin = {arrival_bin(&arrival, plan->figure->time), cell->n[0]};
    const char *value = dimension_value(&arrival.facts, plan->read, PLACE_DELIVERY, room);
    if (bin.bin == BIN_UNKNOWN || !is_in_scope(binning, value)) return OK;
    if (!row_of(binning, arrival.day, value, &row)) return OK;
    return bin_add(binning, row, &bin);
}

static Status own_add(Binning *binning)
{
    const Plan *plan = binning->plan;
    Status s = OK;
    for (size_t i = 0; !s && i < plan->time_count; i++) {
        const OwnTime *time = &plan->times[i];
        int64_t row;
        if (place_in(binning, plan_group_of(plan, time->group), &row))
            s = bin_add(binning, row, &(Bin){bin_of(time->duration_ms), 1});
    }
    return s;
}

static Status bins_read(Ctx *ctx, Binning *binning)
{
    const Plan *plan = binning->plan;
    if (plan->customer != 0) return own_add(binning);
    Time time = plan->figure->time;
    int64_t series = sketch_series(plan->read, time);
    Status s = OK;
    for (size_t i = 0; !s && i < plan->span_count; i++)
        s = plan->read == DIMENSION_ALL
                ? store_bins(ctx, time, &plan->spans[i], whole_add, binning)
                : store_sketches(ctx, series, &plan->spans[i], sketch_add, binning);
    if (s || plan->read == DIMENSION_ALL) return s;
    return store_arrivals(ctx, plan->from, plan->to, arrival_add, binning);
}

static void row_binned(FigureRow *row, const Histogram *histogram)
{
    row->error = 0;
    for (size_t q = 0; q < QUANTILES; q++) {
        double error_ms = 0;
        double value_ms = quantile_binned(histogram, quantile_levels[q], &error_ms);
        *quantile_place(row, q) = value_ms / (double)DAY_MS;
        row->error = fmax(row->error, error_ms / (double)DAY_MS);
    }
}

static Status rows_binned(Ctx *ctx, const Plan *plan, FigureRow *rows, size_t count,
                          const RollupCells *cells)
{
    Bin *bins = ARENA_ARRAY(ctx->arena, cells->count, Bin);
    if (bins == NULL) return no_memory(ctx);
    for (size_t i = 0, c = 0; i < count; i++) {
        Histogram histogram = {bins, 0, 0};
        for (; c < cells->count && cells->items[c]->key.number[0] == (int64_t)i; c++) {
            bins[histogram.count++] = (Bin){cells->items[c]->key.number[1], cells->items[c]->n[0]};
            histogram.n += cells->items[c]->n[0];
        }
        row_binned(&rows[i], &histogram);
        if (!plan_is_refined(plan)) continue;
        Status s = answer_refine(ctx, plan, &histogram, &rows[i]);
        if (s) return s;
    }
    return OK;
}

Status answer_binned(Ctx *ctx, const Plan *plan, size_t first, FigureRow *rows, size_t count)
{
    Binning binning = {.ctx = ctx, .plan = plan, .first = first, .count = count};
    Status s = gather_init(ctx, &binning.bins);
    if (s) return s;
    s = bins_read(ctx, &binning);
    RollupCells cells;
    if (!s) s = gather_sorted(ctx, &binning.bins, &cells);
    if (!s) s = rows_binned(ctx, plan, rows, count, &cells);
    gather_release(&binning.bins);
    return s;
}
