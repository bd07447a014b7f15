/* keys_internal.h -- what keys.c (the file) and seal.c (its use) share. */
#pragma once

#include "access/keys.h"

#define KEY_BYTES 32
#define KEYS_MAX 64

struct Keys {
    unsigned char index[KEY_BYTES];          /* of indexes and of hashes; never changes */
    unsigned char seal[KEYS_MAX][KEY_BYTES]; /* number 1 first */
    uint32_t count;                          /* the newest's number */
};
