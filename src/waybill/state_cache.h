/* state_cache.h -- the facts of the parcels that were scanned lately, in a bounded piece of memory:
 * what stands between a batch of scans and one look-up for each of its parcels.
 *
 * True only while nobody else writes those rows: whoever does must have them forgotten. Not for use
 * by two threads at once. */
#pragma once

#include "waybill/state_store.h"

typedef struct StateCache StateCache;

/* About `bytes` of memory. NULL if there is none. */
StateCache *state_cache_new(size_t bytes);
void state_cache_release(StateCache *cache); /* NULL is allowed */

/* Fills a state found by its number and carrier; false if it is not kept. */
bool state_cache_get(StateCache *cache, State *state);
/* Keeps a copy; the least lately used make room. */
void state_cache_put(StateCache *cache, const State *state);

/* The next look at that parcel is at its row. */
void state_cache_forget(StateCache *cache, const char *carrier, const char *no);
/* The same of all. */
void state_cache_clear(StateCache *cache);

/* Where names of kept facts live. */
NamePool *state_cache_names(StateCache *cache);
