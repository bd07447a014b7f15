/* evidence_step.h -- what a delivered parcel's journey teaches of the stages it passed: from each
 * on how long until the delivery, and how long until the next scan. Pure. */
#pragma once

#include "watch/evidence.h"

/* An event as far as it teaches. */
typedef struct EtaEvent {
    int64_t at_ms, hash, ingest_id, outlet_id, corrects; /* 0: none */
    int stage, leg;                                      /* 0: not stated */
} EtaEvent;

/* Where a parcel was, and since when. */
typedef struct EtaStep {
    WaybillStage stage;
    int64_t outlet_id; /* 0: not known */
    int64_t at_ms, next_ms;
} EtaStep;

/* Longer journeys teach by their last steps alone. */
enum { ETA_STEPS = 48 };

typedef struct EtaTrail {
    EtaStep steps[ETA_STEPS];
    size_t count;
    int64_t ingest_id; /* of the newest event that was looked at */
} EtaTrail;

/* Whether remaining times are learned from that stage: on its way, and not there yet. */
bool eta_stage_teaches(WaybillStage stage);

/* The steps of the forward leg up to the delivery, from the events up to `ingest_id`, in any order;
 * what was corrected does not count. The events are put into their order. */
void eta_trail(EtaEvent *events, size_t count, int64_t ingest_id, int64_t delivered_ms,
               EtaTrail *out);

/* What of a parcel its cells are numbered from. */
typedef struct EtaLane {
    uint64_t product, lane; /* hashes of the carrier and product, and of these with the regions */
    bool has_lane;
} EtaLane;
/* As the facts have it. */
EtaLane eta_lane(const WaybillFacts *facts);

/* Cells of a step, by scope: ALL of the stage for the carrier and product; DESTINATION on the lane;
 * LANE on the lane from that site; HOUR and WEEKDAY as in evidence.h. False where it has none. */
bool eta_step_cell(const EtaLane *lane, const EtaStep *step, EtaScope scope, int64_t *cell);

/* What beginnings from a stage, and gaps after it, are numbered as, beside EtaStart. */
EtaStart eta_from_stage(WaybillStage stage);
/* The same of gaps. */
EtaStart eta_gap_after(WaybillStage stage);
