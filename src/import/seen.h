/* seen.h -- the keys that came by in a file: sixteen bytes each, at most. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Seen {
    uint64_t *slots; /* 0: free */
    size_t count, room;
} Seen;

/* Whether the key (never 0) is there. */
bool seen_has(const Seen *seen, uint64_t key);

/* Puts it there; false when there is no memory. */
bool seen_add(Seen *seen, uint64_t key);

/* Frees the slots: empty as new. */
void seen_release(Seen *seen);
