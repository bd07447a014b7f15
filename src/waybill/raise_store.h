/* raise_store.h -- the rows of waybill_raised. For the files of waybill/ only. */
#pragma once

#include "waybill/status.h"

/* What was raised on, or cleared from, the parcel of that place in a list of ids. */
typedef struct RaisedRow {
    size_t number;
    JourneyEvent event;
} RaisedRow;

typedef struct RaisedRows {
    RaisedRow *items;
    size_t count, room;
} RaisedRows;

/* All that was raised on these parcels, one parcel after another, in ctx's arena. */
Status raised_load(Ctx *ctx, const int64_t *waybill_ids, size_t count, RaisedRows *out);

/* One row to be written. */
typedef struct RaisedWrite {
    int64_t waybill_id;
    int exception, cause;
    int64_t at_ms, after_ms;
} RaisedWrite;

/* Adds the rows. */
Status raised_insert(Ctx *ctx, const RaisedWrite *rows, size_t count);

/* Clears what is raised, and closes it in the history; closed[i] is false where the open exception
 * is not one that was raised. */
Status raised_clear(Ctx *ctx, const RaisedWrite *rows, size_t count, int64_t *closed);
