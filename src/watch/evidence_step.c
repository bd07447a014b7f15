#include "watch/evidence_step.h"

#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/text.h"

bool eta_stage_teaches(WaybillStage stage)
{
    return stage >= STAGE_COLLECTED && stage <= STAGE_AT_PICKUP_POINT;
}

EtaStart eta_from_stage(WaybillStage stage)
{
    return (EtaStart)(ETA_FROM_STAGE + (int)stage);
}

EtaStart eta_gap_after(WaybillStage stage)
{
    return (EtaStart)(ETA_GAP_AFTER + (int)stage);
}

static int by_time(const void *left, const void *right)
{
    const EtaEvent *a = left, *b = right;
    if (a->at_ms != b->at_ms) return a->at_ms < b->at_ms ? -1 : 1;
    if (a->stage != b->stage) return a->stage < b->stage ? -1 : 1;
    return (a->hash > b->hash) - (a->hash < b->hash);
}

static bool is_corrected(const EtaEvent *events, size_t count, int64_t ingest_id,
                         const EtaEvent *event)
{
    for (size_t i = 0; i < count; i++)
        if (events[i].corrects == event->hash && events[i].ingest_id <= ingest_id) return true;
    return false;
}

/* The next of the trail; when it is full, the oldest goes. */
static void trail_add(EtaTrail *trail, const EtaStep *step)
{
    if (trail->count == ETA_STEPS) {
        memmove(trail->steps, trail->steps + 1, (ETA_STEPS - 1) * sizeof *trail->steps);
        trail->count--;
    }
    if (trail->count > 0) trail->steps[trail->count - 1].next_ms = step->at_ms;
    trail->steps[trail->count++] = *step;
}

void eta_trail(EtaEvent *events, size_t count, int64_t ingest_id, int64_t delivered_ms,
               EtaTrail *out)
{
    out->count = 0;
    out->ingest_id = 0;
    if (count) qsort(events, count, sizeof *events, by_time);
    bool corrections = false;
    for (size_t i = 0; i < count; i++)
        corrections |= events[i].corrects != 0;
    int64_t outlet_id = 0;
    for (size_t i = 0; i < count; i++) {
        const EtaEvent *event = &events[i];
        if (event->ingest_id > ingest_id) continue;
        if (event->ingest_id > out->ingest_id) out->ingest_id = event->ingest_id;
        if (event->leg == LEG_RETURN || event->at_ms > delivered_ms) continue;
        if (corrections && is_corrected(events, count, ingest_id, event)) continue;
        if (event->outlet_id != 0) outlet_id = event->outlet_id;
        if (eta_stage_teaches((WaybillStage)event->stage))
            trail_add(
                out, &(EtaStep){(WaybillStage)event->stage, outlet_id, event->at_ms, delivered_ms});
    }
}

static void name_put(char *room, size_t size, const char *text)
{
    const size_t length = strlen(text);
    memcpy(room, text, length < size ? length : size);
}

EtaLane eta_lane(const WaybillFacts *facts)
{
    static const unsigned char key[16] = "eta_step cells";
    struct {
        char carrier[32], product[32], origin[16], destination[16];
    } names = {.carrier = ""};
    EtaLane lane = {.has_lane = facts->origin[0] != '\0' && facts->destination[0] != '\0'};
    name_put(names.carrier, sizeof names.carrier, facts->carrier);
    name_put(names.product, sizeof names.product, facts->product);
    lane.product = text_hash64(key, &names, sizeof names);
    name_put(names.origin, sizeof names.origin, facts->origin);
    name_put(names.destination, sizeof names.destination, facts->destination);
    lane.lane = text_hash64(key, &names, sizeof names);
    return lane;
}

/* The finaliser of splitmix64: every bit of what goes in moves every bit of what comes out. */
static uint64_t mixed(uint64_t hash, int64_t with)
{
    hash += (uint64_t)with * UINT64_C(0x9E3779B97F4A7C15) + UINT64_C(0x9E3779B97F4A7C15);
    hash = (hash ^ (hash >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    hash = (hash ^ (hash >> 27)) * UINT64_C(0x94D049BB133111EB);
    return hash ^ (hash >> 31);
}

bool eta_step_cell(const EtaLane *lane, const EtaStep *step, EtaScope scope, int64_t *cell)
{
    const bool on_lane = scope == ETA_DESTINATION || scope == ETA_LANE;
    if (scope == ETA_PRODUCT || scope >= ETA_PROMISED) return false;
    if ((on_lane && !lane->has_lane) || (scope == ETA_LANE && step->outlet_id == 0)) return false;
    const int64_t day = eta_day(step->at_ms);
    int64_t part = 0;
    if (scope == ETA_LANE) part = step->outlet_id;
    if (scope == ETA_HOUR) part = (step->at_ms - day * DAY_MS) / HOUR_MS;
    if (scope == ETA_WEEKDAY) part = day - eta_week(day);
    const uint64_t hash = mixed(on_lane ? lane->lane : lane->product, 32 * step->stage + scope);
    *cell = (int64_t)mixed(hash, part);
    return true;
}
