#include <math.h>
#include <stdlib.h>

#include "watch/replay_score.h"

enum { BANDS = 10 };

static const Field band_fields[] = {FIELD_REAL(ReplayBand, low, .doc = "P(late) from"),
                                    FIELD_REAL(ReplayBand, high, .doc = "P(late) to"),
                                    FIELD_INT(ReplayBand, n, .doc = "Parcels"),
                                    FIELD_REAL(ReplayBand, foretold, .doc = "Their mean P(late)"),
                                    FIELD_REAL(ReplayBand, late, .doc = "The share that was late"),
                                    FIELD_END};
static const Shape band_shape = SHAPE(ReplayBand, band_fields, "Foretold beside what came");

static const Name knowns[] = {
    {"each_step", REPLAY_EACH_STEP, "What was delivered before each step: it learns on"},
    {"frozen", REPLAY_FROZEN, "Nothing that was delivered from known_until on"},
    {"announced", REPLAY_ANNOUNCED, "What was known when it was announced"},
    {NULL, 0, NULL}};

static const Field replay_fields[] = {
    FIELD_ENUM(Replay, known, knowns, .doc = "What was known when a parcel was judged"),
    FIELD_TIME(Replay, known_until, .doc = "Nothing from then on was learned"),
    FIELD_INT(Replay, n, .doc = "Parcels judged"),
    FIELD_INT(Replay, late, .doc = "Delivered after the promised instant"),
    FIELD_INT(Replay, under_way, .doc = "Not delivered yet: not judged"),
    FIELD_INT(Replay, unforetold, .doc = "Too little was known: not judged"),
    FIELD_REAL(Replay, auc, .doc = "Area under the ROC curve of P(late)"),
    FIELD_REAL(Replay, brier, .doc = "Mean squared error of P(late)"),
    FIELD_REAL(Replay, brier_skill, .doc = "Share of the base rate's Brier score that is saved"),
    FIELD_REAL(Replay, coverage, .doc = "Share delivered from p10 to p90"),
    FIELD_REAL(Replay, mae_days, .doc = "Mean absolute error of p50"),
    FIELD_REAL(Replay, mae_given_days, .doc = "Mean absolute error of the promised instant"),
    FIELD_REAL(Replay, mae_lane_mean_days, .doc = "Mean absolute error of the lane's mean"),
    FIELD_INT(Replay, parcels, .doc = "Parcels among them: one may be judged several times"),
    FIELD_INT(Replay, late_parcels, .doc = "… that were late"),
    FIELD_INT(Replay, warned, .doc = "… warned of, each once"),
    FIELD_REAL(Replay, precision, .doc = "Share of those warned of that was late"),
    FIELD_REAL(Replay, recall, .doc = "Share of the late that was warned of"),
    FIELD_REAL(Replay, lead_days, .doc = "Mean time from a right warning to the promise"),
    FIELD_REAL(Replay, lead_p10_days, .doc = "… one in ten has less"),
    FIELD_REAL(Replay, lead_p50_days, .doc = "… half have less"),
    FIELD_REAL(Replay, lead_p90_days, .doc = "… nine in ten have less"),
    FIELD_LIST(Replay, calibration, &band_shape, .doc = "P(late) beside what came of it"),
    FIELD_END};
const Shape replay_shape = SHAPE(Replay, replay_fields, "How right the forecasts would have been");

static int by_chance(const void *left, const void *right)
{
    const Judged *a = left, *b = right;
    return (a->late > b->late) - (a->late < b->late);
}

static bool was_late(const Judged *j)
{
    return j->took > j->given;
}

/* By ranks, equal ones sharing theirs (Mann and Whitney). `judged` in rising order of P. */
static double area_under_curve(const Judged *judged, int64_t n, int64_t late)
{
    if (late == 0 || late == n) return NAN;
    double ranks = 0;
    for (int64_t i = 0; i < n;) {
        int64_t end = i, among = 0;
        for (; end < n && by_chance(&judged[end], &judged[i]) == 0; end++)
            among += was_late(&judged[end]);
        ranks += (double)among * ((double)(i + 1 + end) / 2);
        i = end;
    }
    const double positive = (double)late;
    return (ranks - positive * (positive + 1) / 2) / (positive * (double)(n - late));
}

static int band_of(const Judged *judged)
{
    return (int)fmin(BANDS - 1, floor(judged->late * BANDS));
}

static Status calibrate(Ctx *ctx, const Judged *judged, int64_t n, List *out)
{
    ReplayBand *bands = ARENA_ARRAY(ctx->arena, BANDS, ReplayBand);
    if (bands == NULL) return no_memory(ctx);
    *out = (List){bands, 0};
    for (int64_t i = 0; i < n;) {
        const int band = band_of(&judged[i]);
        ReplayBand *b = &bands[out->count++];
        *b = (ReplayBand){.low = (double)band / BANDS, .high = (double)(band + 1) / BANDS};
        for (; i < n && band_of(&judged[i]) == band; i++) {
            b->n++;
            b->foretold += judged[i].late;
            b->late += was_late(&judged[i]);
        }
        b->foretold /= (double)b->n;
        b->late /= (double)b->n;
    }
    return OK;
}

static void score_times(const Judged *judged, Replay *out)
{
    for (int64_t i = 0; i < out->n; i++) {
        const Judged *j = &judged[i];
        out->late += was_late(j);
        out->brier += (j->late - was_late(j)) * (j->late - was_late(j));
        out->coverage += j->took >= j->p10 && j->took <= j->p90;
        out->mae_days += fabs(j->took - j->p50);
        out->mae_given_days += fabs(j->took - j->given);
        out->mae_lane_mean_days += fabs(j->took - j->lane_mean);
    }
    const double n = (double)out->n, base = (double)out->late / n;
    out->brier /= n;
    out->brier_skill = base > 0 && base < 1 ? 1 - out->brier / (base * (1 - base)) : NAN;
    out->coverage /= n;
    out->mae_days /= n;
    out->mae_given_days /= n;
    out->mae_lane_mean_days /= n;
}

static int by_parcel(const void *left, const void *right)
{
    const Judged *a = left, *b = right;
    if (a->number != b->number) return a->number < b->number ? -1 : 1;
    return (a->at_ms > b->at_ms) - (a->at_ms < b->at_ms);
}

static int by_size(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static double part_of(const double *sorted, int64_t count, double part)
{
    return count > 0 ? sorted[(int64_t)(part * (double)(count - 1) + 0.5)] : NAN;
}

static void score_leads(double *leads, int64_t count, Replay *out)
{
    qsort(leads, (size_t)count, sizeof *leads, by_size);
    double sum = 0;
    for (int64_t i = 0; i < count; i++)
        sum += leads[i];
    out->lead_days = count > 0 ? sum / (double)count : NAN;
    out->lead_p10_days = part_of(leads, count, 0.1);
    out->lead_p50_days = part_of(leads, count, 0.5);
    out->lead_p90_days = part_of(leads, count, 0.9);
}

/* A parcel is warned of once: the first time that it is foretold so. */
static Status score_warnings(Ctx *ctx, Judged *judged, double warn, Replay *out)
{
    double *leads = ARENA_ARRAY(ctx->arena, (size_t)out->n, double);
    if (leads == NULL) return no_memory(ctx);
    int64_t right = 0;
    qsort(judged, (size_t)out->n, sizeof *judged, by_parcel);
    for (int64_t i = 0; i < out->n;) {
        const int64_t number = judged[i].number;
        const Judged *first = NULL;
        const bool late = was_late(&judged[i]);
        for (; i < out->n && judged[i].number == number; i++)
            if (first == NULL && judged[i].late >= warn) first = &judged[i];
        out->parcels++;
        out->late_parcels += late;
        out->warned += first != NULL;
        if (first != NULL && late) leads[right++] = fmax(0, first->given - first->age);
    }
    out->precision = out->warned > 0 ? (double)right / (double)out->warned : NAN;
    out->recall = out->late_parcels > 0 ? (double)right / (double)out->late_parcels : NAN;
    score_leads(leads, right, out);
    return OK;
}

Status replay_score(Ctx *ctx, Judged *judged, double warn, Replay *out)
{
    Status s = score_warnings(ctx, judged, warn, out);
    if (s) return s;
    qsort(judged, (size_t)out->n, sizeof *judged, by_chance);
    score_times(judged, out);
    out->auc = area_under_curve(judged, out->n, out->late);
    return calibrate(ctx, judged, out->n, &out->calibration);
}
