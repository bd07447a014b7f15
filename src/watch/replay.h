/* replay.h -- history walked as if it were happening: how right the forecasts would have been.
 *
 * At each step what was delivered before it is learned, nothing later; the parcels that start
 * within the step, or are under way at it, are foretold from that and judged by what then became of
 * them. */
#pragma once

#include "watch/evidence.h"

typedef struct ReplayOptions {
    int64_t from_ms, to_ms; /* parcels that start at or after, and before */
    int64_t step_ms;        /* how often what was learned is looked at anew; > 0 */
    int64_t as_of_ms;       /* nothing delivered at or after it is learned; NONE: each step's */
    bool daily;  /* judged at each step while under way and not overdue, not at the start */
    double warn; /* a parcel is warned of when P(late) is at least this */
    const EtaTuning *tuning; /* NULL: eta_standard */
} ReplayOptions;

/* What was known when a parcel was judged. */
typedef enum ReplayKnown {
    REPLAY_EACH_STEP = 1, /* what was delivered before the step: knowledge grows as it would have */
    REPLAY_FROZEN,    /* … but nothing from known_until on, however late the parcel is judged */
    REPLAY_ANNOUNCED, /* what was known when it was announced: live data */
} ReplayKnown;

/* Of the parcels whose P(late) lay from `low` up to `high`. */
typedef struct ReplayBand {
    double low, high;
    int64_t n;
    double foretold, late; /* mean P(late), share that was late */
} ReplayBand;

typedef struct Replay {
    int64_t known;       /* ReplayKnown */
    int64_t known_until; /* of REPLAY_FROZEN; else NONE */
    int64_t n, late;     /* judged; of these delivered after the promise */
    int64_t under_way;   /* started, not delivered by the end of what is known: not judged */
    int64_t unforetold;  /* too little was known to say anything: not judged */
    double auc;          /* of P(late); NAN when all or none were late */
    double brier;
    double brier_skill;        /* 1 − brier ÷ that of always saying late ÷ n */
    double coverage;           /* share delivered from p10 to p90 */
    double mae_days;           /* mean error of p50 */
    double mae_given_days;     /* … of the promised instant taken as a forecast */
    double mae_lane_mean_days; /* … of the lane's mean over what was delivered before from_ms */
    int64_t parcels, late_parcels; /* behind n and late: one may be judged several times */
    int64_t warned;                /* parcels, each by its first warning */
    double precision, recall;      /* of the warnings */
    double lead_days;              /* mean time from a right warning to the promised instant */
    double lead_p10_days, lead_p50_days, lead_p90_days; /* … in parts of the right warnings */
    List calibration;                                   /* of ReplayBand, those that have parcels */
} Replay;
extern const Shape replay_shape;

/* `parcels` in any order; put into that of their beginnings, each of which learns for itself.
 * NOT_FOUND where no parcel is to be judged. */
Status replay_run(Ctx *ctx, EtaParcel *parcels, size_t count, const ReplayOptions *options,
                  Replay *out);
