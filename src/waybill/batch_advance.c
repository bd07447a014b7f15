#include <stdlib.h>

#include "waybill/batch.h"
#include "waybill/raise_store.h"

static JourneyEvent event_of(const Item *item)
{
    const ScanRow *scan = &item->scan;
    return (JourneyEvent){
        .at_ms = scan->input->at,
        .ingest_id = scan->ingest_id,
        .hash = scan->hash,
        .corrects = scan->input->corrects,
        .outlet_id = scan->outlet_id,
        .stage = scan->meaning.stage,
        .leg = scan->meaning.leg,
        .opens = scan->meaning.opens,
        .closes = scan->meaning.closes,
        .cause = scan->meaning.cause,
    };
}

/* --- the history of exceptions, gathered --- */

static Status row_add(Ctx *ctx, ExceptionRow **rows, size_t *count, size_t *room,
                      const ExceptionRow *row)
{
    if (*count == *room) {
        size_t more = *room ? 2 * *room : 64;
        ExceptionRow *grown =
            arena_grow(ctx->arena, *rows, *room * sizeof **rows, more * sizeof **rows);
        if (!grown) return no_memory(ctx);
        *rows = grown;
        *room = more;
    }
    (*rows)[(*count)++] = *row;
    return OK;
}

static Status opened_add(Ctx *ctx, Batch *batch, int64_t waybill_id, const ExceptionSpan *span)
{
    const ExceptionRow row = {waybill_id, *span};
    return row_add(ctx, &batch->opened, &batch->opened_count, &batch->opened_room, &row);
}

/* What closes was opened by this batch, or before it. */
static Status note_close(Ctx *ctx, Batch *batch, int64_t waybill_id, const ExceptionNote *note)
{
    for (size_t i = batch->opened_count; i-- > 0;) {
        ExceptionRow *row = &batch->opened[i];
        if (row->waybill_id != waybill_id) break;
        if (row->span.exception != note->exception || row->span.closed_ms != NONE) continue;
        row->span.closed_ms = note->at_ms;
        row->span.closed_hash = note->hash;
        return OK;
    }
    const ExceptionRow row = {
        waybill_id,
        {.exception = note->exception, .closed_ms = note->at_ms, .closed_hash = note->hash}};
    return row_add(ctx, &batch->closed, &batch->closed_count, &batch->closed_room, &row);
}

static Status notes_keep(Ctx *ctx, Batch *batch, int64_t waybill_id, const JourneyNotes *notes)
{
    Status s = OK;
    for (size_t i = 0; !s && i < notes->count; i++) {
        const ExceptionNote *note = &notes->items[i];
        const ExceptionSpan span = {note->exception, note->cause, note->at_ms, note->hash, NONE, 0};
        s = note->opened ? opened_add(ctx, batch, waybill_id, &span)
                         : note_close(ctx, batch, waybill_id, note);
    }
    return s;
}

/* --- one event after another --- */

/* The new events of one parcel, `items`. */
static Status parcel_advance(Ctx *ctx, Batch *batch, Item *const *items, size_t count,
                             JourneyEvent *events)
{
    Parcel *parcel = items[0]->parcel;
    int64_t id = parcel->state.journey.facts.waybill_id;
    size_t opened = batch->opened_count, closed = batch->closed_count;
    for (size_t i = 0; i < count; i++)
        events[i] = event_of(items[i]);
    if (count > 1) qsort(events, count, sizeof *events, journey_compare);
    parcel->moved = true;
    Status s = OK;
    for (size_t i = 0; !s && !parcel->refold && i < count; i++) {
        JourneyNotes notes;
        parcel->refold = !journey_step(&parcel->state.journey, &events[i], &notes);
        if (!parcel->refold) s = notes_keep(ctx, batch, id, &notes);
    }
    if (parcel->refold) { /* its history is written anew */
        batch->opened_count = opened;
        batch->closed_count = closed;
    }
    return s;
}

/* --- from the beginning --- */

typedef struct Refold {
    Ctx *ctx;
    Batch *batch;
    Parcel **parcels;
    RaisedRows raised; /* of all of them, one after another */
    size_t raised_next;
    size_t current; /* whose events are in hand */
    JourneyEvent *events;
    size_t count, room;
} Refold;

static Status refold_add(Refold *refold, const JourneyEvent *event)
{
    if (refold->count == refold->room) {
        size_t room = refold->room ? 2 * refold->room : 64;
        JourneyEvent *more = arena_grow(refold->ctx->arena, refold->events,
                                        refold->room * sizeof *more, room * sizeof *more);
        if (!more) return no_memory(refold->ctx);
        refold->events = more;
        refold->room = room;
    }
    refold->events[refold->count++] = *event;
    return OK;
}

/* What the watch raised counts among the parcel's events. */
static Status refold_raised(Refold *refold)
{
    const RaisedRows *raised = &refold->raised;
    Status s = OK;
    for (; !s && refold->raised_next < raised->count; refold->raised_next++) {
        const RaisedRow *row = &raised->items[refold->raised_next];
        if (row->number > refold->current) break;
        if (row->number == refold->current) s = refold_add(refold, &row->event);
    }
    return s;
}

static Status refold_end(Refold *refold)
{
    if (!refold->count) return OK;
    Ctx *ctx = refold->ctx;
    Status s = refold_raised(refold);
    if (s) return s;
    Journey *journey = &refold->parcels[refold->current]->state.journey;
    ExceptionSpans spans = {0};
    s = journey_fold(ctx, journey, refold->events, refold->count, &spans);
    for (size_t i = 0; !s && i < spans.count; i++)
        s = opened_add(ctx, refold->batch, journey->facts.waybill_id, &spans.items[i]);
    refold->count = 0;
    return s;
}

static Status refold_event(void *user, size_t number, const JourneyEvent *event)
{
    Refold *refold = user;
    if (number != refold->current) {
        Status s = refold_end(refold);
        if (s) return s;
        refold->current = number;
    }
    return refold_add(refold, event);
}

static Status parcels_refold(Ctx *ctx, Batch *batch)
{
    Refold refold = {.ctx = ctx, .batch = batch};
    refold.parcels = ARENA_ARRAY(ctx->arena, batch->parcel_count, Parcel *);
    int64_t *ids = ARENA_ARRAY(ctx->arena, batch->parcel_count, int64_t);
    if (!refold.parcels || !ids) return no_memory(ctx);
    size_t count = 0;
    for (size_t i = 0; i < batch->parcel_count; i++) {
        if (!batch->parcels[i]->refold) continue;
        refold.parcels[count] = batch->parcels[i];
        ids[count++] = batch->parcels[i]->state.journey.facts.waybill_id;
    }
    if (!count) return OK;
    Status s = raised_load(ctx, ids, count, &refold.raised);
    if (!s) s = exceptions_forget(ctx, ids, count);
    if (!s) s = scan_store_events(ctx, ids, count, refold_event, &refold);
    return s ? s : refold_end(&refold);
}

Status batch_advance(Ctx *ctx, Batch *batch)
{
    JourneyEvent *events = ARENA_ARRAY(ctx->arena, batch->order_count, JourneyEvent);
    if (!events) return no_memory(ctx);
    for (size_t first = 0, end; first < batch->order_count; first = end) {
        end = first + 1;
        while (end < batch->order_count && batch->order[end]->parcel == batch->order[first]->parcel)
            end++;
        Status s = parcel_advance(ctx, batch, batch->order + first, end - first, events);
        if (s) return s;
    }
    return parcels_refold(ctx, batch);
}
