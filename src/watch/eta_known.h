/* eta_known.h -- what was learned, read once and kept for many looks: a pass of timers, a trial of
 * a rule. For the files of watch/ only.
 *
 * A cell is read when a look first asks for it. Looks may be made as of any day of the span that it
 * was opened for, in any order: of what was learned later nothing is seen. Its reader's connection
 * must not change meanwhile. */
#pragma once

#include "watch/evidence_step.h"

typedef struct EtaKnown EtaKnown;

/* Days since 1970 in UTC. */
typedef struct EtaSpan {
    int64_t first_day, last_day; /* of the looks */
    bool past; /* looks at the past: stages are kept by weeks, and of the week that a day falls in
                  nothing may be known; else all that was learned until now counts */
} EtaSpan;

/* Empty, for looks on the last day; looks at today alone are eta_known_now(). */
Status eta_known_open(Ctx *ctx, const EtaSpan *span, EtaKnown **out);
Status eta_known_now(Ctx *ctx, EtaKnown **out);
/* Frees it. NULL is allowed. */
void eta_known_close(EtaKnown *known);

/* From now on looks are made as of that day: what was learned of the days after it is not seen. */
void eta_known_at(EtaKnown *known, int64_t day);

/* What is known of the parcel's cells; valid until the next is asked for. */
Status eta_known_parcel(Ctx *ctx, EtaKnown *known, const EtaParcel *parcel, EtaStart start,
                        EtaEvidence *out);

typedef enum EtaOf { ETA_OF_REST, ETA_OF_GAP } EtaOf;
typedef struct EtaStand {
    const WaybillFacts *facts;
    EtaStep step;
    EtaOf of;
} EtaStand;

/* What is known of a step's remaining time, or of the gap after it; likewise. */
Status eta_known_step(Ctx *ctx, EtaKnown *known, const EtaStand *stand, EtaEvidence *out);
