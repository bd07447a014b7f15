#include <stdlib.h>

#include "waybill/batch.h"

/* What decides the place of an event; beside the items, so that sorting touches little memory. */
typedef struct Place {
    int64_t waybill_id, at_ms, hash, payload;
    size_t index;
} Place;

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_places(const void *a, const void *b)
{
    const Place *one = a, *other = b;
    int order = compare(one->waybill_id, other->waybill_id);
    if (!order) order = compare(one->at_ms, other->at_ms);
    if (!order) order = compare(one->hash, other->hash);
    if (!order) order = compare(one->payload, other->payload);
    return order ? order : compare((int64_t)one->index, (int64_t)other->index);
}

static bool same_event(const Place *a, const Place *b)
{
    return a->waybill_id == b->waybill_id && a->at_ms == b->at_ms && a->hash == b->hash;
}

/* Events of one key: the nth within its payload is the nth repeat; what another payload of the
 * batch has brought already is a duplicate. */
static void repeats_tell(Batch *batch, const Place *places, size_t count)
{
    int64_t ordinal = 0, known = 0;
    for (size_t i = 0; i < count; i++) {
        bool goes_on = i && places[i].payload && places[i].payload == places[i - 1].payload;
        ordinal = goes_on ? ordinal + 1 : 0;
        Item *item = &batch->items[places[i].index];
        if (ordinal < known) {
            item->row->outcome = UPSERT_DUPLICATE;
            continue;
        }
        known = ordinal + 1;
        item->scan.hash = scan_hash_repeat(places[i].hash, ordinal);
        batch->order[batch->order_count++] = item;
    }
}

Status batch_order(Ctx *ctx, Batch *batch)
{
    size_t count = batch->item_count;
    Place *places = ARENA_ARRAY(ctx->arena, count, Place);
    batch->order = ARENA_ARRAY(ctx->arena, count, Item *);
    if (!places || !batch->order) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        Item *item = &batch->items[i];
        item->scan.waybill_id = item->parcel->state.journey.facts.waybill_id;
        places[i] = (Place){item->scan.waybill_id, item->scan.input->at, item->scan.hash,
                            item->scan.input->payload, i};
    }
    qsort(places, count, sizeof *places, compare_places);
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && same_event(&places[first], &places[end]);)
            end++;
        repeats_tell(batch, places + first, end - first);
    }
    return OK;
}

Status batch_add(Ctx *ctx, Batch *batch)
{
    size_t count = batch->order_count;
    ScanRow **scans = ARENA_ARRAY(ctx->arena, count, ScanRow *);
    bool *added = ARENA_ARRAY(ctx->arena, count, bool);
    if (!scans || !added) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        scans[i] = &batch->order[i]->scan;
    Status s = scan_store_add(ctx, scans, count, added);
    if (s) return s;
    batch->order_count = 0;
    for (size_t i = 0; i < count; i++) {
        Item *item = batch->order[i];
        item->row->outcome = added[i] ? UPSERT_CREATED : UPSERT_DUPLICATE;
        if (!added[i]) continue;
        item->parcel->state.journey.detailed |= item->scan.detailed;
        batch->order[batch->order_count++] = item;
    }
    return OK;
}
