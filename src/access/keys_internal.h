/* keys_internal.h -- what keys.c (the file) and seal.c (its use) share. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

#include "access/keys.h"

#define KEY_BYTES 32
#define KEYS_MAX 64

typedef struct KeySet {
    unsigned char index[KEY_BYTES];          /* of indexes and of hashes; never changes */
    unsigned char seal[KEYS_MAX][KEY_BYTES]; /* number 1 first */
    bool gone[KEYS_MAX];                     /* dropped: its place is kept */
    uint32_t count;                          /* the newest's number */
} KeySet;

/* Read without a lock: keys are only ever added, and counted when they stand. */
struct Keys {
    KeySet set;
    _Atomic uint32_t count; /* of set.seal */
    pthread_mutex_t lock;   /* of those who add */
    char *folder;
    struct stat seen; /* the file, when keys_refresh last did */
};

/* Adds the keys that the file has by now: another process rotated them. Where it cannot be read,
 * what is known stays. */
void keys_reload(Ctx *ctx, Keys *keys);
