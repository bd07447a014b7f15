/* slices.h -- what a slice gives the house: its tables. slices.c is the only list of slices. */
#pragma once

#include "base/cli.h"
#include "http/route.h"
#include "job/job.h"

typedef struct Slice {
    const char *name;
    const char *doc;
    const Route *routes;
    const Command *commands;
    const JobKind *jobs;
} Slice;

/* Ends with NULL. */
extern const Slice *const slices[];
