/* job_store.h -- the statements of jobs. */
#pragma once

#include "job/job.h"

/* Of jobs the clock makes. */
#define CLOCK_KEY "@clock"

typedef struct StoredJob {
    int64_t id;
    const char *kind, *key;
    int64_t subject_id;
    const char *payload;
    int64_t due_ms, attempt;
} StoredJob;

/* Adds waiting jobs, or merges each with its like. */
Status job_insert(Ctx *ctx, const StoredJob *jobs, size_t count);

/* The waiting one of that kind and key, where there is one. */
Status job_remove_waiting(Ctx *ctx, const char *kind, const char *key);

/* Whether one of that kind and key waits or runs. */
Status job_exists(Ctx *ctx, const char *kind, const char *key, int64_t *out);

/* Makes up to `limit` due jobs running until `lease_ms`; by due time. */
Status job_claim(Ctx *ctx, int64_t now_ms, int64_t lease_ms, int64_t limit, List *out);

/* Those whose worker died wait again. */
Status job_free_expired(Ctx *ctx, int64_t now_ms);

/* So do those that a process of this node ran: only one at a time is a node, so when this one
 * starts, that one is dead. */
Status job_free_own(Ctx *ctx);

/* Each is about the attempt that was claimed; `changed` is 0 when that is no longer ours. */
Status job_remove_running(Ctx *ctx, const StoredJob *job, int64_t *changed);

/* It failed and waits again. */
Status job_put_back(Ctx *ctx, const StoredJob *job, int64_t due_ms, const char *error);

/* It failed for good. */
Status job_put_failed(Ctx *ctx, const StoredJob *job, const char *error);

/* When there will be something to do: the earliest due, or lease that ends; NONE: nothing. */
Status job_next_ms(Ctx *ctx, int64_t *out);

/* By id. */
Status job_rows(Ctx *ctx, const JobFilter *filter, List *out);

/* NOT_FOUND without words. */
Status job_row(Ctx *ctx, int64_t id, JobRow *out);

/* A failed one waits again, as new. */
Status job_put_again(Ctx *ctx, int64_t id, int64_t due_ms);

/* After the clock was set back: what was put off beyond `retry_ms`, and this node's leases beyond
 * `lease_ms`, reach no further than that. Those of others are by clocks that may be right where
 * this one is slow: theirs are looked after where they are started. */
Status job_set_back(Ctx *ctx, int64_t retry_ms, int64_t lease_ms);

/* The same of the waiting one of that kind and key. */
Status job_set_back_keyed(Ctx *ctx, const char *kind, const char *key, int64_t due_ms);

/* Counts by state, and how late the oldest is. */
Status job_counts(Ctx *ctx, int64_t now_ms, JobsState *out);
