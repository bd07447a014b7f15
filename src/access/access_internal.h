/* access_internal.h -- what access/ keeps in memory, in the files that use it: the queue before
 * the password hash (password.c), the failed sign-ins (failures.c), who was seen (seen.c). */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "access/access.h"

#define SECRET_HASH_BYTES 32
#define FAILURE_SLOTS 4096
#define SEEN_TAG_BYTES 16 /* of SipHash-2-4-128, and of its key */
#define SEEN_SHARDS 16
#define SEEN_SLOTS 64
#define SEEN_LOGIN_BYTES 324 /* a token's name: 80 characters */

typedef struct PasswordQueue {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    int running, waiting;
    int64_t begun; /* how many passwords were hashed, or compared with a hash */
} PasswordQueue;

typedef struct Failure {
    int64_t count, until_ms;
} Failure;

/* What failures are counted of, each kind by itself: so many strangers as there may be cannot fill
 * the slots of who is known. */
typedef enum FailureKind {
    FAILURE_LOGIN,   /* a login, whether there is such a one or not */
    FAILURE_KNOWN,   /* a login from a browser that it was used in, or somebody who is signed in */
    FAILURE_ADDRESS, /* where strangers ask from */
    FAILURE_KINDS
} FailureKind;

typedef struct Counted {
    FailureKind kind;
    const char *key; /* NULL: nothing is counted */
} Counted;

/* By a keyed hash of the key; keys that share a slot wait together. */
typedef struct Failures {
    pthread_mutex_t lock;
    Failure slots[FAILURE_KINDS][FAILURE_SLOTS];
} Failures;

typedef struct SeenSlot {
    unsigned char tag[SEEN_TAG_BYTES];
    int64_t until_us;   /* monotonic; 0: empty */
    int64_t expires_ms; /* NONE: never */
    int64_t generation;
    Person person;
    char login[SEEN_LOGIN_BYTES];
} SeenSlot;

typedef struct SeenShard {
    pthread_rwlock_t lock;
    SeenSlot slots[SEEN_SLOTS];
} SeenShard;

/* Tokens and sessions have a key each: one is never taken for the other. */
typedef enum SeenKey { SEEN_TOKEN, SEEN_SESSION, SEEN_KEYS } SeenKey;

typedef struct Seen {
    unsigned char keys[SEEN_KEYS][SEEN_TAG_BYTES];
    _Atomic int64_t generation; /* slots of another are void */
    SeenShard shards[SEEN_SHARDS];
} Seen;

struct Access {
    PasswordQueue passwords;
    Failures failures;
    Seen seen;
};

/* Counts a try as wrong before it is known whether it is: however many come at the same time, no
 * more are let through. From some number on (failures.c) there must be a wait: TOO_MANY, with when
 * to try again, and nothing is counted. */
Status failures_take(Ctx *ctx, const Counted *counted);

/* One that was taken was no wrong try. */
void failures_give_back(Ctx *ctx, const Counted *counted);

/* A right try: the count begins anew. */
void failures_clear(Ctx *ctx, const Counted *counted);

/* A secret's hash, under its purpose ("token", "session"). */
void secret_hash(Ctx *ctx, const char *purpose, const char *secret,
                 unsigned char out[SECRET_HASH_BYTES]);

/* A new secret of 43 letters, digits, - and _ (256 bits) behind `prefix`, and its hash. */
Status secret_make(Ctx *ctx, const char *purpose, const char *prefix, const char **secret,
                   unsigned char hash[SECRET_HASH_BYTES]);
