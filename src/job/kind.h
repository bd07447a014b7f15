/* kind.h -- the kinds of jobs that the slices declare. */
#pragma once

#include "job/job.h"

/* The kind of that name, or NULL. */
const JobKind *job_kind(Ctx *ctx, const char *name);

/* Calls `each` for every kind of every slice. */
typedef Status JobKindEach(Ctx *ctx, void *user, const JobKind *kind);

/* In the order of the slices; the first Status but OK stops. */
Status job_kinds_each(Ctx *ctx, JobKindEach *each, void *user);

/* Makes the jobs of the clock that are neither waiting nor running. Where the clock was set back
 * since the others were made, they wait no longer than their interval, and what failed no longer
 * than it would from now on. */
Status job_clock_start(Ctx *ctx);

/* In the transaction of ctx: the next of a job that the clock makes. */
Status job_clock_next(Ctx *ctx, const JobKind *kind);
