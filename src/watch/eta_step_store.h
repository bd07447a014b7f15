/* eta_step_store.h -- rows of what journeys teach. For the files of watch/ only. */
#pragma once

#include "db/db.h"
#include "watch/eta_gather.h"
#include "watch/evidence_step.h"

/* Adds what was gathered to the rows; the gather is left sorted, to be cleared. */
Status step_store_add(Ctx *ctx, EtaGather *gather);

/* A delivered parcel whose journey is to be unlearned, learned, or both: with facts as before and
 * after. */
typedef struct EtaJourney {
    int64_t waybill_id;
    WaybillFacts before, after;
    bool unlearn, learn;
    size_t order; /* among the changes of a flush */
} EtaJourney;

/* Reads the journeys' events and gathers what they teach; keeps up to where each was learned.
 * `journeys` in rising order of their parcels, each once. */
Status step_store_learn(Ctx *ctx, const EtaJourney *journeys, size_t count, EtaGather *gather);

/* Deletes all of it. */
Status step_store_clear(Ctx *ctx);

/* How far back stages are looked at. */
enum { ETA_STEP_WEEKS = 26 };

/* A cell of a stage that is to be read: its weeks in rising order, in ctx's arena. */
typedef struct EtaStepCell {
    int64_t cell; /* eta_step_cell() */
    bool gap;     /* the gaps after the stage; else the time until the delivery */
    EtaDay *days;
    size_t count;
} EtaStepCell;

/* Reads those weeks of each, from the first to the last. */
Status step_store_cells(Ctx *ctx, int64_t first, int64_t last, EtaStepCell *cells, size_t count);

/* The journey that a delivered parcel made, and of its facts what cells are named by; in ctx's
 * arena. NOT_FOUND. */
Status step_store_journey(Ctx *ctx, int64_t waybill_id, int64_t delivered_ms, WaybillFacts *facts,
                          EtaTrail *trail);

typedef Status EtaJourneyEach(void *user, const WaybillFacts *facts, const EtaTrail *trail);
/* Every parcel with the journey it has made so far, delivered or not (then the last step's next_ms
 * is INT64_MAX); valid during the call. */
Status step_store_journeys(Ctx *ctx, EtaJourneyEach *each, void *user);
