#include <string.h>

#include "access/outlet.h"
#include "access/setting.h"
#include "base/instant.h"
#include "house.h"
#include "waybill/batch.h"
#include "waybill/number.h"
#include "waybill/quarantine_store.h"

typedef struct Reading {
    Batch *batch;
    int64_t latest_ms; /* what lies beyond is quarantined */
    Quarantined *aside;
    size_t aside_count;
} Reading;

static Status numbers_normalise(Ctx *ctx, ScanInput *scan, const char **warning)
{
    char carrier[CARRIER_MAX + 1], no[NUMBER_MAX + 1];
    Status s = carrier_normalise(ctx, scan->carrier, carrier);
    if (!s) s = number_normalise(ctx, scan->no, no);
    if (!s) s = number_check(ctx, carrier, no, warning);
    if (s) return s;
    if (strcmp(carrier, scan->carrier) != 0) scan->carrier = arena_text(ctx->arena, carrier);
    if (strcmp(no, scan->no) != 0) scan->no = arena_text(ctx->arena, no);
    return scan->carrier && scan->no ? OK : no_memory(ctx);
}

static bool says_itself(const ScanInput *scan)
{
    return scan->stage != NONE || scan->exception != NONE || scan->corrects;
}

/* What the event says outright goes over what its code means. */
static void meaning_add(const ScanInput *scan, Meaning *meaning)
{
    if (scan->stage != NONE) meaning->stage = (int)scan->stage;
    if (scan->leg != NONE) meaning->leg = (int)scan->leg;
    if (scan->cause != NONE) meaning->cause = (int)scan->cause;
    if (scan->exception != NONE) meaning->opens = (int)scan->exception;
}

static void set_aside(Reading *reading, UpsertRow *row, int reason)
{
    reading->aside[reading->aside_count++] = (Quarantined){row, reason};
}

static Status row_read(Ctx *ctx, Reading *reading, UpsertRow *row)
{
    Batch *batch = reading->batch;
    ScanInput *scan = row->thing;
    Status s = numbers_normalise(ctx, scan, &row->warning);
    if (s) return s;
    if (!scan->code && !scan->action && !says_itself(scan))
        return fail_field(ctx, "code", "an event needs a code, a stage or an exception");
    if (!scan->provider) scan->provider = "parceldesk";

    Item *item = &batch->items[batch->item_count];
    bool known =
        mapping_find(batch->mapping, scan->provider, scan->code, scan->action, &item->scan.meaning);
    if (!known && !says_itself(scan)) {
        set_aside(reading, row, QUARANTINE_UNMAPPED);
        return OK;
    }
    if (scan->at > reading->latest_ms) {
        set_aside(reading, row, QUARANTINE_FUTURE);
        return OK;
    }
    meaning_add(scan, &item->scan.meaning);
    item->scan.input = scan;
    item->scan.hash = scan_hash(scan);
    item->scan.ingest_id = scan->ingest_id ? scan->ingest_id : batch->ingest_id;
    item->scan.outlet_id = scan->site_code ? outlet_id_of(ctx, scan->site_code) : 0;
    item->row = row;
    batch->item_count++;
    return OK;
}

Status batch_read(Ctx *ctx, Batch *batch)
{
    Reading reading = {
        .batch = batch,
        .latest_ms = ctx_now(ctx) + setting_int(ctx, SETTING_NAMED_FUTURE_MINUTES) * MINUTE_MS,
        .aside = ARENA_ARRAY(ctx->arena, batch->row_count, Quarantined),
    };
    batch->items = ARENA_ARRAY(ctx->arena, batch->row_count, Item);
    batch->ingest_id = ctx_id(ctx);
    if (!batch->items || !reading.aside) return no_memory(ctx);
    for (size_t i = 0; i < batch->row_count; i++) {
        UpsertRow *row = &batch->rows[i];
        if (row->outcome != UPSERT_WAITING) continue;
        Status s = row_read(ctx, &reading, row);
        if (s == INVALID) s = upsert_reject(ctx, row);
        if (s) return s;
    }
    return quarantine_store_add(ctx, reading.aside, reading.aside_count, batch->ingest_id);
}
