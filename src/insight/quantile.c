#include <math.h>
#include <stdlib.h>

#include "access/outlet.h"
#include "base/instant.h"
#include "insight/answer.h"

/* The durations of one row, as they are found. */
typedef struct Sample {
    int64_t *durations;
    size_t count, room;
} Sample;

typedef struct Sampling {
    Ctx *ctx;
    const Plan *plan;
    Sample *samples; /* one for each group */
} Sampling;

const double quantile_levels[QUANTILES] = {0.50, 0.90, 0.95, 0.99};

double *quantile_place(FigureRow *row, size_t quantile)
{
    double *const places[QUANTILES] = {&row->p50, &row->p90, &row->p95, &row->p99};
    return places[quantile];
}

static void row_quantiles(FigureRow *row, const int64_t *sorted, int64_t n)
{
    for (size_t q = 0; q < QUANTILES; q++)
        *quantile_place(row, q) = quantile_sorted(sorted, n, quantile_levels[q]) / (double)DAY_MS;
}

static int by_cell(const void *key, const void *item)
{
    return cell_key_order(key, &(*(RollupCell *const *)item)->key);
}

static void sample_add(Sampling *sampling, int64_t day, const char *value, int64_t duration_ms)
{
    const Plan *plan = sampling->plan;
    const CellKey key = {CELL_ANSWER, {plan_day(plan, day), 0, 0, 0}, value};
    RollupCell **found =
        bsearch(&key, plan->groups.items, plan->groups.count, sizeof *plan->groups.items, by_cell);
    if (found == NULL) return;
    Sample *sample = &sampling->samples[found - plan->groups.items];
    if (sample->count < sample->room) sample->durations[sample->count++] = duration_ms;
}

static Status sample_listed(void *user, const ListedParcel *parcel)
{
    sample_add(user, parcel->day, "", parcel->duration_ms);
    return OK;
}

static Status sample_facts(void *user, const ListedParcel *parcel, const WaybillFacts *facts)
{
    Sampling *sampling = user;
    const Plan *plan = sampling->plan;
    char room[DIMENSION_ROOM];
    if (plan->scope != 0) {
        const char *outlet = dimension_value(facts, DIMENSION_OUTLET, PLACE_DELIVERY, room);
        if (!outlet_within(sampling->ctx, strtoll(outlet, NULL, 10), plan->scope)) return OK;
    }
    sample_add(sampling, parcel->day, dimension_value(facts, plan->by, PLACE_DELIVERY, room),
               parcel->duration_ms);
    return OK;
}

/* Every duration of every row, in memory: their number is known beforehand. */
static Status sampled_quantiles(Ctx *ctx, const Plan *plan, size_t first, FigureRow *rows,
                                size_t count)
{
    Sampling sampling = {ctx, plan, ARENA_ARRAY(ctx->arena, plan->groups.count, Sample)};
    if (sampling.samples == NULL) return no_memory(ctx);
    for (size_t i = 0; i < plan->groups.count; i++) {
        Sample *sample = &sampling.samples[i];
        sample->room = (size_t)plan->groups.items[i]->n[1];
        sample->durations = ARENA_ARRAY(ctx->arena, sample->room, int64_t);
        if (sample->durations == NULL) return no_memory(ctx);
    }
    ParcelList list = plan->figure->list;
    Status s = plan->read == DIMENSION_ALL
                   ? store_listed(ctx, list, plan->from, plan->to, sample_listed, &sampling)
                   : store_listed_facts(ctx, list, plan->from, plan->to, sample_facts, &sampling);
    for (size_t i = 0; !s && i < count; i++) {
        Sample *sample = &sampling.samples[first + i];
        durations_sort(sample->durations, sample->count);
        row_quantiles(&rows[i], sample->durations, (int64_t)sample->count);
    }
    return s;
}

/* Bins of the days or months that a plan groups by, added up. */
typedef struct Binning {
    Ctx *ctx;
    const Plan *plan;
    Gather bins;
} Binning;

static Status bin_add(void *user, const RollupCell *cell)
{
    Binning *binning = user;
    const CellKey key = {
        CELL_BIN, {plan_day(binning->plan, cell->key.number[2]), cell->key.number[3], 0, 0}, ""};
    return gather_add(binning->ctx, &binning->bins, &key, cell->n, 1);
}

static void row_binned(FigureRow *row, const Histogram *histogram)
{
    row->exact = false;
    row->error = 0;
    for (size_t q = 0; q < QUANTILES; q++) {
        double error_ms = 0;
        double value_ms = quantile_binned(histogram, quantile_levels[q], &error_ms);
        *quantile_place(row, q) = value_ms / (double)DAY_MS;
        row->error = fmax(row->error, error_ms / (double)DAY_MS);
    }
}

static Status rows_binned(Ctx *ctx, const Plan *plan, size_t first, FigureRow *rows, size_t count,
                          const RollupCells *cells)
{
    Bin *bins = ARENA_ARRAY(ctx->arena, cells->count, Bin);
    if (bins == NULL) return no_memory(ctx);
    for (size_t i = 0, c = 0; i < count; i++) {
        int64_t day = plan->groups.items[first + i]->key.number[0];
        Histogram histogram = {bins, 0, 0};
        for (; c < cells->count && cells->items[c]->key.number[0] <= day; c++) {
            if (cells->items[c]->key.number[0] < day) continue;
            bins[histogram.count++] = (Bin){cells->items[c]->key.number[1], cells->items[c]->n[0]};
            histogram.n += cells->items[c]->n[0];
        }
        row_binned(&rows[i], &histogram);
        if (plan->by != DIMENSION_ALL) continue;
        Status s = answer_refine(ctx, plan, &histogram, &rows[i]);
        if (s) return s;
    }
    return OK;
}

static Status binned_quantiles(Ctx *ctx, const Plan *plan, size_t first, FigureRow *rows,
                               size_t count)
{
    Binning binning = {ctx, plan, {0}};
    Status s = gather_init(ctx, &binning.bins);
    if (s) return s;
    for (size_t i = 0; !s && i < plan->span_count; i++)
        s = store_bins(ctx, plan->figure->time, &plan->spans[i], bin_add, &binning);
    RollupCells cells;
    if (!s) s = gather_sorted(ctx, &binning.bins, &cells);
    if (!s) s = rows_binned(ctx, plan, first, rows, count, &cells);
    gather_release(&binning.bins);
    return s;
}

static int64_t parcels_of(const Plan *plan)
{
    int64_t n = 0;
    for (size_t i = 0; i < plan->groups.count; i++)
        n += plan->groups.items[i]->n[1];
    return n;
}

const char *quantiles_missing(const Plan *plan)
{
    if (plan->read == DIMENSION_ALL || parcels_of(plan) <= QUANTILE_ROWS_MAX) return NULL;
    return "more than 200,000 parcels stand behind this breakdown, too many for quantiles: choose "
           "a shorter range";
}

Status answer_quantiles(Ctx *ctx, const Plan *plan, size_t first, FigureRow *rows, size_t count)
{
    int64_t n = parcels_of(plan);
    if (n <= (plan->by == DIMENSION_ALL ? QUANTILE_ALL_MAX : QUANTILE_ROWS_MAX))
        return sampled_quantiles(ctx, plan, first, rows, count);
    if (plan->read == DIMENSION_ALL) return binned_quantiles(ctx, plan, first, rows, count);
    for (size_t i = 0; i < count; i++)
        rows[i].exact = false;
    return OK;
}
