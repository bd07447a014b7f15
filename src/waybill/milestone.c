#include "waybill/milestone.h"

#include <stdlib.h>

static bool turns_back(const JourneyEvent *event)
{
    return event->leg == LEG_RETURN || event->stage == STAGE_RETURNING ||
           event->stage == STAGE_RETURNED;
}

static bool is_in_city(int stage)
{
    return stage == STAGE_DEST_CITY || stage == STAGE_OUT_FOR_DELIVERY ||
           stage == STAGE_AT_PICKUP_POINT || stage_is_delivered((WaybillStage)stage);
}

static bool is_attempt(const JourneyEvent *event)
{
    return stage_is_delivered((WaybillStage)event->stage) ||
           event->opens == EXCEPTION_ATTEMPT_FAILED || event->opens == EXCEPTION_UNREACHABLE ||
           event->opens == EXCEPTION_REFUSED;
}

static bool is_moving(const JourneyEvent *event)
{
    return event->stage > STAGE_COLLECTED && event->stage < STAGE_RETURNING;
}

static void first(int64_t *at_ms, bool reached, int64_t event_ms)
{
    if (reached && *at_ms == NONE) *at_ms = event_ms;
}

static void event_count(Reached *out, const JourneyEvent *event)
{
    first(&out->moved_ms, is_moving(event), event->at_ms);
    first(&out->city_ms, is_in_city(event->stage), event->at_ms);
    first(&out->attempt_ms, is_attempt(event), event->at_ms);
    if (out->moved_ms == NONE || event->at_ms < out->moved_ms) return;
    int64_t received_ms = id_ms(event->ingest_id);
    if (out->visible_ms == NONE || received_ms < out->visible_ms) out->visible_ms = received_ms;
}

Status milestones_reached(Ctx *ctx, JourneyEvent *events, size_t count, Reached *out)
{
    *out = (Reached){NONE, NONE, NONE, NONE};
    if (!count) return OK;
    bool *is_void = ARENA_ARRAY(ctx->arena, count, bool);
    if (!is_void) return no_memory(ctx);
    qsort(events, count, sizeof *events, journey_compare);
    Status s = journey_voids(ctx, events, count, is_void);
    for (size_t i = 0; !s && i < count && !turns_back(&events[i]); i++)
        if (!is_void[i]) event_count(out, &events[i]);
    return s;
}
