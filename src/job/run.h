/* run.h -- running one job, and telling the workers that there is one. */
#pragma once

#include "job/job_store.h"
#include "job/kind.h"

/* A worker that has not ended a job in this time counts as dead. */
#define JOB_LEASE_MS INT64_C(300000)

/* The longest that a failed job waits for its next attempt. */
#define JOB_LONGEST_WAIT_MS INT64_C(3600000)

/* How long after failed attempt number `attempt` (from 1) the next is made. */
int64_t job_wait_ms(int64_t attempt);

/* In the transaction of ctx: adds jobs that are due now; their ids and times are set. */
Status jobs_add(Ctx *ctx, StoredJob *jobs, size_t count);

/* Outside a transaction: claims up to `limit` jobs that are due, by due time. */
Status job_take_due(Ctx *ctx, int64_t limit, List *out);

/* Outside a transaction: runs a claimed job and writes down what became of it. OK also when the job
 * itself failed; another Status when that could not be written (its lease will end). */
Status job_run(Ctx *ctx, const StoredJob *stored);

/* The first kind whose own rows are due (JobKind.waits), as ctx->db shows them; NULL: none. */
const JobKind *job_waiting(Ctx *ctx);
/* Outside a transaction: runs it once, in one of its own. What fails is logged and returned. */
Status job_run_waiting(Ctx *ctx, const JobKind *kind);

/* Once the transaction of ctx is committed: there may be something to do at `due_ms`. */
Status jobs_wake(Ctx *ctx, int64_t due_ms);
