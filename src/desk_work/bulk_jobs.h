/* bulk_jobs.h -- what does bulk actions. For the files of desk_work/ only. */
#pragma once

#include "job/job.h"

#define BULK_JOB "desk.bulk"

extern const JobKind bulk_jobs[];
