#include "watch/eta_told.h"

#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "watch/eta_known.h"
#include "watch/eta_step_store.h"
#include "watch/eta_told_store.h"

enum { MILLION = 1000000, BANDS_SHOWN = 10, SAMPLED_ONE_IN = 8, JUDGED_WITHIN_DAYS = 130 };

/* What is expected from the collection on; leaves told_ms NONE where nothing can be said. */
static Status tell_one(Ctx *ctx, EtaKnown *known, const EtaUntold *untold, EtaTold *out)
{
    const EtaParcel parcel = eta_parcel(&untold->facts, ETA_FROM_COLLECTED);
    *out = untold->told;
    if (parcel.start_ms != out->start_ms || untold->facts.leg == LEG_RETURN) return OK;
    EtaEvidence evidence;
    EtaModel model;
    const int64_t now = ctx_now(ctx);
    Status s = eta_known_parcel(ctx, known, &parcel, ETA_FROM_COLLECTED, &evidence);
    if (s || !eta_learn(&evidence, &model)) return s;
    const double age = fmax(0, eta_days_between(out->start_ms, now));
    const double p50 = eta_quantile(&model, 0.5, age);
    if (isnan(p50)) return OK;
    out->told_ms = now;
    out->p10_ms = eta_instant_after(out->start_ms, eta_quantile(&model, 0.1, age));
    out->p50_ms = eta_instant_after(out->start_ms, p50);
    out->p90_ms = eta_instant_after(out->start_ms, eta_quantile(&model, 0.9, age));
    out->late = eta_late(&model, eta_days_between(out->start_ms, out->promised_ms), age);
    out->centre = model.centre;
    out->width = model.width;
    return OK;
}

static Status tell_each(Ctx *ctx, const EtaUntold *untold, size_t count, EtaTold *out)
{
    EtaKnown *known;
    Status s = eta_known_now(ctx, &known);
    if (s) return s;
    for (size_t i = 0; !s && i < count; i++)
        s = tell_one(ctx, known, &untold[i], &out[i]);
    eta_known_close(known);
    return s;
}

Status watch_tell(Ctx *ctx, int64_t limit, int64_t *count)
{
    EtaUntold *untold;
    size_t found;
    Status s = told_store_waiting(ctx, limit, &untold, &found);
    if (s) return s;
    *count = (int64_t)found;
    EtaTold *told = ARENA_ARRAY(ctx->arena, found, EtaTold);
    if (told == NULL) return no_memory(ctx);
    s = tell_each(ctx, untold, found, told);
    return s ? s : told_store_tell(ctx, told, found);
}

static EtaBand band_of(const EtaTold *told)
{
    const bool late = told->ended_ms > told->promised_ms;
    const double off = told->late - late;
    const bool warned = told->warned_ms != NONE && told->warned_ms < told->promised_ms;
    return (EtaBand){.band = (int64_t)floor(told->late * (ETA_BANDS - 1)),
                     .n = 1,
                     .late = late,
                     .foretold = llround(told->late * MILLION),
                     .brier = llround(off * off * MILLION),
                     .held = told->ended_ms >= told->p10_ms && told->ended_ms <= told->p90_ms,
                     .error_ms = llabs(told->ended_ms - told->p50_ms),
                     .given_error_ms = llabs(told->ended_ms - told->promised_ms),
                     .warned = warned,
                     .warned_late = warned && late,
                     .lead_ms = warned && late ? told->promised_ms - told->warned_ms : 0};
}

/* What is judged at once. */
typedef struct Judging {
    EtaKnown *known;
    EtaGather scores;
} Judging;

/* Where the delivery lay of what would have been foretold at a step, from the weeks before it. */
static Status step_score(Ctx *ctx, Judging *judging, const EtaStand *stand, int64_t delivered_ms)
{
    const EtaStep *step = &stand->step;
    EtaEvidence evidence;
    EtaModel model;
    eta_known_at(judging->known, eta_day(step->at_ms));
    Status s = eta_known_step(ctx, judging->known, stand, &evidence);
    if (s || !eta_learn(&evidence, &model)) return s;
    const int64_t measure = eta_measure(delivered_ms - step->at_ms);
    return eta_gather_add(
        ctx, &judging->scores,
        &(EtaSum){.table = ETA_SCORE_TABLE,
                  .keys = {eta_from_stage(step->stage), eta_week(eta_day(delivered_ms)),
                           eta_score(model.centre, model.width, measure)},
                  .sums = {1}});
}

/* A part of the parcels is enough for the shape of their stages, which nobody announced. */
static bool is_sampled(int64_t waybill_id)
{
    return (waybill_id >> 6) % SAMPLED_ONE_IN == 0;
}

static Status steps_score(Ctx *ctx, Judging *judging, const EtaTold *told)
{
    WaybillFacts facts;
    EtaTrail trail;
    Status s = step_store_journey(ctx, told->waybill_id, told->ended_ms, &facts, &trail);
    for (size_t i = 0; !s && i < trail.count; i++) {
        const EtaStand stand = {&facts, trail.steps[i], ETA_OF_REST};
        if (stand.step.stage != STAGE_COLLECTED)
            s = step_score(ctx, judging, &stand, told->ended_ms);
    }
    return s == NOT_FOUND ? OK : s;
}

static Status judge_one(Ctx *ctx, Judging *judging, const EtaTold *told)
{
    if (told->ended_ms == 0 || told->told_ms == NONE || told->ended_ms < told->told_ms) return OK;
    const int64_t day = eta_day(told->ended_ms);
    const EtaBand band = band_of(told);
    Status s = told_store_add(ctx, ETA_FROM_COLLECTED, day, &band);
    if (s) return s;
    if (is_sampled(told->waybill_id)) s = steps_score(ctx, judging, told);
    if (s) return s;
    const int64_t measure = eta_measure(told->ended_ms - told->start_ms);
    return eta_gather_add(ctx, &judging->scores,
                          &(EtaSum){.table = ETA_SCORE_TABLE,
                                    .keys = {ETA_FROM_COLLECTED, eta_week(day),
                                             eta_score(told->centre, told->width, measure)},
                                    .sums = {1}});
}

static Status judging_open(Ctx *ctx, Judging *judging)
{
    const int64_t today = eta_day(ctx_now(ctx));
    const EtaSpan span = {today - JUDGED_WITHIN_DAYS, today, true};
    Status s = eta_known_open(ctx, &span, &judging->known);
    if (s) return s;
    s = eta_gather_open(ctx, &judging->scores);
    if (s) eta_known_close(judging->known);
    return s;
}

Status watch_judge(Ctx *ctx, int64_t limit, int64_t *count)
{
    EtaTold *told;
    size_t found;
    Status s = told_store_ended(ctx, limit, &told, &found);
    if (s) return s;
    *count = (int64_t)found;
    Judging judging;
    s = found == 0 ? OK : judging_open(ctx, &judging);
    if (s || found == 0) return s;
    for (size_t i = 0; !s && i < found; i++)
        s = judge_one(ctx, &judging, &told[i]);
    if (!s) s = step_store_add(ctx, &judging.scores);
    eta_gather_close(&judging.scores);
    eta_known_close(judging.known);
    return s ? s : told_store_drop(ctx, told, found);
}

/* By hundredths of P(late): those of one hundredth share their rank. */
static double area_under_curve(const EtaBand *bands, int64_t n, int64_t late)
{
    if (late == 0 || late == n) return NAN;
    double ranks = 0, before = 0;
    for (size_t i = 0; i < ETA_BANDS; i++) {
        ranks += (double)bands[i].late * (before + ((double)bands[i].n + 1) / 2);
        before += (double)bands[i].n;
    }
    const double positive = (double)late;
    return (ranks - positive * (positive + 1) / 2) / (positive * (double)(n - late));
}

static Status bands_show(Ctx *ctx, const EtaBand *bands, List *out)
{
    ReplayBand *shown = ARENA_ARRAY(ctx->arena, BANDS_SHOWN, ReplayBand);
    if (shown == NULL) return no_memory(ctx);
    *out = (List){shown, 0};
    for (int64_t tenth = 0; tenth < BANDS_SHOWN; tenth++) {
        const bool last = tenth == BANDS_SHOWN - 1;
        EtaBand sum = {0};
        for (int64_t i = 10 * tenth; i < 10 * (tenth + 1) + last; i++) {
            sum.n += bands[i].n;
            sum.late += bands[i].late;
            sum.foretold += bands[i].foretold;
        }
        if (sum.n == 0) continue;
        shown[out->count++] =
            (ReplayBand){.low = (double)tenth / BANDS_SHOWN,
                         .high = (double)(tenth + 1) / BANDS_SHOWN,
                         .n = sum.n,
                         .foretold = (double)sum.foretold / MILLION / (double)sum.n,
                         .late = (double)sum.late / (double)sum.n};
    }
    return OK;
}

static double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : NAN;
}

static void sums_show(const EtaBand *sum, Replay *out)
{
    const double n = (double)sum->n, base = ratio((double)sum->late, n);
    out->n = out->parcels = sum->n;
    out->late = out->late_parcels = sum->late;
    out->warned = sum->warned;
    out->brier = ratio((double)sum->brier / MILLION, n);
    out->brier_skill = base > 0 && base < 1 ? 1 - out->brier / (base * (1 - base)) : NAN;
    out->coverage = ratio((double)sum->held, n);
    out->mae_days = ratio((double)sum->error_ms / (double)DAY_MS, n);
    out->mae_given_days = ratio((double)sum->given_error_ms / (double)DAY_MS, n);
    out->precision = ratio((double)sum->warned_late, (double)sum->warned);
    out->recall = ratio((double)sum->warned_late, (double)sum->late);
    out->lead_days = ratio((double)sum->lead_ms / (double)DAY_MS, (double)sum->warned_late);
}

Status watch_accuracy(Ctx *ctx, EtaStart start, int64_t from_day, int64_t to_day, Replay *out)
{
    EtaBand bands[ETA_BANDS], sum = {0};
    shape_clear(&replay_shape, out);
    out->known = REPLAY_ANNOUNCED;
    Status s = told_store_sums(ctx, start, from_day, to_day, bands);
    if (s) return s;
    for (size_t i = 0; i < ETA_BANDS; i++) {
        sum.n += bands[i].n;
        sum.late += bands[i].late;
        sum.brier += bands[i].brier;
        sum.held += bands[i].held;
        sum.error_ms += bands[i].error_ms;
        sum.given_error_ms += bands[i].given_error_ms;
        sum.warned += bands[i].warned;
        sum.warned_late += bands[i].warned_late;
        sum.lead_ms += bands[i].lead_ms;
    }
    sums_show(&sum, out);
    out->auc = area_under_curve(bands, sum.n, sum.late);
    return bands_show(ctx, bands, &out->calibration);
}
