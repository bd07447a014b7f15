/* waybill_batch.h -- one batch of parcels on its way in. For waybill_apply.c and the files that do
 * its last parts. */
#pragma once

#include "base/upsert.h"
#include "customer/customer.h"
#include "promise/promise.h"
#include "waybill/waybill_store.h"

/* A parcel of the batch; `kept` first, as state_store and waybill_store see it. */
typedef struct Parcel {
    Kept kept;
    WaybillFacts before;
    KeyIndex keys_before[PARTY_KEYS];
    int64_t base_before; /* what was promised by its order; NONE */
    int64_t insured_before;
    bool is_new, changed;
    UpsertRow *last; /* the last row that was taken into it; NULL: none was */
    CustomerRef payer, sender, receiver;
} Parcel;

/* A row that is to be merged. */
typedef struct Line {
    UpsertRow *row;
    WaybillInput *input;
    int64_t origin_outlet_id, destination_outlet_id; /* 0: not given */
    Parcel *parcel;
} Line;

typedef struct ParcelBatch {
    UpsertRow *rows;
    size_t row_count;
    NamePool *names;
    Line *lines; /* in the order of the rows */
    size_t line_count;
    Parcel **parcels;
    size_t parcel_count;
    PromiseBook *book; /* NULL until a product is asked for */
} ParcelBatch;

/* Fills in what follows from customers, products and lanes. */
Status parcels_complete(Ctx *ctx, ParcelBatch *work);

/* Writes what changed and tells the observers. */
Status parcels_write(Ctx *ctx, ParcelBatch *work);
