/* route_jobs.h -- routing by events and by the clock. For the files of desk_work/ only. */
#pragma once

#include "job/job.h"

#define ROUTE_PULL_JOB "desk.pull"
#define ROUTE_LEFT_JOB "desk.left"

extern const JobKind route_jobs[];
