/* names.h -- a pool of short texts that recur (carriers, products, regions): each is kept once, so
 * that facts can be copied and compared as they are. */
#pragma once

#include "base/arena.h"

typedef struct NamePool NamePool;

/* Empty. NULL if there is no memory. */
NamePool *name_pool_new(void);
/* Frees it and every name in it; NULL is allowed. */
void name_pool_release(NamePool *pool);

/* The pool's own copy, valid until the pool is cleared; NULL gives "". NULL if there is no memory.
 */
const char *name_pooled(NamePool *pool, const char *text);

/* How many different ones there are. */
size_t name_pool_count(const NamePool *pool);
/* Forgets them all. */
void name_pool_clear(NamePool *pool);
