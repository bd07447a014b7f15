#include "watch/replay.h"

#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "watch/book.h"

enum { BANDS = 10 };

static const Field band_fields[] = {FIELD_REAL(ReplayBand, low, .doc = "P(late) from"),
                                    FIELD_REAL(ReplayBand, high, .doc = "P(late) to"),
                                    FIELD_INT(ReplayBand, n, .doc = "Parcels"),
                                    FIELD_REAL(ReplayBand, foretold, .doc = "Their mean P(late)"),
                                    FIELD_REAL(ReplayBand, late, .doc = "The share that was late"),
                                    FIELD_END};
static const Shape band_shape = SHAPE(ReplayBand, band_fields, "Foretold beside what came");

static const Field replay_fields[] = {
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
    FIELD_INT(Replay, warned, .doc = "Parcels warned of"),
    FIELD_REAL(Replay, precision, .doc = "Share of those warned of that was late"),
    FIELD_REAL(Replay, recall, .doc = "Share of the late that was warned of"),
    FIELD_REAL(Replay, lead_days, .doc = "Mean time from a right warning to the promise"),
    FIELD_LIST(Replay, calibration, &band_shape, .doc = "P(late) beside what came of it"),
    FIELD_END};
const Shape replay_shape = SHAPE(Replay, replay_fields, "How right the forecasts would have been");

/* One parcel's forecast and what came of it; days from its start. */
typedef struct Judged {
    double late; /* P */
    double p10, p50, p90, lane_mean;
    double took, given;
} Judged;

typedef struct Walk {
    const EtaParcel *parcels;
    size_t count;
    size_t *delivered, *started; /* places in parcels, by delivery and by start */
    size_t delivered_count, started_count;
    size_t learned;
    double *lane_means; /* by place in parcels, as of the beginning */
    Foretold *foretold; /* by place in parcels */
    Book *book;
    Judged *judged;
} Walk;

typedef struct Timed {
    int64_t at_ms, other_ms;
    size_t place;
} Timed;

static int by_time(const void *left, const void *right)
{
    const Timed *a = left, *b = right;
    if (a->at_ms != b->at_ms) return a->at_ms < b->at_ms ? -1 : 1;
    if (a->other_ms != b->other_ms) return a->other_ms < b->other_ms ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

/* Places of the parcels in order of one of their instants, without those that lack it. */
static Status places_by_time(Ctx *ctx, const Walk *walk, bool by_delivery, size_t **out,
                             size_t *found)
{
    Timed *timed = ARENA_ARRAY(ctx->arena, walk->count, Timed);
    size_t *places = ARENA_ARRAY(ctx->arena, walk->count, size_t);
    if (timed == NULL || places == NULL) return no_memory(ctx);
    size_t count = 0;
    for (size_t i = 0; i < walk->count; i++) {
        const EtaParcel *p = &walk->parcels[i];
        const Timed each = {by_delivery ? p->delivered_ms : p->start_ms,
                            by_delivery ? p->start_ms : p->delivered_ms, i};
        if (each.at_ms != NONE) timed[count++] = each;
    }
    qsort(timed, count, sizeof *timed, by_time);
    for (size_t i = 0; i < count; i++)
        places[i] = timed[i].place;
    *out = places;
    *found = count;
    return OK;
}

static Status learn_until(Ctx *ctx, Walk *walk, int64_t before_ms)
{
    Status s = OK;
    while (!s && walk->learned < walk->delivered_count) {
        const size_t place = walk->delivered[walk->learned];
        if (walk->parcels[place].delivered_ms >= before_ms) break;
        s = book_learn(ctx, walk->book, place, &walk->foretold[place]);
        walk->learned++;
    }
    return s;
}

static double days_of(int64_t duration_ms)
{
    return (double)duration_ms / (double)DAY_MS;
}

/* When a forecast is made, and what is known then. */
typedef struct Moment {
    int64_t today, ahead;
    bool judged; /* within what was asked for */
} Moment;

static void judge(Walk *walk, size_t place, const EtaModel *model, Replay *out)
{
    const EtaParcel *p = &walk->parcels[place];
    const double given = days_of(p->promised_ms - p->start_ms);
    walk->judged[out->n++] = (Judged){.late = eta_late(model, given, 0),
                                      .p10 = eta_quantile(model, 0.1, 0),
                                      .p50 = eta_quantile(model, 0.5, 0),
                                      .p90 = eta_quantile(model, 0.9, 0),
                                      .lane_mean = walk->lane_means[place],
                                      .took = days_of(p->delivered_ms - p->start_ms),
                                      .given = given};
}

/* Every parcel is foretold, so that later forecasts lean on how right these were; those that were
 * asked for are judged. */
static void foretell(Walk *walk, size_t place, const Moment *moment, Replay *out)
{
    const EtaParcel *p = &walk->parcels[place];
    if (p->delivered_ms != NONE && p->delivered_ms < p->start_ms) return;
    const bool judged = moment->judged && p->promised_ms != NONE;
    if (judged && p->delivered_ms == NONE) out->under_way++;
    if (p->delivered_ms == NONE) return;
    EtaEvidence evidence;
    EtaModel model;
    book_evidence(walk->book, place, moment->today, &evidence);
    evidence.ahead = moment->ahead;
    if (!eta_learn(&evidence, &model)) {
        if (judged) out->unforetold++;
        return;
    }
    walk->foretold[place] = (Foretold){model.centre, model.width};
    if (judged) judge(walk, place, &model, out);
}

static Status walk_open(Ctx *ctx, Walk *walk, const ReplayOptions *options)
{
    const EtaTuning *tuning = options->tuning == NULL ? &eta_standard : options->tuning;
    Status s = places_by_time(ctx, walk, true, &walk->delivered, &walk->delivered_count);
    if (!s) s = places_by_time(ctx, walk, false, &walk->started, &walk->started_count);
    if (!s) s = book_new(ctx, walk->parcels, walk->count, tuning, &walk->book);
    if (s) return s;
    walk->judged = ARENA_ARRAY(ctx->arena, walk->count, Judged);
    walk->foretold = ARENA_ARRAY(ctx->arena, walk->count, Foretold);
    walk->lane_means = ARENA_ARRAY(ctx->arena, walk->count, double);
    if (walk->judged == NULL || walk->foretold == NULL || walk->lane_means == NULL)
        return no_memory(ctx);
    return OK;
}

/* As of the first day that is judged, or of that on which learning stops. */
static void lane_means_keep(Walk *walk)
{
    for (size_t i = 0; i < walk->count; i++)
        walk->lane_means[i] = book_lane_mean(walk->book, i);
}

/* The step that holds an instant; steps are counted from the first that is judged. */
static int64_t step_of(const ReplayOptions *options, int64_t at_ms)
{
    int64_t past = (at_ms - options->from_ms) % options->step_ms;
    return at_ms - (past < 0 ? past + options->step_ms : past);
}

static Status walk_steps(Ctx *ctx, Walk *walk, const ReplayOptions *options, Replay *out)
{
    bool kept = false;
    Status s = OK;
    for (size_t i = 0; !s && i < walk->started_count; i++) {
        const int64_t start_ms = walk->parcels[walk->started[i]].start_ms;
        if (start_ms >= options->to_ms) break;
        const int64_t step_ms = step_of(options, start_ms);
        int64_t known_ms = step_ms;
        if (options->as_of_ms != NONE && options->as_of_ms < known_ms) known_ms = options->as_of_ms;
        const Moment moment = {eta_day(known_ms), eta_day(step_ms) - eta_day(known_ms),
                               start_ms >= options->from_ms};
        s = learn_until(ctx, walk, known_ms);
        if (!s && moment.judged && !kept) {
            lane_means_keep(walk);
            kept = true;
        }
        if (!s) foretell(walk, walk->started[i], &moment, out);
        if (!s) s = book_start(ctx, walk->book, walk->started[i]);
    }
    return s;
}

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

static void score_warnings(const Judged *judged, double warn, Replay *out)
{
    int64_t right = 0;
    for (int64_t i = 0; i < out->n; i++) {
        const Judged *j = &judged[i];
        if (j->late < warn) continue;
        out->warned++;
        if (!was_late(j)) continue;
        right++;
        out->lead_days += fmax(0, j->given);
    }
    out->precision = out->warned > 0 ? (double)right / (double)out->warned : NAN;
    out->recall = out->late > 0 ? (double)right / (double)out->late : NAN;
    out->lead_days = right > 0 ? out->lead_days / (double)right : NAN;
}

Status replay_run(Ctx *ctx, const EtaParcel *parcels, size_t count, const ReplayOptions *options,
                  Replay *out)
{
    Walk walk = {.parcels = parcels, .count = count};
    *out = (Replay){0};
    Status s = walk_open(ctx, &walk, options);
    if (!s) s = walk_steps(ctx, &walk, options, out);
    if (s) return s;
    if (out->n == 0)
        return fail(ctx, NOT_FOUND,
                    "no parcel of that time was promised, delivered and could be foretold");
    qsort(walk.judged, (size_t)out->n, sizeof *walk.judged, by_chance);
    score_times(walk.judged, out);
    score_warnings(walk.judged, options->warn, out);
    out->auc = area_under_curve(walk.judged, out->n, out->late);
    return calibrate(ctx, walk.judged, out->n, &out->calibration);
}
