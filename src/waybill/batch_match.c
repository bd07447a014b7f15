#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "waybill/batch.h"
#include "waybill/waybill_store.h"

static const unsigned char hash_key[16] = "parceldesk match";

static uint64_t key_of(const ScanInput *scan)
{
    char both[64];
    size_t length = strlen(scan->carrier), rest = strlen(scan->no);
    memcpy(both, scan->carrier, length);
    both[length] = 0x1f;
    memcpy(both + length + 1, scan->no, rest);
    return text_hash64(hash_key, both, length + 1 + rest);
}

/* The place in the table of the parcel of that number, or the free one for it. */
static Parcel **slot_of(const Batch *batch, uint64_t key, const ScanInput *scan)
{
    size_t at = (size_t)key & batch->mask;
    for (Parcel *parcel; (parcel = batch->slots[at]); at = (at + 1) & batch->mask)
        if (parcel->key == key && !strcmp(parcel->state.no, scan->no) &&
            !strcmp(parcel->state.journey.facts.carrier, scan->carrier))
            break;
    return &batch->slots[at];
}

static Status parcel_add(Ctx *ctx, Batch *batch, Parcel **slot, uint64_t key, const ScanInput *scan)
{
    Parcel *parcel = *slot = ARENA_NEW(ctx->arena, Parcel);
    if (!parcel) return no_memory(ctx);
    journey_init(&parcel->state.journey);
    const char *carrier = name_pooled(batch->names, scan->carrier);
    if (!carrier) return no_memory(ctx);
    parcel->state.journey.facts.carrier = carrier;
    parcel->state.no = scan->no;
    parcel->key = key;
    batch->parcels[batch->parcel_count++] = parcel;
    return OK;
}

static Status items_match(Ctx *ctx, Batch *batch)
{
    size_t size = 16;
    while (size < 2 * batch->item_count)
        size *= 2;
    batch->mask = size - 1;
    batch->slots = ARENA_ARRAY(ctx->arena, size, Parcel *);
    batch->parcels = ARENA_ARRAY(ctx->arena, batch->item_count, Parcel *);
    if (!batch->slots || !batch->parcels) return no_memory(ctx);
    for (size_t i = 0; i < batch->item_count; i++) {
        const ScanInput *scan = batch->items[i].scan.input;
        uint64_t key = key_of(scan);
        Parcel **slot = slot_of(batch, key, scan);
        Status s = *slot ? OK : parcel_add(ctx, batch, slot, key, scan);
        if (s) return s;
        batch->items[i].parcel = *slot;
    }
    return OK;
}

/* Neighbours in the index are looked up one after another. */
static int compare_numbers(const void *a, const void *b)
{
    const State *one = *(State *const *)a, *other = *(State *const *)b;
    int order = strcmp(one->no, other->no);
    return order ? order : strcmp(one->journey.facts.carrier, other->journey.facts.carrier);
}

/* Makes the parcels that nobody knows, each with an id and its two rows. */
static Status orphans_make(Ctx *ctx, Batch *batch, State **states, size_t count)
{
    bool *added = ARENA_ARRAY(ctx->arena, count, bool);
    int64_t *ids = ARENA_ARRAY(ctx->arena, count, int64_t);
    if (!added || !ids) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        states[i]->journey.facts.waybill_id = ctx_id(ctx);
        states[i]->version = 1;
    }
    Status s = state_insert(ctx, states, count, added);
    size_t made = 0, taken = 0;
    for (size_t i = 0; !s && i < count; i++) {
        if (added[i]) {
            ids[made++] = states[i]->journey.facts.waybill_id;
            ((Parcel *)states[i])->is_new = true;
        } else { /* somebody else made it meanwhile */
            states[i]->journey.facts.waybill_id = 0;
            states[taken++] = states[i];
        }
    }
    if (!s) s = waybill_store_orphans(ctx, ids, made);
    return s || !taken ? s : state_load(ctx, batch->names, states, taken);
}

Status batch_match(Ctx *ctx, Batch *batch)
{
    Status s = items_match(ctx, batch);
    if (s) return s;
    State **unknown = ARENA_ARRAY(ctx->arena, batch->parcel_count, State *);
    if (!unknown) return no_memory(ctx);
    size_t count = 0;
    for (size_t i = 0; i < batch->parcel_count; i++) {
        State *state = &batch->parcels[i]->state;
        if (!batch->cache || !state_cache_get(batch->cache, state)) unknown[count++] = state;
    }
    qsort(unknown, count, sizeof *unknown, compare_numbers);
    s = state_load(ctx, batch->names, unknown, count);
    size_t orphans = 0;
    for (size_t i = 0; i < count; i++)
        if (!unknown[i]->journey.facts.waybill_id) unknown[orphans++] = unknown[i];
    if (!s) s = orphans_make(ctx, batch, unknown, orphans);
    for (size_t i = 0; i < batch->parcel_count; i++)
        batch->parcels[i]->before = batch->parcels[i]->state.journey.facts;
    return s;
}
