/* timer_store.h -- when open parcels are to be looked at: the rows of watch_due. For the files of
 * watch/ only. */
#pragma once

#include "waybill/facts.h"

/* A parcel, and when. */
typedef struct TimerRow {
    int64_t waybill_id, due_ms;
} TimerRow;

/* Writes each where it has no row or a later one. Sorted here. */
Status timer_store_bring(Ctx *ctx, TimerRow *rows, size_t count);
/* Takes away the rows of these parcels. Sorted here. */
Status timer_store_drop(Ctx *ctx, TimerRow *rows, size_t count);

/* Up to `limit` that are due, the longest first. */
Status timer_store_due(Ctx *ctx, int64_t now_ms, size_t limit, TimerRow *out, size_t *count);
/* Whether one is. */
Status timer_store_any_due(Ctx *ctx, int64_t now_ms, bool *out);

typedef struct TimerNext {
    TimerRow row;
    int64_t next_ms;
} TimerNext;

/* A row as it was read, and when the parcel is to be looked at next; NONE: not. A row that is no
 * longer as it was read is left alone. */
Status timer_store_next(Ctx *ctx, const TimerNext *items, size_t count);

/* What a look at a parcel needs. */
typedef struct TimerParcel {
    WaybillFacts facts; /* waybill_id 0: it is gone */
    int64_t insured;    /* fen; NONE */
} TimerParcel;

/* Of each row's parcel; texts in ctx's arena. */
Status timer_store_parcels(Ctx *ctx, const TimerRow *rows, size_t count, TimerParcel *out);

/* Up to `limit` open parcels after an id, by id. */
Status timer_store_open(Ctx *ctx, int64_t after_id, size_t limit, TimerParcel *out, size_t *count);
