/* webhook_jobs.h -- the jobs that post events. */
#pragma once

#include "job/job.h"

#define WEBHOOK_DELIVER "webhook.deliver"

extern const JobKind webhook_jobs[];

/* Milliseconds from failed attempt number `attempt` (from 1) to the next: ten seconds, then three
 * times as long each time, at most four hours. */
int64_t webhook_wait_ms(int64_t attempt);
