/* batch.h -- one batch of events on its way in. For applier.c and the batch_*.c files only, which
 * do its parts in this order: read, match, order, add, advance, write. */
#pragma once

#include "base/upsert.h"
#include "waybill/observers.h"
#include "waybill/scan_store.h"
#include "waybill/state_cache.h"

/* A parcel of the batch. */
typedef struct Parcel {
    State state;
    WaybillFacts before;
    bool is_new;  /* made by this batch */
    bool moved;   /* has a new event */
    bool refold;  /* its facts cannot be carried on: they follow from all its events anew */
    uint64_t key; /* of its number and carrier */
} Parcel;

/* An event of the batch. */
typedef struct Item {
    ScanRow scan;
    UpsertRow *row;
    Parcel *parcel;
} Item;

typedef struct Batch {
    UpsertRow *rows;
    size_t row_count;
    int64_t ingest_id; /* of events that have none of their own */

    NamePool *names;
    StateCache *cache; /* NULL: none */
    const Mapping *mapping;
    Observers *observers;

    Item *items;
    size_t item_count;
    Item **order; /* by parcel and time; without those that stand twice */
    size_t order_count;
    Parcel **parcels; /* by number, as looked up */
    size_t parcel_count;
    Parcel **slots; /* a hash table of them */
    size_t mask;

    ExceptionRow *opened, *closed;
    size_t opened_count, opened_room, closed_count, closed_room;
} Batch;

/* Rows into items: numbers normalised and checked, codes looked up, what must wait put into
 * quarantine. Rows that are refused or kept aside get their outcome here. */
Status batch_read(Ctx *ctx, Batch *batch);

/* Items to parcels, known ones with their facts; unknown ones are made. */
Status batch_match(Ctx *ctx, Batch *batch);

/* Sorts the items, tells repeats within a payload apart, leaves out what stands twice. */
Status batch_order(Ctx *ctx, Batch *batch);

/* Inserts the events; those that were there already leave the order. */
Status batch_add(Ctx *ctx, Batch *batch);

/* Carries the parcels' facts on. */
Status batch_advance(Ctx *ctx, Batch *batch);

/* Writes facts and histories, tells the observers. */
Status batch_write(Ctx *ctx, Batch *batch);
