/* replay_score.h -- forecasts beside what came of them. For the files of watch/ only. */
#pragma once

#include "watch/replay.h"

/* One forecast and what came of it; days from the beginning. */
typedef struct Judged {
    double late; /* P */
    double p10, p50, p90, lane_mean;
    double took, given;
    double age; /* when it was made */
    int64_t number, at_ms;
} Judged;

/* Fills in all but known, known_until, n, under_way and unforetold from the n judged, which are put
 * into another order.
 */
Status replay_score(Ctx *ctx, Judged *judged, double warn, Replay *out);
