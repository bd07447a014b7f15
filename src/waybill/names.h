/* names.h -- a pool of short texts that recur (carriers, products, regions): each is kept once, so
 * that facts can be copied and compared as they are. */
#pragma once

#include "base/arena.h"

typedef struct NamePool NamePool;

NamePool *name_pool_new(void); /* NULL if there is no memory */
void name_pool_release(NamePool *pool);

/* The pool's own copy, valid until the pool is cleared; NULL gives "". NULL if there is no memory.
 */
const char *name_pooled(NamePool *pool, const char *text);

/* How many different ones there are; and forgets them all. */
size_t name_pool_count(const NamePool *pool);
void name_pool_clear(NamePool *pool);
