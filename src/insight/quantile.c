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

static void sample_put(Sampling *sampling, RollupCell **found, int64_t duration_ms)
{
    if (found == NULL) return;
    Sample *sample = &sampling->samples[found - sampling->plan->groups.items];
    if (sample->count < sample->room) sample->durations[sample->count++] = duration_ms;
}

static void sample_add(Sampling *sampling, int64_t day, const char *value, int64_t duration_ms)
{
    sample_put(sampling, plan_group(sampling->plan, day, value), duration_ms);
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

static void sample_own(Sampling *sampling)
{
    const Plan *plan = sampling->plan;
    for (size_t i = 0; i < plan->time_count; i++)
        sample_put(sampling, plan_group_of(plan, plan->times[i].group), plan->times[i].duration_ms);
}

static Status samples_read(Ctx *ctx, const Plan *plan, Sampling *sampling)
{
    ParcelList list = plan->figure->list;
    if (plan->customer != 0) {
        sample_own(sampling);
        return OK;
    }
    if (plan->read == DIMENSION_ALL)
        return store_listed(ctx, list, plan->from, plan->to, sample_listed, sampling);
    return store_listed_facts(ctx, list, plan->from, plan->to, sample_facts, sampling);
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
    Status s = samples_read(ctx, plan, &sampling);
    for (size_t i = 0; !s && i < count; i++) {
        Sample *sample = &sampling.samples[first + i];
        durations_sort(sample->durations, sample->count);
        row_quantiles(&rows[i], sample->durations, (int64_t)sample->count);
    }
    return s;
}

static int64_t parcels_of(const Plan *plan)
{
    int64_t n = 0;
    for (size_t i = 0; i < plan->groups.count; i++)
        n += plan->groups.items[i]->n[1];
    return n;
}

bool plan_is_refined(const Plan *plan)
{
    return plan->by == DIMENSION_ALL && plan->read == DIMENSION_ALL && plan->customer == 0;
}

const char *quantiles_missing(const Plan *plan)
{
    bool given = plan->read == DIMENSION_ALL || plan->sketched || plan->customer != 0;
    if (given || parcels_of(plan) <= QUANTILE_ROWS_MAX) return NULL;
    return "quantiles of breakdowns are being counted; until then choose a shorter range for them";
}

Status answer_quantiles(Ctx *ctx, const Plan *plan, size_t first, FigureRow *rows, size_t count)
{
    if (parcels_of(plan) <= (plan_is_refined(plan) ? QUANTILE_ALL_MAX : QUANTILE_ROWS_MAX))
        return sampled_quantiles(ctx, plan, first, rows, count);
    for (size_t i = 0; i < count; i++)
        rows[i].exact = false;
    if (quantiles_missing(plan) != NULL) return OK;
    return answer_binned(ctx, plan, first, rows, count);
}
