#include "watch/eta.h"

#include <math.h>

#include "base/field.h"
#include "base/instant.h"

/* In days, the half-lives with which evidence fades; and in deliveries, how many of its own a cell
 * needs to count as much as the cell around it. docs/watch.md tells where they come from. */
static const double slow_half_life = 365, fast_half_life = 5, width_half_life = 60;
static const double level_weight = 5, effect_weight = 3, recent_weight = 20, width_weight = 10;

/* Shares of the whole are flatter at the ends than those of one lane. */
static const double width_factor = 0.82;
static const double first_variance = 0.5;

/* Beyond this share of all that was seen a parcel is older than there is evidence for. */
static const double share_seen = 0.999;

static const double shift_days = 0.5;

int64_t eta_measure(int64_t duration_ms)
{
    if (duration_ms < 0) return NONE;
    return llround(1000 * log((double)duration_ms / (double)DAY_MS + shift_days));
}

int eta_bin(int64_t measure)
{
    int64_t bin = (measure - ETA_BIN_LOW) / ETA_BIN_WIDTH;
    if (bin < 0) return 0;
    return bin < ETA_BINS ? (int)bin : ETA_BINS - 1;
}

int64_t eta_week(int64_t day)
{
    int64_t past = day % 7;
    return day - (past < 0 ? past + 7 : past);
}

static double fade(double days, double half_life)
{
    return exp2(-days / half_life);
}

/* The part of a cell that is looked at. */
static EtaCell cell_window(const EtaCell *cell, int64_t today)
{
    if (cell->count == 0) return *cell;
    size_t first = 0, end = cell->count;
    while (first < end && cell->days[first].day < today - ETA_WINDOW_DAYS)
        first++;
    while (end > first && cell->days[end - 1].day > today)
        end--;
    return (EtaCell){cell->days + first, end - first};
}

/* How slow all deliveries were of late, as of each day of the window: the level that a day's
 * deliveries are compared with. */
typedef struct Levels {
    double at[ETA_WINDOW_DAYS + 1]; /* [0]: the first day of the window */
    int64_t first;
    double now, usual;
} Levels;

static void levels_learn(const EtaCell *all, int64_t today, Levels *out)
{
    double n = 0, sum = 0, usual_n = 0, usual_sum = 0;
    size_t next = 0;
    out->first = today - ETA_WINDOW_DAYS;
    const double fast = fade(1, fast_half_life);
    for (int64_t i = 0; i <= ETA_WINDOW_DAYS; i++) {
        n *= fast;
        sum *= fast;
        if (next < all->count && all->days[next].day == out->first + i) {
            const EtaDay *day = &all->days[next++];
            const double weight = fade((double)(ETA_WINDOW_DAYS - i), slow_half_life);
            n += (double)day->n;
            sum += (double)day->sum / 1000;
            usual_n += weight * (double)day->n;
            usual_sum += weight * (double)day->sum / 1000;
        }
        out->at[i] = n > 0 ? sum / n : 0;
    }
    out->usual = usual_sum / usual_n;
    out->now = (sum + level_weight * out->usual) / (n + level_weight);
}

/* What is known of a cell: how it differs from all, its variance, how it differs lately. */
typedef struct Effect {
    double usual, variance, lately;
} Effect;

static double cell_usual(const EtaCell *cell, const Levels *levels, int64_t today, double around)
{
    double n = 0, sum = 0;
    for (size_t i = 0; i < cell->count; i++) {
        const EtaDay *day = &cell->days[i];
        const double weight = fade((double)(today - day->day), slow_half_life);
        n += weight * (double)day->n;
        sum += weight *
               ((double)day->sum / 1000 - (double)day->n * levels->at[day->day - levels->first]);
    }
    return (sum + effect_weight * around) / (n + effect_weight);
}

static double cell_variance(const EtaCell *cell, const Levels *levels, int64_t today,
                            const Effect *effect)
{
    double n = 0, sum = 0;
    for (size_t i = 0; i < cell->count; i++) {
        const EtaDay *day = &cell->days[i];
        const double weight = fade((double)(today - day->day), width_half_life);
        const double centre = levels->at[day->day - levels->first] + effect->usual;
        const double count = (double)day->n;
        n += weight * count;
        sum += weight * ((double)day->squares / 1e6 - 2 * centre * (double)day->sum / 1000 +
                         centre * centre * count);
    }
    return (sum + width_weight * effect->variance) / (n + width_weight);
}

static double cell_lately(const EtaCell *cell, const Levels *levels, int64_t today, double usual)
{
    double n = 0, sum = 0;
    for (size_t i = 0; i < cell->count; i++) {
        const EtaDay *day = &cell->days[i];
        const double weight = fade((double)(today - day->day), fast_half_life);
        n += weight * (double)day->n;
        sum += weight * ((double)day->sum / 1000 - (double)day->n * (levels->now + usual));
    }
    return sum / (n + recent_weight);
}

static int64_t cell_count(const EtaCell *cell, int64_t since)
{
    int64_t n = 0;
    for (size_t i = 0; i < cell->count; i++)
        if (cell->days[i].day >= since) n += cell->days[i].n;
    return n;
}

/* From all to the lane, each cell leaning on the one around it; then by hour and weekday, as they
 * differ from their product. */
static void effects_learn(const EtaEvidence *evidence, const Levels *levels, EtaModel *out)
{
    const int64_t today = evidence->today;
    Effect effect = {0, first_variance, 0};
    double product = 0;
    for (size_t scope = 0; scope <= ETA_LANE; scope++) {
        const EtaCell cell = cell_window(&evidence->cells[scope], today);
        out->recent[scope] = cell_count(&cell, today - ETA_SAMPLE_DAYS);
        if (cell.count == 0) continue;
        if (scope != ETA_ALL) effect.usual = cell_usual(&cell, levels, today, effect.usual);
        effect.variance = cell_variance(&cell, levels, today, &effect);
        if (scope != ETA_ALL) effect.lately = cell_lately(&cell, levels, today, effect.usual);
        if (scope == ETA_PRODUCT) product = effect.usual;
    }
    out->centre = levels->now + effect.usual + effect.lately;
    for (size_t scope = ETA_LANE + 1; scope < ETA_SCOPES; scope++) {
        const EtaCell cell = cell_window(&evidence->cells[scope], today);
        out->centre += cell_usual(&cell, levels, today, product) - product;
    }
    out->width = width_factor * sqrt(fmax(effect.variance, 1e-6));
}

/* The shape of all deliveries, moved and stretched to mean 0 and variance 1. */
static bool shape_learn(const EtaEvidence *evidence, EtaModel *out)
{
    double bins[ETA_BINS] = {0}, n = 0, sum = 0, squares = 0;
    const double width = ETA_BIN_WIDTH / 1000.0, low = ETA_BIN_LOW / 1000.0;
    for (size_t i = 0; i < evidence->week_count; i++) {
        const EtaWeek *week = &evidence->weeks[i];
        const int64_t age = evidence->today - week->day;
        if (age < 0 || age > ETA_WINDOW_DAYS) continue;
        const double weight = fade((double)age, width_half_life);
        for (size_t b = 0; b < ETA_BINS; b++)
            bins[b] += weight * (double)week->bins[b];
    }
    for (size_t b = 0; b < ETA_BINS; b++) {
        const double middle = low + ((double)b + 0.5) * width;
        n += bins[b];
        sum += bins[b] * middle;
        squares += bins[b] * middle * middle;
    }
    if (!(n > 0)) return false;
    const double mean = sum / n;
    const double deviation = sqrt(fmax(squares / n - mean * mean, width * width / 12));
    double below = 0;
    for (size_t b = 0; b <= ETA_BINS; b++) {
        out->edges[b] = (low + (double)b * width - mean) / deviation;
        out->share[b] = below / n;
        if (b < ETA_BINS) below += bins[b];
    }
    return true;
}

bool eta_learn(const EtaEvidence *evidence, EtaModel *out)
{
    *out = (EtaModel){0};
    const EtaCell all = cell_window(&evidence->cells[ETA_ALL], evidence->today);
    out->samples = cell_count(&all, evidence->today - ETA_WINDOW_DAYS);
    if (out->samples < ETA_LEAST) return false;
    Levels levels;
    levels_learn(&all, evidence->today, &levels);
    effects_learn(evidence, &levels, out);
    out->tempo = exp(levels.now - levels.usual);
    return shape_learn(evidence, out);
}

/* The share delivered within so many days. */
static double share_within(const EtaModel *model, double days)
{
    if (days < 0) return 0;
    const double x = (log(days + shift_days) - model->centre) / model->width;
    if (x <= model->edges[0]) return 0;
    size_t b = 0;
    while (b < ETA_BINS && model->edges[b + 1] < x)
        b++;
    if (b == ETA_BINS) return 1;
    const double part = (x - model->edges[b]) / (model->edges[b + 1] - model->edges[b]);
    return model->share[b] + part * (model->share[b + 1] - model->share[b]);
}

double eta_quantile(const EtaModel *model, double q, double age)
{
    const double past = age > 0 ? share_within(model, age) : 0;
    if (past > share_seen) return NAN;
    const double share = past + q * (1 - past);
    size_t b = 0;
    while (b + 1 < ETA_BINS && model->share[b + 1] < share)
        b++;
    const double step = model->share[b + 1] - model->share[b];
    const double part = step > 0 ? fmin(1, (share - model->share[b]) / step) : 1;
    const double x = model->edges[b] + part * (model->edges[b + 1] - model->edges[b]);
    return fmax(age, exp(model->centre + model->width * x) - shift_days);
}

double eta_late(const EtaModel *model, double limit, double age)
{
    if (limit <= age || limit <= 0) return 1;
    const double past = age > 0 ? share_within(model, age) : 0;
    if (past > share_seen) return NAN;
    return (1 - share_within(model, limit)) / (1 - past);
}

EtaScope eta_scope(const EtaModel *model)
{
    EtaScope scope = ETA_LANE;
    while (scope > ETA_ALL && model->recent[scope] == 0)
        scope--;
    return scope;
}
