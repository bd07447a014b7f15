/* portal_jobs.h -- what the public pages have done in the background. For the files of portal/. */
#pragma once

#include "job/job.h"

#define PORTAL_SEND_JOB "portal.send_code"

extern const JobKind portal_jobs[];
