#include "watch/eta_live.h"

#include <math.h>

#include "base/instant.h"

/* Longer gaps than this share are abnormal. */
static const double silence_share = 0.99;

static bool is_moving(const WaybillFacts *facts)
{
    return facts->leg != LEG_RETURN && !stage_is_terminal(facts->stage);
}

/* Where the parcel stands; false where its stage says nothing of the time that remains. */
static bool stand_now(const WaybillFacts *facts, EtaOf of, EtaStand *out)
{
    *out = (EtaStand){facts, {facts->stage, facts->outlet_id, facts->last_ms, facts->last_ms}, of};
    return eta_stage_teaches(facts->stage) && facts->last_ms != NONE;
}

static Status look_from_step(Ctx *ctx, EtaKnown *known, const WaybillFacts *facts, EtaLook *out)
{
    EtaStand stand;
    EtaEvidence evidence;
    if (!stand_now(facts, ETA_OF_REST, &stand) || facts->stage == STAGE_COLLECTED) return OK;
    Status s = eta_known_step(ctx, known, &stand, &evidence);
    if (s) return s;
    out->known = eta_learn(&evidence, &out->model);
    out->beginning = eta_from_stage(facts->stage);
    out->start_ms = stand.step.at_ms;
    return OK;
}

Status eta_look(Ctx *ctx, EtaKnown *known, const WaybillFacts *facts, EtaLook *out)
{
    *out = (EtaLook){.start_ms = NONE};
    Status s = look_from_step(ctx, known, facts, out);
    if (s || out->known) return s;
    out->beginning = facts->collected_ms != NONE ? ETA_FROM_COLLECTED : ETA_FROM_ORDERED;
    const EtaParcel parcel = eta_parcel(facts, out->beginning);
    out->start_ms = parcel.start_ms;
    if (parcel.start_ms == NONE) return OK;
    EtaEvidence evidence;
    s = eta_known_parcel(ctx, known, &parcel, out->beginning, &evidence);
    if (!s) out->known = eta_learn(&evidence, &out->model);
    return s;
}

Status watch_late_chance(Ctx *ctx, EtaKnown *known, const WaybillFacts *facts, double *late)
{
    *late = NAN;
    if (facts->promised_ms == NONE || !is_moving(facts)) return OK;
    const int64_t now = ctx_now(ctx);
    if (now > facts->promised_ms) {
        *late = 1;
        return OK;
    }
    EtaLook look;
    Status s = eta_look(ctx, known, facts, &look);
    if (s || !look.known) return s;
    *late = eta_late(&look.model, eta_days_between(look.start_ms, facts->promised_ms),
                     fmax(0, eta_days_between(look.start_ms, now)));
    return OK;
}

Status watch_silence_limit(Ctx *ctx, EtaKnown *known, const WaybillFacts *facts, SilenceLimit *out)
{
    *out = (SilenceLimit){NONE, 0};
    EtaStand stand;
    if (!is_moving(facts) || !stand_now(facts, ETA_OF_GAP, &stand)) return OK;
    EtaEvidence evidence;
    EtaModel model;
    Status s = eta_known_step(ctx, known, &stand, &evidence);
    if (s || !eta_learn(&evidence, &model)) return s;
    out->limit_ms = llround(eta_quantile(&model, silence_share, 0) * (double)DAY_MS);
    out->samples = model.recent[eta_scope(&model)];
    return OK;
}
