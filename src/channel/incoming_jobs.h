/* incoming_jobs.h -- what runs by the clock for messages that came in. */
#pragma once

#include "job/job.h"

extern const JobKind incoming_jobs[];
