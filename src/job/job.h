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

typedef struct Job {
    int64_t id;
    const char *kind;
    int64_t subject_id;  /* what it is about: a waybill, a ticket; 0 if nothing */
    const char *payload; /* JSON text, or NULL */
    int64_t due_ms;
    int attempt; /* from 1 */
} Job;

/* A kind of job, in a slice's table. `event`: also made whenever that domain event is published.
 * `every_ms`: also made by the clock, one at a time. */
typedef struct JobKind {
    const char *name;  /* "waybill.prune" */
    const char *event; /* "waybill.delivered", or NULL */
    int64_t every_ms;
    int attempts;                            /* 0: 10 */
    Status (*run)(Ctx *ctx, const Job *job); /* in a transaction of its own on a writer's thread */
    const char *doc;
} JobKind;

/* In the transaction of ctx: a job at an instant. With `key`, at most one waiting job of that kind
 * and key exists: adding it again moves its time to the earlier of the two. */
Status job_add(Ctx *ctx, const char *kind, const char *key, int64_t subject_id, const char *payload,
               int64_t due_ms);
Status job_cancel(Ctx *ctx, const char *kind, const char *key);

/* In the transaction of ctx: tells every subscribed kind. Costs nothing, and writes nothing, when
 * there is none. */
Status event_publish(Ctx *ctx, const char *event, int64_t subject_id, const char *payload);

/* Whether any kind subscribes: for callers that would have to build a payload. */
bool event_wanted(Ctx *ctx, const char *event);

/* The workers: started by the server, stopped before the database is closed (a running job ends
 * first). */
typedef struct Jobs Jobs;
Status jobs_start(Ctx *ctx, struct House *house, Jobs **out);
void jobs_stop(Jobs *jobs);

/* Runs everything that is due at ctx's clock, in order, in this thread: for tests and commands.
 * Returns how many ran. */
Status jobs_run_due(Ctx *ctx, int64_t *count);
