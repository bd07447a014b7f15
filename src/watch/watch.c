#include "watch/watch.h"

#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "watch/eta_store.h"
#include "watch/watch_slice.h"

const Name eta_starts[] = {{"ordered", ETA_FROM_ORDERED, "Since the order"},
                           {"collected", ETA_FROM_COLLECTED, "Since the hand-over to the carrier"},
                           {NULL, 0, NULL}};

static const Name scopes[] = {{"all", ETA_ALL, "Every parcel"},
                              {"product", ETA_PRODUCT, "Of the carrier and product"},
                              {"destination", ETA_DESTINATION, "… to this region"},
                              {"lane", ETA_LANE, "… from that region"},
                              {NULL, 0, NULL}};

static const Field eta_fields[] = {
    FIELD_ENUM(WaybillEta, beginning, eta_starts, .doc = "Since when the time is counted"),
    FIELD_TIME(WaybillEta, p10_at, .doc = "One such parcel in ten has come by then"),
    FIELD_TIME(WaybillEta, p50_at, .doc = "Half of them have"),
    FIELD_TIME(WaybillEta, p90_at, .doc = "Nine in ten have"),
    FIELD_TIME(WaybillEta, promised_at, .doc = "What was promised"),
    FIELD_REAL(WaybillEta, late, .doc = "The probability that it comes after the promise"),
    FIELD_ENUM(WaybillEta, scope, scopes, .doc = "The narrowest group with recent deliveries"),
    FIELD_INT(WaybillEta, samples, .doc = "Its deliveries in the last 60 days"),
    FIELD_INT(WaybillEta, year, .doc = "All deliveries in the last 365 days"),
    FIELD_REAL(WaybillEta, tempo,
               .doc = "Times lately by those of the year: 1.2 is slower by 20 %"),
    FIELD_TEXT(WaybillEta, explanation, .doc = "The same in words"),
    FIELD_TEXT(WaybillEta, explanation_zh, .doc = "The same in Chinese"),
    FIELD_END};
const Shape waybill_eta_shape = SHAPE(WaybillEta, eta_fields, "When a parcel is expected");

static Status say_nothing(WaybillEta *out, const char *why, const char *why_zh)
{
    out->explanation = why;
    out->explanation_zh = why_zh;
    return OK;
}

static Status explain(Ctx *ctx, WaybillEta *out)
{
    static const char *const where[] = {"of all", "of this carrier and product",
                                        "to this destination", "on this lane"};
    static const char *const where_zh[] = {"全部", "同承运商同产品", "同目的地", "同线路"};
    const long long samples = out->samples, year = out->year;
    const int percent = (int)lround((out->tempo - 1) * 100);
    const char *how = "", *how_zh = "相当";
    if (percent != 0) {
        how = arena_format(ctx->arena, "%d %% %s ", abs(percent), percent > 0 ? "longer" : "less");
        how_zh = arena_format(ctx->arena, "%s%d%%", percent > 0 ? "慢" : "快", abs(percent));
    }
    if (how == NULL || how_zh == NULL) return no_memory(ctx);
    out->explanation =
        arena_format(ctx->arena,
                     "From %lld parcels %s delivered in the last %d days and %lld in all in the "
                     "last %d; deliveries take %s%s usual.",
                     samples, where[out->scope], ETA_SAMPLE_DAYS, year, ETA_WINDOW_DAYS, how,
                     percent != 0 ? "than" : "as long as");
    out->explanation_zh = arena_format(
        ctx->arena, "依据近%d天%s妥投的%lld件和近%d天全部妥投的%lld件；近期时效与平常相比：%s。",
        ETA_SAMPLE_DAYS, where_zh[out->scope], samples, ETA_WINDOW_DAYS, year, how_zh);
    return out->explanation == NULL || out->explanation_zh == NULL ? no_memory(ctx) : OK;
}

static int64_t instant_after(int64_t start_ms, double days)
{
    return start_ms + llround(days * (double)DAY_MS);
}

static double days_between(int64_t from_ms, int64_t to_ms)
{
    return (double)(to_ms - from_ms) / (double)DAY_MS;
}

static Status foretell(Ctx *ctx, const EtaModel *model, const EtaParcel *parcel, WaybillEta *out)
{
    const double age = fmax(0, days_between(parcel->start_ms, ctx_now(ctx)));
    const double p50 = eta_quantile(model, 0.5, age);
    if (parcel->promised_ms != NONE)
        out->late = eta_late(model, days_between(parcel->start_ms, parcel->promised_ms), age);
    if (isnan(p50))
        return say_nothing(out, "It has been on its way longer than anything delivered.",
                           "在途时间已超过所有已妥投的包裹，无法预计。");
    out->p10_at = instant_after(parcel->start_ms, eta_quantile(model, 0.1, age));
    out->p50_at = instant_after(parcel->start_ms, p50);
    out->p90_at = instant_after(parcel->start_ms, eta_quantile(model, 0.9, age));
    out->scope = eta_scope(model);
    out->samples = model->recent[out->scope];
    out->year = model->samples;
    out->tempo = model->tempo;
    return explain(ctx, out);
}

Status waybill_eta(Ctx *ctx, const WaybillFacts *facts, WaybillEta *out)
{
    shape_clear(&waybill_eta_shape, out);
    out->promised_at = facts->promised_ms;
    if (stage_is_terminal(facts->stage))
        return say_nothing(out, "Its journey is over.", "运输已结束。");
    if (facts->leg == LEG_RETURN)
        return say_nothing(out, "It is on its way back.", "正在退回途中。");
    const EtaStart start = facts->collected_ms != NONE ? ETA_FROM_COLLECTED : ETA_FROM_ORDERED;
    const EtaParcel parcel = eta_parcel(facts, start);
    if (parcel.start_ms == NONE)
        return say_nothing(out, "Neither its order nor its collection is known.",
                           "尚无下单或揽收时间。");
    EtaEvidence evidence;
    EtaModel model;
    Status s = eta_store_evidence(ctx, &parcel, start, eta_day(ctx_now(ctx)), &evidence);
    if (s) return s;
    if (!eta_learn(&evidence, &model))
        return say_nothing(out, "Too few parcels were delivered in the last year.",
                           "近一年妥投的包裹太少，暂不预计。");
    out->beginning = start;
    return foretell(ctx, &model, &parcel, out);
}

const Slice watch_slice = {.name = "watch",
                           .doc = "When a parcel will come, and whether late",
                           .routes = watch_routes,
                           .commands = watch_commands};
