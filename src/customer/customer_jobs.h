/* customer_jobs.h -- what customers need by the clock. */
#pragma once

#include "job/job.h"

/* Makes contact points, keys and search of customers that are older than those. */
extern const JobKind customer_jobs[];
