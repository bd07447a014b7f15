#include "insight/gather.h"

#include <stdlib.h>
#include <string.h>

#include "base/instant.h"

#define FIRST_ROOM 4096

int64_t month_first(int64_t days)
{
    int year, month, day;
    date_parts(days, &year, &month, &day);
    return date_days(year, month, 1);
}

size_t cell_width(CellSet set)
{
    if (set == CELL_TALLY) return MEASURE_COUNT;
    return set == CELL_ANSWER ? 2 : 1;
}

int cell_key_order(const CellKey *a, const CellKey *b)
{
    if (a->set != b->set) return a->set < b->set ? -1 : 1;
    for (size_t i = 0; i < CELL_NUMBERS; i++)
        if (a->number[i] != b->number[i]) return a->number[i] < b->number[i] ? -1 : 1;
    return strcmp(a->value, b->value);
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 29);
}

static uint64_t key_hash(const CellKey *key)
{
    uint64_t hash = mix(0, (uint64_t)key->set);
    for (size_t i = 0; i < CELL_NUMBERS; i++)
        hash = mix(hash, (uint64_t)key->number[i]);
    for (const char *p = key->value; *p != '\0'; p++)
        hash = mix(hash, (unsigned char)*p);
    return hash;
}

Status gather_init(Ctx *ctx, Gather *gather)
{
    *gather = (Gather){.arena = arena_new(), .room = FIRST_ROOM};
    gather->slots = memory_alloc(FIRST_ROOM * sizeof(RollupCell *));
    if (gather->arena != NULL && gather->slots != NULL) return OK;
    gather_release(gather);
    return no_memory(ctx);
}

void gather_release(Gather *gather)
{
    arena_release(gather->arena);
    memory_free(gather->slots);
    *gather = (Gather){0};
}

void gather_clear(Gather *gather)
{
    arena_clear(gather->arena);
    memset(gather->slots, 0, gather->room * sizeof *gather->slots);
    gather->count = 0;
}

static RollupCell **slot_of(RollupCell **slots, size_t room, const CellKey *key, uint64_t hash)
{
    size_t at = hash & (room - 1);
    while (slots[at] != NULL &&
           (slots[at]->hash != hash || cell_key_order(&slots[at]->key, key) != 0))
        at = (at + 1) & (room - 1);
    return &slots[at];
}

static Status gather_widen(Ctx *ctx, Gather *gather)
{
    size_t room = gather->room * 2;
    RollupCell **slots = memory_alloc(room * sizeof(RollupCell *));
    if (slots == NULL) return no_memory(ctx);
    for (size_t i = 0; i < gather->room; i++) {
        RollupCell *cell = gather->slots[i];
        if (cell != NULL) *slot_of(slots, room, &cell->key, cell->hash) = cell;
    }
    memory_free(gather->slots);
    gather->slots = slots;
    gather->room = room;
    return OK;
}

static RollupCell *cell_new(Gather *gather, const CellKey *key, uint64_t hash)
{
    size_t counts = cell_width(key->set) * sizeof(int64_t);
    RollupCell *cell = arena_alloc(gather->arena, sizeof(RollupCell) + counts);
    if (cell == NULL) return NULL;
    cell->key = *key;
    cell->key.value = key->value[0] == '\0' ? "" : arena_text(gather->arena, key->value);
    cell->hash = hash;
    return cell->key.value == NULL ? NULL : cell;
}

Status gather_cell(Ctx *ctx, Gather *gather, const CellKey *key, RollupCell **out)
{
    if (gather->count * 2 >= gather->room) {
        Status s = gather_widen(ctx, gather);
        if (s) return s;
    }
    uint64_t hash = key_hash(key);
    RollupCell **slot = slot_of(gather->slots, gather->room, key, hash);
    if (*slot == NULL) {
        *slot = cell_new(gather, key, hash);
        if (*slot == NULL) return no_memory(ctx);
        gather->count++;
    }
    *out = *slot;
    return OK;
}

Status gather_add(Ctx *ctx, Gather *gather, const CellKey *key, const int64_t *n, int64_t sign)
{
    RollupCell *cell;
    Status s = gather_cell(ctx, gather, key, &cell);
    if (s) return s;
    size_t width = cell_width(key->set);
    for (size_t i = 0; i < width; i++)
        cell->n[i] += sign * n[i];
    return OK;
}

static bool cell_changes(const RollupCell *cell)
{
    size_t width = cell_width(cell->key.set);
    for (size_t i = 0; i < width; i++)
        if (cell->n[i] != 0) return true;
    return false;
}

static int by_key(const void *a, const void *b)
{
    return cell_key_order(&(*(RollupCell *const *)a)->key, &(*(RollupCell *const *)b)->key);
}

static Status gather_changing(Ctx *ctx, const Gather *gather, RollupCells *out)
{
    *out = (RollupCells){ARENA_ARRAY(ctx->arena, gather->count, RollupCell *), 0};
    if (out->items == NULL) return no_memory(ctx);
    for (size_t i = 0; i < gather->room; i++)
        if (gather->slots[i] != NULL && cell_changes(gather->slots[i]))
            out->items[out->count++] = gather->slots[i];
    return OK;
}

Status gather_sorted(Ctx *ctx, const Gather *gather, RollupCells *out)
{
    Status s = gather_changing(ctx, gather, out);
    if (!s) qsort(out->items, out->count, sizeof *out->items, by_key);
    return s;
}

/* Tallies, bins, service and sketches have their grain first and their day third. */
static bool month_key(const CellKey *day_key, CellKey *out)
{
    *out = *day_key;
    CellSet set = day_key->set;
    bool by_grain = set == CELL_TALLY || set == CELL_BIN || set == CELL_SERVICE;
    if (!by_grain && set != CELL_SKETCH) return false;
    if (day_key->number[0] != GRAIN_DAY) return false;
    out->number[0] = GRAIN_MONTH;
    out->number[2] = month_first(day_key->number[2]);
    return true;
}

Status gather_months(Ctx *ctx, Gather *gather)
{
    RollupCells days;
    Status s = gather_changing(ctx, gather, &days);
    CellKey key;
    for (size_t i = 0; !s && i < days.count; i++)
        if (month_key(&days.items[i]->key, &key))
            s = gather_add(ctx, gather, &key, days.items[i]->n, 1);
    return s;
}
