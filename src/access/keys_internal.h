/* keys_internal.h -- what keys.c (the file) and seal.c (its use) share. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

#include "access/keys.h"

#define KEY_BYTES 32
#define KEYS_MAX 64

typedef struct KeySet {
    unsigned char index[KEY_BYTES];           /* of hashes, and of the first indexes */
    unsigned char seal[KEYS_MAX][KEY_BYTES];  /* number 1 first */
    unsigned char found[KEYS_MAX][KEY_BYTES]; /* of the indexes that go with it: follows from it */
    bool gone[KEYS_MAX];                      /* dropped: its place is kept */
    uint32_t count;                           /* the newest's number */
} KeySet;

/* Read without a lock: keys are only ever added, and counted when they stand. */
struct Keys {
    KeySet set;
    _Atomic uint32_t count; /* of set.seal */
    _Atomic uint64_t index; /* the generations of indexes: now in the upper half, other below */
    pthread_mutex_t lock;   /* of those who add */
    char *folder;
    struct stat seen; /* the file, when keys_refresh last did */
};

/* Adds the keys that the file has by now: another process rotated them. Where it cannot be read,
 * what is known stays. */
void keys_reload(Ctx *ctx, Keys *keys);

/* Fills in the key of the indexes that goes with a sealing key. */
void index_key_derive(KeySet *set, uint32_t number);

/* The purpose's length stands in front, so that no purpose and text run together as another. */
void keyed_hash(const unsigned char key[KEY_BYTES], const char *purpose, const void *bytes,
                size_t length, unsigned char *out, size_t out_length);
