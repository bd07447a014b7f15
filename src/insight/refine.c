#include <math.h>

#include "base/instant.h"
#include "insight/answer.h"

/* Rows read to make quantiles exact, and days looked into for each bin. */
enum { REFINE_ROWS_MAX = 20000, REFINE_DAYS_MAX = 800 };

/* The order statistics that the quantiles need lie in few bins: each is read once and sorted. */
typedef struct Refining {
    Ctx *ctx;
    DurationRange range;
    const Histogram *histogram;
    size_t bin; /* the one that is in memory */
    int64_t *durations;
    size_t count;
} Refining;

static Status refine_read(Refining *refining, size_t bin)
{
    if (refining->durations != NULL && refining->bin == bin) return OK;
    const Bin *wanted = &refining->histogram->bins[bin];
    refining->bin = bin;
    refining->range.low = bin_low(wanted->bin);
    refining->range.high = bin_high(wanted->bin);
    size_t room = (size_t)wanted->n;
    refining->durations = ARENA_ARRAY(refining->ctx->arena, room, int64_t);
    if (refining->durations == NULL) return no_memory(refining->ctx);
    Status s = store_durations(refining->ctx, &refining->range, refining->durations, room,
                               &refining->count);
    durations_sort(refining->durations, refining->count);
    if (!s && refining->count != room)
        s = fail(refining->ctx, INTERNAL,
                 "the bins of a figure are not what the parcels say: "
                 "figures must be rebuilt");
    return s;
}

static Status refine_statistic(Refining *refining, int64_t rank, double *out)
{
    HistogramPlace place = histogram_place(refining->histogram, rank);
    Status s = refine_read(refining, place.bin);
    if (!s) *out = (double)refining->durations[place.offset];
    return s;
}

/* What would have to be read for all quantiles, at most. */
static int64_t refine_rows(const Histogram *histogram)
{
    int64_t rows = 0;
    size_t last = SIZE_MAX;
    for (size_t q = 0; q < QUANTILES; q++) {
        QuantileRank r = quantile_rank(histogram->n, quantile_levels[q]);
        const int64_t ranks[] = {r.rank, r.next};
        for (size_t i = 0; i < 2; i++) {
            size_t bin = histogram_place(histogram, ranks[i]).bin;
            if (bin != last) rows += histogram->bins[bin].n;
            last = bin;
        }
    }
    return rows;
}

Status answer_refine(Ctx *ctx, const Plan *plan, const Histogram *histogram, FigureRow *row)
{
    if (refine_rows(histogram) > REFINE_ROWS_MAX) return OK;
    Refining refining = {.ctx = ctx,
                         .range = {plan->figure->list, plan->from, plan->to, 0, 0},
                         .histogram = histogram};
    Status s =
        store_listed_days(ctx, refining.range.list, &refining.range.from, &refining.range.to);
    if (s || refining.range.to - refining.range.from >= REFINE_DAYS_MAX) return s;
    for (size_t q = 0; !s && q < QUANTILES; q++) {
        QuantileRank r = quantile_rank(histogram->n, quantile_levels[q]);
        double low = 0, high = 0;
        s = refine_statistic(&refining, r.rank, &low);
        if (!s) s = refine_statistic(&refining, r.next, &high);
        *quantile_place(row, q) = (low + r.weight * (high - low)) / (double)DAY_MS;
    }
    row->exact = true;
    row->error = NAN;
    return s;
}
