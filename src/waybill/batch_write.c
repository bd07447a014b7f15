#include <stdlib.h>

#include "house.h"
#include "waybill/batch.h"
#include "waybill/changes.h"
#include "waybill/intake.h"

static int compare_ids(const void *a, const void *b)
{
    int64_t one = (*(Parcel *const *)a)->state.journey.facts.waybill_id;
    int64_t other = (*(Parcel *const *)b)->state.journey.facts.waybill_id;
    return (one > other) - (one < other);
}

/* Those of one kind of writing, in the order of the table. */
static Status states_write(Ctx *ctx, Parcel *const *parcels, size_t count, StateWrite what)
{
    State **states = ARENA_ARRAY(ctx->arena, count, State *);
    if (!states) return no_memory(ctx);
    size_t chosen = 0;
    for (size_t i = 0; i < count; i++) {
        Parcel *parcel = parcels[i];
        if (state_change(&parcel->before, &parcel->state.journey.facts) == what)
            states[chosen++] = &parcel->state;
    }
    return state_write(ctx, states, chosen, what);
}

static Status observers_tell(Ctx *ctx, Batch *batch, Parcel *const *moved, size_t count)
{
    Status s = OK;
    for (size_t i = 0; !s && i < count; i++)
        s = observers_changed(ctx, batch->observers, moved[i]->is_new ? NULL : &moved[i]->before,
                              &moved[i]->state.journey.facts);
    return s ? s : observers_flush(ctx, batch->observers);
}

/* The batch's own cache learns what is written now; that of the intake, where this is another's
 * batch, forgets what it knew. */
static void caches_tell(Ctx *ctx, const Batch *batch)
{
    struct Intake *intake = ctx->house ? ctx->house->intake : NULL;
    for (size_t i = 0; i < batch->parcel_count; i++) {
        const State *state = &batch->parcels[i]->state;
        if (batch->cache)
            state_cache_put(batch->cache, state);
        else
            intake_forget(intake, state->journey.facts.carrier, state->no);
    }
}

static ParcelChange change_at(const void *moved, size_t place)
{
    const Parcel *parcel = ((Parcel *const *)moved)[place];
    return (ParcelChange){parcel->is_new ? NULL : &parcel->before, &parcel->state};
}

Status batch_write(Ctx *ctx, Batch *batch)
{
    Parcel **moved = ARENA_ARRAY(ctx->arena, batch->parcel_count, Parcel *);
    if (!moved) return no_memory(ctx);
    size_t count = 0;
    for (size_t i = 0; i < batch->parcel_count; i++) {
        Parcel *parcel = batch->parcels[i];
        if (!parcel->moved) continue;
        if (!parcel->is_new) parcel->state.version++;
        moved[count++] = parcel;
    }
    qsort(moved, count, sizeof *moved, compare_ids);
    Status s = states_write(ctx, moved, count, STATE_MOVED);
    if (!s) s = states_write(ctx, moved, count, STATE_PLACED);
    if (!s) s = states_write(ctx, moved, count, STATE_TURNED);
    if (!s) s = exceptions_close(ctx, batch->closed, batch->closed_count);
    if (!s) s = exceptions_insert(ctx, batch->opened, batch->opened_count);
    if (!s) s = observers_tell(ctx, batch, moved, count);
    if (!s) s = changes_tell(ctx, change_at, moved, count);
    if (!s) caches_tell(ctx, batch);
    return s;
}
