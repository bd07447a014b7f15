#include "watch/eta.h"

#include <math.h>
#include <stdlib.h>

#include "base/field.h"
#include "base/instant.h"

const EtaTuning eta_standard = {.now_half_life = 5,
                                .now_weight = 20,
                                .return_rate = 0.9,
                                .level_half_life = 7,
                                .effect_weight = 3,
                                .sender_weight = 20,
                                .hour_weight = 3000,
                                .weekday_weight = 100,
                                .promised_weight = 10,
                                .promised_part = 0.75,
                                .receiver_weight = 10,
                                .receiver_part = 0.75,
                                .recent_half_life = 20,
                                .recent_weight = 20,
                                .width_half_life = 120,
                                .width_weight = 10,
                                .shape_days = 60,
                                .shape_weight = 60};

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
    double left;   /* of what is unusual as of today, when the forecast is made */
    double wander; /* variance of what the level may have become by then */
} Levels;

/* How far the level strayed from its mean, on days of deliveries. */
static double levels_variance(const EtaCell *all, const Levels *levels)
{
    double sum = 0, squares = 0;
    for (size_t i = 0; i < all->count; i++) {
        const double level = levels->at[all->days[i].day - levels->first];
        sum += level;
        squares += level * level;
    }
    const double n = (double)all->count;
    return fmax(0, squares / n - sum / n * (sum / n));
}

static int by_size(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* The level of the middle day: what peaks do not move. */
static double levels_median(const EtaCell *all, const Levels *levels)
{
    double sorted[ETA_WINDOW_DAYS + 1];
    for (size_t i = 0; i < all->count; i++)
        sorted[i] = levels->at[all->days[i].day - levels->first];
    qsort(sorted, all->count, sizeof *sorted, by_size);
    return sorted[all->count / 2];
}

static void levels_learn(const EtaEvidence *evidence, const EtaCell *all, Levels *out)
{
    double n = 0, sum = 0, usual_n = 0, usual_sum = 0;
    size_t next = 0;
    out->first = evidence->today - ETA_WINDOW_DAYS;
    const double fast = fade(1, evidence->tuning->level_half_life);
    for (int64_t i = 0; i <= ETA_WINDOW_DAYS; i++) {
        n *= fast;
        sum *= fast;
        if (next < all->count && all->days[next].day == out->first + i) {
            const EtaDay *day = &all->days[next++];
            n += (double)day->n;
            sum += (double)day->sum / 1000;
            usual_n += (double)day->n;
            usual_sum += (double)day->sum / 1000;
        }
        out->at[i] = n > 0 ? sum / n : 0;
    }
    out->usual = usual_sum / usual_n;
    const double shift = isnan(evidence->shift) ? sum / n - out->usual : evidence->shift;
    out->left = pow(evidence->tuning->return_rate, (double)evidence->ahead);
    const double typical = evidence->ahead > 0 ? levels_median(all, out) : out->usual;
    out->now = typical + (out->usual + shift - typical) * out->left;
    out->wander = (1 - out->left * out->left) * levels_variance(all, out);
}

/* What is known of a cell: how it differs from all, its variance, how it differs lately. */
typedef struct Effect {
    double usual, variance, lately;
} Effect;

static double cell_usual(const EtaCell *cell, const Levels *levels, double weight, double around)
{
    double n = 0, sum = 0;
    for (size_t i = 0; i < cell->count; i++) {
        const EtaDay *day = &cell->days[i];
        n += (double)day->n;
        sum += (double)day->sum / 1000 - (double)day->n * levels->at[day->day - levels->first];
    }
    return (sum + weight * around) / (n + weight);
}

static double cell_variance(const EtaCell *cell, const Levels *levels, const EtaEvidence *evidence,
                            const Effect *effect)
{
    const EtaTuning *tuning = evidence->tuning;
    double n = 0, sum = 0;
    for (size_t i = 0; i < cell->count; i++) {
        const EtaDay *day = &cell->days[i];
        const double weight = fade((double)(evidence->today - day->day), tuning->width_half_life);
        const double centre = levels->at[day->day - levels->first] + effect->usual;
        const double count = (double)day->n;
        n += weight * count;
        sum += weight * ((double)day->squares / 1e6 - 2 * centre * (double)day->sum / 1000 +
                         centre * centre * count);
    }
    return (sum + tuning->width_weight * effect->variance) / (n + tuning->width_weight);
}

static double cell_lately(const EtaCell *cell, const Levels *levels, const EtaEvidence *evidence,
                          double usual)
{
    double n = 0, sum = 0;
    for (size_t i = 0; i < cell->count; i++) {
        const EtaDay *day = &cell->days[i];
        const double weight =
            fade((double)(evidence->today - day->day), evidence->tuning->recent_half_life);
        const double level = levels->at[day->day - levels->first] + usual;
        n += weight * (double)day->n;
        sum += weight * ((double)day->sum / 1000 - (double)day->n * level);
    }
    return sum / (n + evidence->tuning->recent_weight);
}

static int64_t cell_count(const EtaCell *cell, int64_t since)
{
    int64_t n = 0;
    for (size_t i = 0; i < cell->count; i++)
        if (cell->days[i].day >= since) n += cell->days[i].n;
    return n;
}

/* By hour, weekday, time promised and the postal zones, as they differ from what they are part of.
 */
static double side_effects(const EtaEvidence *evidence, const Levels *levels,
                           const double usual[ETA_LANE + 1])
{
    const EtaTuning *tuning = evidence->tuning;
    const struct {
        EtaScope scope, around;
        double weight, part;
    } sides[] = {
        {ETA_HOUR, ETA_PRODUCT, tuning->hour_weight, 1},
        {ETA_WEEKDAY, ETA_PRODUCT, tuning->weekday_weight, 1},
        {ETA_PROMISED, ETA_DESTINATION, tuning->promised_weight, tuning->promised_part},
        {ETA_SENDER_ZONE, ETA_LANE, tuning->sender_weight, 1},
        {ETA_RECEIVER_ZONE, ETA_DESTINATION, tuning->receiver_weight, tuning->receiver_part},
    };
    double effect = 0;
    for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++) {
        const double around = usual[sides[i].around];
        const EtaCell cell = cell_window(&evidence->cells[sides[i].scope], evidence->today);
        effect += sides[i].part * (cell_usual(&cell, levels, sides[i].weight, around) - around);
    }
    return effect;
}

/* From all to the lane, each cell leaning on the one around it. */
static void effects_learn(const EtaEvidence *evidence, const Levels *levels, EtaModel *out)
{
    const int64_t today = evidence->today;
    Effect effect = {0, first_variance, 0};
    double usual[ETA_LANE + 1] = {0};
    for (size_t scope = 0; scope <= ETA_LANE; scope++) {
        const EtaCell cell = cell_window(&evidence->cells[scope], today);
        out->recent[scope] = cell_count(&cell, today - ETA_SAMPLE_DAYS);
        if (cell.count > 0) {
            if (scope != ETA_ALL)
                effect.usual =
                    cell_usual(&cell, levels, evidence->tuning->effect_weight, effect.usual);
            effect.variance = cell_variance(&cell, levels, evidence, &effect);
            if (scope != ETA_ALL)
                effect.lately = cell_lately(&cell, levels, evidence, effect.usual);
        }
        usual[scope] = effect.usual;
    }
    out->centre = levels->now + effect.usual + levels->left * effect.lately +
                  side_effects(evidence, levels, usual);
    out->width = sqrt(fmax(effect.variance + levels->wander, 1e-6));
}

int eta_score(double centre, double width, int64_t measure)
{
    const double score = 10 * ((double)measure / 1000 - centre) / width - ETA_SCORE_LOW;
    return (int)fmax(0, fmin(ETA_BINS - 1, floor(score)));
}

/* The shape of what was foretold before and has come since, and a little of the bell curve: where
 * forecasts were too early, too late, too sure, those of today are not. For a forecast made long
 * after what is known those of the whole year count, but not that they were too early or too late
 * in the mean: that is of their time, and passes as what is unusual does. */
static bool shape_of_scores(const EtaEvidence *evidence, double left, EtaModel *out)
{
    double bins[ETA_BINS] = {0}, n = 0, sum = 0;
    const double days = left * evidence->tuning->shape_days + (1 - left) * ETA_WINDOW_DAYS;
    for (size_t i = 0; i < evidence->score_count; i++) {
        const EtaWeek *week = &evidence->scores[i];
        const int64_t age = evidence->today - week->day;
        if (age < 0 || (double)age > days) continue;
        for (size_t b = 0; b < ETA_BINS; b++)
            bins[b] += (double)week->bins[b];
    }
    for (size_t b = 0; b < ETA_BINS; b++) {
        n += bins[b];
        sum += bins[b] * (ETA_SCORE_LOW + (double)b + 0.5) / 10;
    }
    if (n < ETA_LEAST) return false;
    const double weight = evidence->tuning->shape_weight;
    const double passed = (1 - left) * sum / (n + weight);
    double below = 0;
    for (size_t b = 0; b <= ETA_BINS; b++) {
        const double edge = (ETA_SCORE_LOW + (double)b) / 10;
        const double bell = 0.5 * erfc(-edge / sqrt(2));
        out->edges[b] = edge - passed;
        out->share[b] = (below + weight * bell) / (n + weight);
        if (b < ETA_BINS) below += bins[b];
    }
    return true;
}

/* Before anything foretold has come: the shape of all deliveries, moved and stretched to mean 0 and
 * variance 1. */
static bool shape_of_all(const EtaEvidence *evidence, EtaModel *out)
{
    double bins[ETA_BINS] = {0}, n = 0, sum = 0, squares = 0;
    const double width = ETA_BIN_WIDTH / 1000.0, low = ETA_BIN_LOW / 1000.0;
    for (size_t i = 0; i < evidence->week_count; i++) {
        const EtaWeek *week = &evidence->weeks[i];
        const int64_t age = evidence->today - week->day;
        if (age < 0 || age > ETA_WINDOW_DAYS) continue;
        const double weight = fade((double)age, evidence->tuning->width_half_life);
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
    levels_learn(evidence, &all, &levels);
    effects_learn(evidence, &levels, out);
    out->tempo = exp(levels.now - levels.usual);
    return shape_of_scores(evidence, levels.left, out) || shape_of_all(evidence, out);
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

double eta_days_between(int64_t from_ms, int64_t to_ms)
{
    return (double)(to_ms - from_ms) / (double)DAY_MS;
}

int64_t eta_instant_after(int64_t from_ms, double days)
{
    return from_ms + llround(days * (double)DAY_MS);
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
