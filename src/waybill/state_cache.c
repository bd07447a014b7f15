#include "waybill/state_cache.h"

#include <string.h>

#include "base/text.h"
#include "waybill/number.h"

/* Places for a number: few enough to look at all, enough that the oldest is seldom missed. */
enum { WAYS = 4, NAMES_MAX = 100000 };

typedef struct Slot {
    uint64_t key;  /* 0: free */
    uint64_t used; /* when last asked for */
    int64_t version;
    Journey journey;
    char no[NUMBER_MAX + 1];
} Slot;

struct StateCache {
    NamePool *names;
    uint64_t clock;
    size_t mask; /* of sets */
    Slot *slots;
};

static const unsigned char hash_key[16] = "parceldesk state";

StateCache *state_cache_new(size_t bytes)
{
    StateCache *cache = memory_alloc(sizeof *cache);
    if (!cache) return NULL;
    size_t sets = 1;
    while (2 * sets * WAYS * sizeof(Slot) <= bytes)
        sets *= 2;
    cache->mask = sets - 1;
    cache->names = name_pool_new();
    cache->slots = memory_alloc(sets * WAYS * sizeof(Slot));
    if (cache->names && cache->slots) return cache;
    state_cache_release(cache);
    return NULL;
}

void state_cache_release(StateCache *cache)
{
    if (!cache) return;
    name_pool_release(cache->names);
    memory_free(cache->slots);
    memory_free(cache);
}

static uint64_t key_of(const char *carrier, const char *no)
{
    char both[CARRIER_MAX + NUMBER_MAX + 2];
    size_t length = strlen(carrier), rest = strlen(no);
    memcpy(both, carrier, length);
    both[length] = 0x1f;
    memcpy(both + length + 1, no, rest);
    uint64_t key = text_hash64(hash_key, both, length + 1 + rest);
    return key ? key : 1;
}

static Slot *slot_find(StateCache *cache, uint64_t key, const char *carrier, const char *no)
{
    Slot *set = &cache->slots[(key & cache->mask) * WAYS];
    for (size_t i = 0; i < WAYS; i++)
        if (set[i].key == key && !strcmp(set[i].no, no) &&
            !strcmp(set[i].journey.facts.carrier, carrier))
            return &set[i];
    return NULL;
}

bool state_cache_get(StateCache *cache, State *state)
{
    const char *carrier = state->journey.facts.carrier;
    Slot *slot = slot_find(cache, key_of(carrier, state->no), carrier, state->no);
    if (!slot) return false;
    slot->used = ++cache->clock;
    state->version = slot->version;
    state->journey = slot->journey;
    return true;
}

void state_cache_put(StateCache *cache, const State *state)
{
    const char *carrier = state->journey.facts.carrier;
    uint64_t key = key_of(carrier, state->no);
    Slot *slot = slot_find(cache, key, carrier, state->no);
    if (!slot) {
        Slot *set = &cache->slots[(key & cache->mask) * WAYS];
        slot = set;
        for (size_t i = 1; i < WAYS; i++)
            if (set[i].used < slot->used) slot = &set[i];
        slot->key = key;
        memcpy(slot->no, state->no, strlen(state->no) + 1);
    }
    slot->used = ++cache->clock;
    slot->version = state->version;
    slot->journey = state->journey;
}

void state_cache_forget(StateCache *cache, const char *carrier, const char *no)
{
    Slot *slot = slot_find(cache, key_of(carrier, no), carrier, no);
    if (slot) *slot = (Slot){.key = 0};
}

void state_cache_clear(StateCache *cache)
{
    memset(cache->slots, 0, (cache->mask + 1) * WAYS * sizeof(Slot));
}

NamePool *state_cache_names(StateCache *cache)
{
    if (name_pool_count(cache->names) > NAMES_MAX) {
        state_cache_clear(cache);
        name_pool_clear(cache->names);
    }
    return cache->names;
}
