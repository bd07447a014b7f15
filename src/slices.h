/* slices.h -- what a slice gives the house: its tables. slices.c is the only list of slices. */
#pragma once

#include "base/cli.h"
#include "base/metrics.h"
#include "http/route.h"
#include "job/job.h"

typedef struct Slice {
    const char *name;
    const char *doc;
    const Route *routes;
    const Command *commands;
    const JobKind *jobs;
    const Metric *metrics; /* what it counts, in ctx->house->metrics */
    /* Puts in the shipped data (roles, mappings, calendars) that is not there yet; NULL: none.
     * Called by house_open in a writing transaction each time a database is opened for writing: it
     * must be cheap, and change nothing, when all is there or was edited. */
    Status (*seed)(Ctx *ctx);
} Slice;

/* Ends with NULL. */
extern const Slice *const slices[];
