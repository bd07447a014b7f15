/* rounds.h -- what is sent in rounds: a handful is taken under a lease, sent, and what came of it
 * is written down. */
#pragma once

#include <stddef.h>

#include "base/ctx.h"

typedef struct Round {
    size_t taken; /* how many were leased; after a round without any it is over */
    size_t count; /* how many of them are to be sent */
} Round;

/* `parcels` is what all of it is called with; `take` and `note` in a transaction of their own,
 * `send` outside of any. */
typedef struct Rounds {
    const char *kind; /* of the job that runs them, which is planned for when the next is due */
    Round *round;     /* of `parcels`: what `take` says */
    void *parcels;
    Status (*take)(Ctx *ctx, void *parcels);
    Status (*send)(Ctx *ctx, void *parcels);
    Status (*note)(Ctx *ctx, void *parcels, size_t i); /* for each that was to be sent */
    Status (*next)(Ctx *ctx, int64_t *due_at);         /* NONE: nothing waits */
} Rounds;

/* A few rounds, and a job for the rest. */
Status rounds_run(Ctx *ctx, const Rounds *rounds);
