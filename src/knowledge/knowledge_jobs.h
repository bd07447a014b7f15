/* knowledge_jobs.h -- what articles have done by the clock. */
#pragma once

#include "job/job.h"

extern const JobKind knowledge_jobs[];
