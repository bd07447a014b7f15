/* state_store.h -- the rows of waybill_state, and of the history of exceptions, many at a time. For
 * the files of waybill/ only. */
#pragma once

#include "waybill/names.h"
#include "waybill/status.h"

/* In waybill_state.flags: none of the parcel's events is detailed (see Journey). Rows written
 * before there was this flag lack it. */
#define STATE_EVENTS_USUAL 4

/* One parcel in a batch of writing. */
typedef struct State {
    const char *no; /* normalised */
    int64_t version;
    Journey journey; /* its waybill_id is 0 where the parcel is not known */
} State;

/* Fills each state from its row, found by its number and facts.carrier; names from `pool`. Those
 * without a row are left as they are. */
Status state_load(Ctx *ctx, NamePool *pool, State *const *states, size_t count);

/* The same, found by their ids, with number and carrier. */
Status state_load_ids(Ctx *ctx, NamePool *pool, const int64_t *waybill_ids, State *const *states,
                      size_t count);

/* Inserts rows for new parcels, whose facts.waybill_id is set; added[i] is false where another had
 * the number already. */
Status state_insert(Ctx *ctx, State *const *states, size_t count, bool *added);

/* What of a row is written: the journey; and where the parcel is; and what else lists are made
 * from; or what the parcel's order says. */
typedef enum StateWrite { STATE_MOVED, STATE_PLACED, STATE_TURNED, STATE_CONTRACT } StateWrite;

/* Writes each over the version before it. */
Status state_write(Ctx *ctx, State *const *states, size_t count, StateWrite what);

/* The least that must be written of a parcel with new events. */
StateWrite state_change(const WaybillFacts *before, const WaybillFacts *after);

/* An exception of a parcel. */
typedef struct ExceptionRow {
    int64_t waybill_id;
    ExceptionSpan span;
} ExceptionRow;

/* Forgets the whole history of these parcels, which is about to be written anew. */
Status exceptions_forget(Ctx *ctx, const int64_t *waybill_ids, size_t count);
/* Closes what was open before. */
Status exceptions_close(Ctx *ctx, const ExceptionRow *rows, size_t count);
/* Adds what is new. */
Status exceptions_insert(Ctx *ctx, const ExceptionRow *rows, size_t count);
