/* milestone.h -- when a parcel reached what was promised, by its events: pure. For the files of
 * waybill/ only. */
#pragma once

#include "waybill/status.h"

/* NONE where it did not (yet). */
typedef struct Reached {
    int64_t moved_ms;   /* its transport started: the first event of a journey under way after its
                           collection, or without one */
    int64_t visible_ms; /* the first event from there on was received */
    int64_t city_ms;    /* in the destination city, or further */
    int64_t attempt_ms; /* delivered, or tried to be */
} Reached;

/* Of the way to the receiver: what happens on the way back does not count. Sorts the events; those
 * that were corrected do not count. */
Status milestones_reached(Ctx *ctx, JourneyEvent *events, size_t count, Reached *out);
