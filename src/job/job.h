/* job.h -- work that must happen even if the process dies: timers, retries, what follows an event.
 *
 * A job is a row, written in the transaction that wants it. It is run at least once, at or after
 * its time, by one worker; its handler must leave the same state when run twice. A failure is
 * retried with back-off (1 s, 2 s, 4 s … at most 1 h); after the kind's last attempt it stands as
 * failed until somebody looks. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/field.h"
#include "base/metrics.h"
#include "db/lane.h"

typedef struct Job {
    int64_t id;
    const char *kind;
    int64_t subject_id;  /* what it is about: a waybill, a ticket; 0 if nothing */
    const char *payload; /* JSON text, or NULL */
    int64_t due_ms;
    int attempt; /* from 1 */
} Job;

/* A kind of job, in a slice's table. `event`: also made whenever that domain event is published.
 * `every_ms`: also made by the clock, one at a time. `wanted` (NULL: always) is asked before an
 * event makes one, in the transaction of who publishes it: where nobody would do anything, no row
 * is written. What `outside` runs (talks to other machines) has no transaction, no ctx->db: it
 * reads and writes by pieces of its own, and is taken for done when it returns OK. `waits`: its
 * work is not jobs but rows of its own, each a timer: no job is ever made of it; the workers ask at
 * least once a second, on a reading connection, whether any of it is due, and run it as long as it
 * is. `many`: it takes many events in one job, see events_publish. */
typedef struct JobKind {
    const char *name;  /* "waybill.prune" */
    const char *event; /* "waybill.delivered", or NULL */
    int64_t every_ms;
    Status (*wanted)(Ctx *ctx, const char *event, bool *out);
    bool (*waits)(Ctx *ctx);
    int attempts; /* 0: 10 */
    bool outside, many;
    Lane lane;                               /* of its transaction */
    Status (*run)(Ctx *ctx, const Job *job); /* in a transaction of its own on a writer's thread */
    const char *doc;
} JobKind;

/* In the transaction of ctx: a job at an instant. With `key`, at most one waiting job of that kind
 * and key exists: adding it again moves its time to the earlier of the two and gives it the newer
 * payload. */
Status job_add(Ctx *ctx, const char *kind, const char *key, int64_t subject_id, const char *payload,
               int64_t due_ms);

/* In the transaction of ctx: what a job left is done by another of its kind, so that others write
 * between. */
Status job_more(Ctx *ctx, const Job *job, const char *payload);

/* In the transaction of ctx: takes away the waiting one of that kind and key, where there is one.
 */
Status job_cancel(Ctx *ctx, const char *kind, const char *key);

/* In the transaction of ctx: tells every subscribed kind. Costs nothing, and writes nothing, when
 * there is none. */
Status event_publish(Ctx *ctx, const char *event, int64_t subject_id, const char *payload);

/* What an event is about, and says. */
typedef struct EventItem {
    int64_t subject_id;
    const char *payload; /* JSON text, or NULL */
} EventItem;

/* The same of an event that befell many at once. A kind that takes `many` gets a job for each
 * EVENTS_AT_ONCE of them, without a subject, whose payload is a JSON array of theirs; also where
 * only one was published. */
Status events_publish(Ctx *ctx, const char *event, const EventItem *items, size_t count);
enum { EVENTS_AT_ONCE = 10 };

/* Whether any kind subscribes: for callers that would have to build a payload. */
bool event_wanted(Ctx *ctx, const char *event);

/* The workers: started by the server, stopped before the database is closed (a running job ends
 * first). */
typedef struct Jobs Jobs;

/* Starts the threads; makes the jobs of the clock that are not there. */
Status jobs_start(Ctx *ctx, struct House *house, Jobs **out);

/* Waits for the jobs that run. NULL is allowed. */
void jobs_stop(Jobs *jobs);

/* Runs everything that is due at ctx's clock, in order, in this thread: for tests and commands.
 * `count` gets how many ran, those that failed too. */
Status jobs_run_due(Ctx *ctx, int64_t *count);

/* --- for those who look after them --- */

typedef enum JobState { JOB_WAITING = 1, JOB_RUNNING, JOB_FAILED } JobState;
extern const Name job_states[];

typedef struct JobRow {
    int64_t id;
    const char *kind, *key;
    int64_t subject_id;
    int64_t state;       /* JobState */
    int64_t due_at;      /* UTC milliseconds, as the others */
    int64_t attempt;     /* how many were begun */
    int64_t lease_until; /* of a running one: when it counts as dead; else NONE */
    const char *error;   /* what the last attempt said */
    int64_t created_at;
} JobRow;
extern const Shape job_row_shape;

typedef struct JobFilter {
    int64_t state;  /* NONE: any */
    int64_t due_by; /* only those whose time has come by then; NONE: all */
    int64_t after;  /* from after this id */
    int64_t limit;
} JobFilter;

/* By id. */
Status job_list(Ctx *ctx, const JobFilter *filter, List *out);

/* In the transaction of ctx: a failed job is run again, as if it were new. NOT_FOUND; CONFLICT when
 * it has not failed, or its like waits already. */
Status job_retry(Ctx *ctx, int64_t id);

typedef struct JobsState {
    int64_t waiting, running, failed;
    int64_t late_ms; /* how long the oldest that is due has been waiting; 0 when none is due */
} JobsState;

/* Counts them. */
Status jobs_state(Ctx *ctx, JobsState *out);

/* The same for /metrics; the workers keep it. */
extern const Metric job_metrics[];
