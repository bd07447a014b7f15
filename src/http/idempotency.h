/* idempotency.h -- the same Idempotency-Key gives the same answer.
 *
 * What was answered is kept for a day, in the transaction that did the work, sealed. Only what
 * succeeded is kept: what failed wrote nothing and may be tried again. A key counts for one person
 * and one address. */
#pragma once

#include "http/request.h"
#include "job/job.h"

#define IDEMPOTENCY_KEPT_MS (INT64_C(24) * 3600 * 1000)

/* Before the handler. Makes the kept answer the request's (and `*replayed` true), or takes the key.
 * CONFLICT when the key came with another body before, or is being worked on. */
Status idempotency_find(Ctx *ctx, Request *req, bool *replayed);

/* After it: keeps the answer. */
Status idempotency_keep(Ctx *ctx, Request *req);

/* Forgets those kept for longer, some thousands at a time; tells how many. */
Status idempotency_prune(Ctx *ctx, int64_t *forgotten);
