#include "waybill/raise.h"

#include <stdlib.h>

#include "house.h"
#include "waybill/changes.h"
#include "waybill/intake.h"
#include "waybill/observers.h"
#include "waybill/raise_store.h"

/* A parcel, and which of the raises (sorted by parcel) are about it. */
typedef struct Raised {
    State state;
    WaybillFacts before;
    size_t first, end;
    bool changed;
} Raised;

typedef struct RaiseWork {
    WaybillRaise **raises; /* by parcel, then as they were given */
    size_t raise_count;
    Raised *parcels;
    size_t parcel_count;
    RaisedWrite *writes; /* what is raised */
    ExceptionRow *spans; /* … in the history */
    size_t write_count;
} RaiseWork;

static int compare_parcels(const void *a, const void *b)
{
    const WaybillRaise *one = *(WaybillRaise *const *)a, *other = *(WaybillRaise *const *)b;
    int order = (one->waybill_id > other->waybill_id) - (one->waybill_id < other->waybill_id);
    return order ? order : (one > other) - (one < other);
}

static Status work_make(Ctx *ctx, WaybillRaise *raises, size_t count, RaiseWork *out)
{
    *out = (RaiseWork){.raises = ARENA_ARRAY(ctx->arena, count, WaybillRaise *),
                       .raise_count = count,
                       .parcels = ARENA_ARRAY(ctx->arena, count, Raised),
                       .writes = ARENA_ARRAY(ctx->arena, count, RaisedWrite),
                       .spans = ARENA_ARRAY(ctx->arena, count, ExceptionRow)};
    if (!out->raises || !out->parcels || !out->writes || !out->spans) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        out->raises[i] = &raises[i];
    qsort(out->raises, count, sizeof *out->raises, compare_parcels);
    for (size_t i = 0; i < count; i++) {
        if (!i || out->raises[i]->waybill_id != out->raises[i - 1]->waybill_id)
            out->parcels[out->parcel_count++].first = i;
        out->parcels[out->parcel_count - 1].end = i + 1;
    }
    return OK;
}

static Status parcels_load(Ctx *ctx, NamePool *names, RaiseWork *work)
{
    int64_t *ids = ARENA_ARRAY(ctx->arena, work->parcel_count, int64_t);
    State **states = ARENA_ARRAY(ctx->arena, work->parcel_count, State *);
    if (!ids || !states) return no_memory(ctx);
    for (size_t i = 0; i < work->parcel_count; i++) {
        Raised *parcel = &work->parcels[i];
        journey_init(&parcel->state.journey);
        ids[i] = work->raises[parcel->first]->waybill_id;
        states[i] = &parcel->state;
    }
    Status s = state_load_ids(ctx, names, ids, states, work->parcel_count);
    for (size_t i = 0; i < work->parcel_count; i++)
        work->parcels[i].before = work->parcels[i].state.journey.facts;
    return s;
}

static bool may_raise(const WaybillFacts *facts, const WaybillRaise *raise)
{
    bool is_open = facts->exceptions & EXCEPTION_BIT(raise->exception);
    return facts->waybill_id && is_open == raise->clear && !stage_is_terminal(facts->stage);
}

static Status one_raise(Ctx *ctx, RaiseWork *work, Raised *parcel, WaybillRaise *raise)
{
    Journey *journey = &parcel->state.journey;
    raise->done = false;
    if (!may_raise(&journey->facts, raise)) return OK;
    const JourneyEvent event = {.at_ms = journey->tail.at_ms,
                                .opens = raise->clear ? EXCEPTION_NONE : raise->exception,
                                .closes = raise->clear ? raise->exception : EXCEPTION_NONE,
                                .cause = raise->cause,
                                .raised_ms = ctx_now(ctx)};
    int cause = raise->cause ? raise->cause : (int)exception_cause(raise->exception);
    const RaisedWrite row = {raise->waybill_id, raise->exception, cause, event.raised_ms,
                             event.at_ms};
    int64_t closed = 1;
    if (raise->clear) {
        Status s = raised_clear(ctx, &row, 1, &closed);
        if (s || !closed) return s;
    } else {
        work->writes[work->write_count] = row;
        work->spans[work->write_count++] = (ExceptionRow){
            raise->waybill_id, {raise->exception, cause, event.raised_ms, 0, NONE, 0}};
    }
    JourneyNotes notes;
    journey_raise(journey, &event, &notes);
    raise->done = parcel->changed = true;
    return OK;
}

static Status observers_tell(Ctx *ctx, Raised *const *changed, size_t count)
{
    Observers *observers;
    Status s = observers_open(ctx, &observers);
    if (s) return s;
    for (size_t i = 0; !s && i < count; i++)
        s = observers_changed(ctx, observers, &changed[i]->before,
                              &changed[i]->state.journey.facts);
    if (!s) s = observers_flush(ctx, observers);
    observers_close(observers);
    return s;
}

static ParcelChange change_at(const void *changed, size_t place)
{
    const Raised *parcel = ((Raised *const *)changed)[place];
    return (ParcelChange){&parcel->before, &parcel->state};
}

static Status work_write(Ctx *ctx, RaiseWork *work)
{
    Raised **changed = ARENA_ARRAY(ctx->arena, work->parcel_count, Raised *);
    State **states = ARENA_ARRAY(ctx->arena, work->parcel_count, State *);
    if (!changed || !states) return no_memory(ctx);
    struct Intake *intake = ctx->house ? ctx->house->intake : NULL;
    size_t count = 0;
    for (size_t i = 0; i < work->parcel_count; i++) {
        Raised *parcel = &work->parcels[i];
        if (!parcel->changed) continue;
        parcel->state.version++;
        intake_forget(intake, parcel->before.carrier, parcel->state.no);
        states[count] = &parcel->state;
        changed[count++] = parcel;
    }
    if (!count) return OK;
    Status s = state_write(ctx, states, count, STATE_TURNED);
    if (!s) s = raised_insert(ctx, work->writes, work->write_count);
    if (!s) s = exceptions_insert(ctx, work->spans, work->write_count);
    if (!s) s = observers_tell(ctx, changed, count);
    return s ? s : changes_tell(ctx, change_at, changed, count);
}

Status waybill_exceptions_raise(Ctx *ctx, WaybillRaise *raises, size_t count)
{
    if (!count) return OK;
    RaiseWork work;
    Status s = work_make(ctx, raises, count, &work);
    NamePool *names = s ? NULL : name_pool_new();
    if (!s && !names) s = no_memory(ctx);
    if (!s) s = parcels_load(ctx, names, &work);
    for (size_t i = 0; !s && i < work.parcel_count; i++)
        for (size_t j = work.parcels[i].first; !s && j < work.parcels[i].end; j++)
            s = one_raise(ctx, &work, &work.parcels[i], work.raises[j]);
    if (!s) s = work_write(ctx, &work);
    name_pool_release(names);
    return s;
}
