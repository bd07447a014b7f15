/* ctx.h -- what a piece of work (a request, a job, a command, a test) carries with it.
 *
 * Everything that must be the same in a test comes from here: the clock, ids, randomness. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

struct Db;     /* db/db.h: a connection, inside its transaction where the work writes */
struct Person; /* access/person.h: who is asking; NULL for the system itself */
struct House;  /* the long-lived objects: house.h */

/* Where instants, ids and randomness come from. Shared by threads: the functions lock for
 * themselves. */
typedef struct Source Source;

struct Ctx {
    Arena *arena;
    Source *source;
    struct Db *db;
    const struct Person *who;
    struct House *house;
    const char *currency;   /* of money in this company; NULL: CNY. Ask ctx_currency() */
    const char *request_id; /* for the log line and for problem+json; never NULL once at the edge */
    const char *list;       /* which list's places cursors name (http/route.h); NULL: of none */
    long *fails_in;         /* under trial: statements until one is made to fail; NULL: none will */
    Problem problem;
};

/* The real source: the system's clock, ids from it, libsodium's randomness. `start_ms` 0, or an
 * instant from which the clock runs at its real pace (for golden transcripts). `node` 0–63 tells
 * apart the processes that write one database (house.c takes the first free one). NULL if there is
 * no memory. */
Source *source_real(int64_t start_ms, unsigned node);

/* A source for tests: the clock stands at `now_ms` until moved; ids and randomness follow from
 * `seed`. */
Source *source_fixed(int64_t now_ms, uint64_t seed);
/* Moves the clock of a fixed source. */
void source_move(Source *source, int64_t by_ms);
/* The clock of any source stands at an instant from now on, until it is stood elsewhere: for tests
 * of what takes days. */
void source_stand(Source *source, int64_t at_ms);
/* Whether it stands: then somebody moves it, and nobody can wait for it. */
bool source_stands(const Source *source);
/* Ids from now on are greater than this one: what the same node gave before it was started again,
 * whatever its clock says now. */
void source_start_after(Source *source, int64_t id);

/* NULL is allowed. */
void source_release(Source *source);

/* ISO 4217 code of the currency that money is in: three capital letters. */
const char *ctx_currency(const Ctx *ctx);

/* UTC milliseconds since 1970. */
int64_t ctx_now(Ctx *ctx);

/* A new positive id, unique in the database and greater than all this source gave before:
 * milliseconds since 2020-01-01 in the high 42 bits, a sequence in the next 15, the node in the
 * low 6. */
int64_t ctx_id(Ctx *ctx);

/* The instant that an id holds. */
int64_t id_ms(int64_t id);
/* The node that made it. */
int64_t id_node(int64_t id);
/* The smallest id of an instant; INT64_MAX of one that has none, from the year 2159 on. */
int64_t id_floor(int64_t ms);

/* Bytes nobody can foresee (from a fixed source: that follow from its seed). */
void ctx_random(Ctx *ctx, void *bytes, size_t length);

/* Monotonic microseconds: for measuring, never for data. */
int64_t monotonic_us(void);

/* Points ctx at an arena and a source, everything else empty. */
void ctx_init(Ctx *ctx, Arena *arena, Source *source);
