/* applier.h -- takes batches of events into the database: one for each thread that does so.
 *
 * With a cache it remembers the facts of parcels between batches. That holds only while all writers
 * of this process say what they write (applier_forget) and the engine tells of other processes
 * (db_outside_changes); an engine that cannot is asked for every parcel. */
#pragma once

#include "base/upsert.h"
#include "waybill/scan.h"

typedef struct Applier Applier;

/* In a transaction or on a reading connection. `cache_bytes` 0: no cache. */
Status applier_new(Ctx *ctx, size_t cache_bytes, Applier **out);
void applier_release(Applier *applier); /* NULL is allowed */

/* In the transaction of ctx: rows of ScanInput, as by scan_apply. */
Status applier_apply(Ctx *ctx, Applier *applier, UpsertRow *rows, size_t count);

/* The transaction was undone: forgets what it thought to be written. */
void applier_undone(Applier *applier);

/* Another piece of code writes this parcel, in a transaction on the same writer's thread. */
void applier_forget(Applier *applier, const char *carrier, const char *no);
