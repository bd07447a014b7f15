/* lane.h -- which pieces of writing take turns.
 *
 * Pieces of one lane run one after the other, in all processes that share a database: each waits
 * for its turn before it looks at anything, so that none is undone because another was faster. What
 * writes the same rows as others do all the time belongs into their lane. A piece that collides all
 * the same is undone and run again when nobody else writes. On an engine that has one writer all
 * lanes are one. */
#pragma once

typedef enum Lane {
    LANE_SHORT, /* what somebody waits for: tickets, claims, people; everything that is not below */
    LANE_LONG,  /* parcels and their figures, which come in bulk: scans, imports, the watch */
    LANES
} Lane;
