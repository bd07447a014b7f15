#include "waybill/names.h"

#include <string.h>

#include "base/text.h"

struct NamePool {
    Arena *arena;
    const char **slots; /* at most half full */
    size_t mask, count;
};

static const unsigned char hash_key[16] = "parceldesk names";

static bool slots_take(NamePool *pool, size_t size)
{
    pool->slots = ARENA_ARRAY(pool->arena, size, const char *);
    pool->mask = size - 1;
    return pool->slots != NULL;
}

NamePool *name_pool_new(void)
{
    NamePool *pool = memory_alloc(sizeof *pool);
    if (!pool) return NULL;
    pool->arena = arena_new();
    if (pool->arena && slots_take(pool, 256)) return pool;
    name_pool_release(pool);
    return NULL;
}

void name_pool_release(NamePool *pool)
{
    if (!pool) return;
    arena_release(pool->arena);
    memory_free(pool);
}

static const char **slot_of(const NamePool *pool, const char *text)
{
    size_t at = (size_t)text_hash64(hash_key, text, strlen(text)) & pool->mask;
    while (pool->slots[at] && strcmp(pool->slots[at], text) != 0)
        at = (at + 1) & pool->mask;
    return &pool->slots[at];
}

static bool pool_grow(NamePool *pool)
{
    const char **old = pool->slots;
    size_t size = pool->mask + 1;
    if (!slots_take(pool, 2 * size)) {
        pool->slots = old;
        pool->mask = size - 1;
        return false;
    }
    for (size_t i = 0; i < size; i++)
        if (old[i]) *slot_of(pool, old[i]) = old[i];
    return true;
}

const char *name_pooled(NamePool *pool, const char *text)
{
    if (!text || !*text) return "";
    if (!pool->slots && !slots_take(pool, 256)) return NULL;
    const char **slot = slot_of(pool, text);
    if (*slot) return *slot;
    if (2 * (pool->count + 1) > pool->mask) {
        if (!pool_grow(pool)) return NULL;
        slot = slot_of(pool, text);
    }
    *slot = arena_text(pool->arena, text);
    if (*slot) pool->count++;
    return *slot;
}

size_t name_pool_count(const NamePool *pool)
{
    return pool->count;
}

void name_pool_clear(NamePool *pool)
{
    arena_clear(pool->arena);
    pool->count = 0;
    pool->slots = NULL; /* taken again with the next name */
}
