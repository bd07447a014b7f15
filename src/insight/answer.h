/* answer.h -- between the halves of answering a figure: what is asked, and quantiles. */
#pragma once

#include "insight/histogram.h"
#include "insight/insight.h"
#include "insight/rollup_store.h"

/* Of one customer's parcel: how long it took, and the group it is in. */
typedef struct OwnTime {
    const RollupCell *group;
    int64_t duration_ms;
} OwnTime;

/* What an answer is made of. */
typedef struct Plan {
    const Figure *figure;
    Dimension by;
    Dimension read;   /* the dimension whose roll-ups are read */
    int64_t scope;    /* outlet whose subtree alone is counted; 0: everything */
    int64_t customer; /* whose parcels alone are counted, one by one; 0: everybody's */
    const char *zone;
    int64_t from, to; /* days */
    Span spans[3];
    size_t span_count;
    bool sketched;      /* breakdowns have sketches */
    RollupCells groups; /* CELL_ANSWER, in order */
    OwnTime *times;     /* of a customer, of a FIGURE_TIME: each of theirs in those groups */
    size_t time_count;
} Plan;

/* Of the stall rate: the last instant that is stalled by now; NONE of every other figure. */
int64_t figure_quiet_since(Ctx *ctx, const Figure *figure);

/* The days of plan->from to plan->to as whole months and the days at the edges; only days where it
 * is `by` DAY. */
void plan_spans(Plan *plan);

/* The number by which a day is grouped: itself, its month, or 0. */
int64_t plan_day(const Plan *plan, int64_t day);

/* The zone of the roll-ups' days; the company's while nothing was counted. */
Status plan_zone(Ctx *ctx, Plan *plan);

/* Sets from and to: open ends, and only days that are over where promises are counted. INVALID. */
Status plan_days(Ctx *ctx, Plan *plan, int64_t from, int64_t to);

/* How a row names the value of a group, and whether a value goes by that name. */
const char *plan_value_text(Ctx *ctx, Dimension by, const char *value);

/* Alone and of everything, bins are made exact by reading what lies in few of them. */
bool plan_is_refined(const Plan *plan);

/* Reads what the plan asks for into plan->groups, which live as long as ctx's arena. */
Status plan_groups(Ctx *ctx, Plan *plan);

/* Fills mean and quantiles of rows first … first + count − 1 of the plan's groups into `rows`. */
Status answer_quantiles(Ctx *ctx, const Plan *plan, size_t first, FigureRow *rows, size_t count);

/* The group that a day and a value of the dimension read are counted in; NULL when in none. */
RollupCell **plan_group(const Plan *plan, int64_t day, const char *value);

/* Its place in the plan's groups; NULL when it is in none. */
RollupCell **plan_group_of(const Plan *plan, const RollupCell *group);

/* Why a plan whose groups are read gets no quantiles; NULL where it gets them. */
const char *quantiles_missing(const Plan *plan);

/* The same out of bins: those of figure_bin, or of sketches and arrivals. */
Status answer_binned(Ctx *ctx, const Plan *plan, size_t first, FigureRow *rows, size_t count);

/* Replaces the row's quantiles, taken from bins, by the exact ones, where what lies in their bins
 * is little enough to be read. `histogram` is of everything in plan->from to plan->to. */
Status answer_refine(Ctx *ctx, const Plan *plan, const Histogram *histogram, FigureRow *row);

/* The quantiles that are answered, and where a row keeps them. */
enum { QUANTILES = 4 };
extern const double quantile_levels[QUANTILES];

/* Where a row keeps the quantile of that place in quantile_levels. */
double *quantile_place(FigureRow *row, size_t quantile);
