/* promised_store.h -- promises of parcels, many at a time, and the history of their changes. For
 * the files of waybill/ only. */
#pragma once

#include "promise/adjust.h"
#include "waybill/promised.h"
#include "waybill/state_store.h"

/* Changes that a parcel may have. */
enum { PROMISE_CHANGES_MAX = 500 };

/* A parcel with what it was promised. */
typedef struct Promised {
    State state; /* its waybill_id is 0 where there is none */
    WaybillFacts before;
    Promise promise; /* deliver_by: by the order, before changes */
    int64_t created_ms;
    PromiseStep *steps; /* the changes so far */
    size_t step_count, step_room;
} Promised;

/* Fills each by its id, steps included; names live in ctx's arena. */
Status promised_store_load(Ctx *ctx, const int64_t *ids, size_t count, Promised *out);

/* The changes of one parcel alone. */
Status promised_store_steps(Ctx *ctx, int64_t waybill_id, PromiseStep **steps, size_t *count);

/* Writes the present promise of each over the version before it. STALE when one was written
 * meanwhile. */
Status promised_store_write(Ctx *ctx, const Promised *parcels, size_t count);

/* A row of the history. */
typedef struct PromiseChangeRow {
    int64_t waybill_id;
    PromiseChange change;
} PromiseChangeRow;

/* Adds rows. */
Status promised_store_note(Ctx *ctx, const PromiseChangeRow *rows, size_t count);

/* The mass cause behind a change, as far as it is told. */
typedef struct ChangeCause {
    const char *text; /* NULL: there is none */
    int64_t declared_ms, ended_ms;
    const char *declared_by, *why;
} ChangeCause;

/* The changes of a parcel, the oldest first, without `says`; `causes` gets what is behind each, in
 * the same places. */
Status promised_store_changes(Ctx *ctx, int64_t waybill_id, List *changes, ChangeCause **causes);
