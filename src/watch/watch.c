#include "watch/watch.h"

#include <math.h>
#include <stdlib.h>

#include "watch/eta_live.h"
#include "watch/eta_step_store.h"
#include "watch/watch_slice.h"

#define STAGE_START(stage, name)                                                                   \
    {                                                                                              \
        name, ETA_FROM_STAGE + (int)(stage), "Since the last scan"                                 \
    }
const Name eta_starts[] = {{"ordered", ETA_FROM_ORDERED, "Since the order"},
                           {"collected", ETA_FROM_COLLECTED, "Since the hand-over to the carrier"},
                           STAGE_START(STAGE_IN_TRANSIT, "in_transit"),
                           STAGE_START(STAGE_HUB_IN, "hub_in"),
                           STAGE_START(STAGE_HUB_OUT, "hub_out"),
                           STAGE_START(STAGE_DEST_CITY, "dest_city"),
                           STAGE_START(STAGE_REDIRECTED, "redirected"),
                           STAGE_START(STAGE_CUSTOMS_IN, "customs_in"),
                           STAGE_START(STAGE_CUSTOMS_OUT, "customs_out"),
                           STAGE_START(STAGE_OUT_FOR_DELIVERY, "out_for_delivery"),
                           STAGE_START(STAGE_AT_PICKUP_POINT, "at_pickup_point"),
                           {NULL, 0, NULL}};

/* What is told of a scope; from a stage on the scopes are others, see evidence_step.h. */
enum { SCOPE_SITE = ETA_SCOPES, SCOPES };
static const Name scopes[] = {{"all", ETA_ALL, "Every parcel"},
                              {"product", ETA_PRODUCT, "Of the carrier and product"},
                              {"destination", ETA_DESTINATION, "… to this region"},
                              {"lane", ETA_LANE, "… from that region"},
                              {"site", SCOPE_SITE, "… from this site"},
                              {NULL, 0, NULL}};
static const int64_t step_scopes[] = {
    [ETA_ALL] = ETA_PRODUCT, [ETA_DESTINATION] = ETA_LANE, [ETA_LANE] = SCOPE_SITE};

static const Field eta_fields[] = {
    FIELD_ENUM(WaybillEta, beginning, eta_starts, .doc = "Since when the time is counted"),
    FIELD_TIME(WaybillEta, p10_at, .doc = "One such parcel in ten has come by then"),
    FIELD_TIME(WaybillEta, p50_at, .doc = "Half of them have"),
    FIELD_TIME(WaybillEta, p90_at, .doc = "Nine in ten have"),
    FIELD_TIME(WaybillEta, promised_at, .doc = "What was promised"),
    FIELD_REAL(WaybillEta, late, .doc = "The probability that it comes after the promise"),
    FIELD_ENUM(WaybillEta, scope, scopes, .doc = "The narrowest group with recent deliveries"),
    FIELD_INT(WaybillEta, samples, .doc = "Its deliveries in the last 60 days"),
    FIELD_INT(WaybillEta, year,
              .doc = "All deliveries in the last 365 days (from a stage on: 182)"),
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
    static const char *const where[SCOPES] = {[ETA_ALL] = "of all",
                                              [ETA_PRODUCT] = "of this carrier and product",
                                              [ETA_DESTINATION] = "to this destination",
                                              [ETA_LANE] = "on this lane",
                                              [SCOPE_SITE] = "on this lane from this site"};
    static const char *const where_zh[SCOPES] = {[ETA_ALL] = "全部",
                                                 [ETA_PRODUCT] = "同承运商同产品",
                                                 [ETA_DESTINATION] = "同目的地",
                                                 [ETA_LANE] = "同线路",
                                                 [SCOPE_SITE] = "同线路经本站点"};
    const long long samples = out->samples, year = out->year;
    const int window = out->beginning >= ETA_FROM_STAGE ? 7 * ETA_STEP_WEEKS : ETA_WINDOW_DAYS;
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
                     samples, where[out->scope], ETA_SAMPLE_DAYS, year, window, how,
                     percent != 0 ? "than" : "as long as");
    out->explanation_zh = arena_format(
        ctx->arena, "依据近%d天%s妥投的%lld件和近%d天全部妥投的%lld件；近期时效与平常相比：%s。",
        ETA_SAMPLE_DAYS, where_zh[out->scope], samples, window, year, how_zh);
    return out->explanation == NULL || out->explanation_zh == NULL ? no_memory(ctx) : OK;
}

static Status foretell(Ctx *ctx, const EtaLook *look, WaybillEta *out)
{
    const EtaModel *model = &look->model;
    const double age = fmax(0, eta_days_between(look->start_ms, ctx_now(ctx)));
    const double p50 = eta_quantile(model, 0.5, age);
    out->beginning = look->beginning;
    if (out->promised_at != NONE)
        out->late = eta_late(model, eta_days_between(look->start_ms, out->promised_at), age);
    if (isnan(p50))
        return say_nothing(out, "It has been on its way longer than anything delivered.",
                           "在途时间已超过所有已妥投的包裹，无法预计。");
    out->p10_at = eta_instant_after(look->start_ms, eta_quantile(model, 0.1, age));
    out->p50_at = eta_instant_after(look->start_ms, p50);
    out->p90_at = eta_instant_after(look->start_ms, eta_quantile(model, 0.9, age));
    const EtaScope scope = eta_scope(model);
    out->scope = look->beginning >= ETA_FROM_STAGE ? step_scopes[scope] : (int64_t)scope;
    out->samples = model->recent[scope];
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
    EtaLook look;
    EtaKnown *known;
    Status s = eta_known_now(ctx, &known);
    if (s) return s;
    s = eta_look(ctx, known, facts, &look);
    eta_known_close(known);
    if (s) return s;
    if (look.start_ms == NONE)
        return say_nothing(out, "Neither its order nor its collection is known.",
                           "尚无下单或揽收时间。");
    if (!look.known)
        return say_nothing(out, "Too few parcels were delivered in the last year.",
                           "近一年妥投的包裹太少，暂不预计。");
    return foretell(ctx, &look, out);
}

const Slice watch_slice = {.name = "watch",
                           .doc = "When a parcel will come, and whether late",
                           .routes = watch_routes,
                           .commands = watch_commands};
