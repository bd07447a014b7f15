/* promised_edit.h -- changing the promises of parcels, one or a thousand alike. For the files of
 * waybill/ only. */
#pragma once

#include "waybill/promised_store.h"
#include "waybill/waybill_batch.h"

/* In the transaction of ctx: adds to each loaded parcel the change of the same place (effect, move,
 * reason, cause, text, or what it undoes; ids, old and new are filled in), writes what is promised
 * then, tells observers and those who listen, and publishes "waybill.promise_changed". CONFLICT
 * when a parcel has too many changes, STALE when it was written meanwhile. */
Status promised_edit(Ctx *ctx, Promised *parcels, PromiseChangeRow *rows, size_t count);

/* The same without publishing, and publishing alone: for several changes that are told as one. */
Status promised_edit_untold(Ctx *ctx, Promised *parcels, PromiseChangeRow *rows, size_t count);
Status promised_publish(Ctx *ctx, const Promised *parcels, const PromiseChangeRow *rows,
                        size_t count);

/* Of a parcel in a batch of orders: what its order promises now, and what the changes since make of
 * it. */
Status parcel_promise(Ctx *ctx, ParcelBatch *work, Parcel *parcel);

/* Of parcels that were written: notes whose order gave another promise than before. */
Status parcels_promises_note(Ctx *ctx, Parcel *const *parcels, size_t count);
