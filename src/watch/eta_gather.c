#include "watch/eta_gather.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { SLOTS_FIRST = 1024 };

Status eta_gather_open(Ctx *ctx, EtaGather *gather)
{
    *gather =
        (EtaGather){.slots = memory_alloc(SLOTS_FIRST * sizeof(EtaSum)), .mask = SLOTS_FIRST - 1};
    return gather->slots == NULL ? no_memory(ctx) : OK;
}

void eta_gather_close(EtaGather *gather)
{
    memory_free(gather->slots);
    *gather = (EtaGather){0};
}

void eta_gather_clear(EtaGather *gather)
{
    memset(gather->slots, 0, (gather->mask + 1) * sizeof(EtaSum));
    gather->count = 0;
}

/* The slot that holds those keys, or the empty one where they belong. */
static EtaSum *slot_of(EtaSum *slots, size_t mask, const EtaSum *sum)
{
    uint64_t hash = (uint64_t)sum->table;
    for (size_t i = 0; i < ETA_KEYS; i++)
        hash = (hash ^ (uint64_t)sum->keys[i]) * UINT64_C(0x9E3779B97F4A7C15);
    size_t place = (size_t)(hash >> 20) & mask;
    while (slots[place].used && (slots[place].table != sum->table ||
                                 memcmp(slots[place].keys, sum->keys, sizeof sum->keys) != 0))
        place = (place + 1) & mask;
    return &slots[place];
}

static Status eta_gather_widen(Ctx *ctx, EtaGather *gather)
{
    const size_t mask = 2 * gather->mask + 1;
    EtaSum *wider = memory_alloc((mask + 1) * sizeof *wider);
    if (wider == NULL) return no_memory(ctx);
    for (size_t i = 0; i <= gather->mask; i++)
        if (gather->slots[i].used) *slot_of(wider, mask, &gather->slots[i]) = gather->slots[i];
    memory_free(gather->slots);
    gather->slots = wider;
    gather->mask = mask;
    return OK;
}

Status eta_gather_add(Ctx *ctx, EtaGather *gather, const EtaSum *more)
{
    if (4 * gather->count > 3 * gather->mask) {
        Status s = eta_gather_widen(ctx, gather);
        if (s) return s;
    }
    EtaSum *slot = slot_of(gather->slots, gather->mask, more);
    if (!slot->used) {
        *slot = *more;
        slot->used = true;
        gather->count++;
        return OK;
    }
    for (size_t i = 0; i < ETA_SUMS; i++)
        slot->sums[i] += more->sums[i];
    return OK;
}

const char *eta_sum_name(const EtaSum *sum)
{
    return (const char *)(intptr_t)sum->keys[1];
}

/* Of a day's cells by their names, so that two writers never wait for each other. */
static int by_key(const void *left, const void *right)
{
    const EtaSum *a = left, *b = right;
    if (a->table != b->table) return a->table < b->table ? -1 : 1;
    for (size_t i = 0; i < ETA_KEYS; i++) {
        if (a->keys[i] == b->keys[i]) continue;
        if (a->table == ETA_DAY_TABLE && i == 1) return strcmp(eta_sum_name(a), eta_sum_name(b));
        return a->keys[i] < b->keys[i] ? -1 : 1;
    }
    return 0;
}

static bool changes_nothing(const EtaSum *sum)
{
    for (size_t i = 0; i < ETA_SUMS; i++)
        if (sum->sums[i] != 0) return false;
    return true;
}

size_t eta_gather_sort(EtaGather *gather)
{
    size_t kept = 0;
    for (size_t i = 0; i <= gather->mask; i++)
        if (gather->slots[i].used && !changes_nothing(&gather->slots[i]))
            gather->slots[kept++] = gather->slots[i];
    qsort(gather->slots, kept, sizeof *gather->slots, by_key);
    return kept;
}
