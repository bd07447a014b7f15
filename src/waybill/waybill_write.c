#include "house.h"
#include "waybill/changes.h"
#include "waybill/intake.h"
#include "waybill/observers.h"
#include "waybill/promised_cause.h"
#include "waybill/promised_edit.h"

static Status states_write(Ctx *ctx, Parcel *const *parcels, size_t count)
{
    State **made = ARENA_ARRAY(ctx->arena, count, State *);
    State **old = ARENA_ARRAY(ctx->arena, count, State *);
    bool *added = ARENA_ARRAY(ctx->arena, count, bool);
    if (!made || !old || !added) return no_memory(ctx);
    size_t made_count = 0, old_count = 0;
    for (size_t i = 0; i < count; i++) {
        State *state = &parcels[i]->kept.state;
        state->version++;
        if (parcels[i]->is_new) {
            state->journey.facts.waybill_id = ctx_id(ctx);
            made[made_count++] = state;
        } else {
            old[old_count++] = state;
        }
    }
    Status s = state_insert(ctx, made, made_count, added);
    for (size_t i = 0; !s && i < made_count; i++)
        if (!added[i])
            s = fail(ctx, UNAVAILABLE, "a parcel was made by somebody else meanwhile: try again");
    return s ? s : state_write(ctx, old, old_count, STATE_CONTRACT);
}

static Status parties_write(Ctx *ctx, Parcel *const *parcels, size_t count)
{
    PartyChange *come = ARENA_ARRAY(ctx->arena, count * PARTY_KEYS, PartyChange);
    PartyChange *gone = ARENA_ARRAY(ctx->arena, count * PARTY_KEYS, PartyChange);
    if (!come || !gone) return no_memory(ctx);
    size_t come_count = 0, gone_count = 0;
    for (size_t i = 0; i < count; i++) {
        KeyIndex keys[PARTY_KEYS];
        const KeyIndex *before = parcels[i]->keys_before;
        int64_t id = parcels[i]->kept.state.journey.facts.waybill_id;
        Status s = party_keys(ctx, &parcels[i]->kept.given, keys);
        if (s) return s;
        for (int j = 0; j < PARTY_KEYS; j++) {
            if (keys[j].now == before[j].now) continue;
            if (before[j].now != NONE) gone[gone_count++] = (PartyChange){id, before[j], j + 1};
            if (keys[j].now != NONE) come[come_count++] = (PartyChange){id, keys[j], j + 1};
        }
    }
    Status s = party_store_remove(ctx, gone, gone_count);
    return s ? s : party_store_add(ctx, come, come_count);
}

static Status observers_tell(Ctx *ctx, Parcel *const *parcels, size_t count)
{
    Observers *observers;
    Status s = observers_open(ctx, &observers);
    if (s) return s;
    for (size_t i = 0; !s && i < count; i++)
        s = observers_changed(ctx, observers, parcels[i]->is_new ? NULL : &parcels[i]->before,
                              &parcels[i]->kept.state.journey.facts);
    if (!s) s = observers_flush(ctx, observers);
    observers_close(observers);
    return s;
}

static Status values_tell(Ctx *ctx, Parcel *const *parcels, size_t count)
{
    Status s = OK;
    for (size_t i = 0; i < count; i++) {
        const State *state = &parcels[i]->kept.state;
        const WaybillValue value = {.waybill_id = state->journey.facts.waybill_id,
                                    .carrier = state->journey.facts.carrier,
                                    .no = state->no,
                                    .insured = parcels[i]->kept.given.insured};
        if (value.insured == NONE || value.insured == parcels[i]->insured_before) continue;
        for (size_t heard = 0; !s && waybill_valued[heard]; heard++)
            s = waybill_valued[heard](ctx, &value);
    }
    return s;
}

static ParcelChange change_at(const void *changed, size_t place)
{
    const Parcel *parcel = ((Parcel *const *)changed)[place];
    return (ParcelChange){parcel->is_new ? NULL : &parcel->before, &parcel->kept.state};
}

static const WaybillFacts *facts_at(const void *changed, size_t place)
{
    return &((Parcel *const *)changed)[place]->kept.state.journey.facts;
}

Status parcels_write(Ctx *ctx, ParcelBatch *work)
{
    Parcel **changed = ARENA_ARRAY(ctx->arena, work->parcel_count, Parcel *);
    Kept **kept = ARENA_ARRAY(ctx->arena, work->parcel_count, Kept *);
    if (!changed || !kept) return no_memory(ctx);
    size_t count = 0;
    struct Intake *intake = ctx->house ? ctx->house->intake : NULL;
    for (size_t i = 0; i < work->parcel_count; i++) {
        Parcel *parcel = work->parcels[i];
        if (!parcel->changed) continue;
        kept[count] = &parcel->kept;
        changed[count++] = parcel;
        intake_forget(intake, parcel->before.carrier, parcel->kept.state.no);
    }
    if (!count) return OK;
    Status s = states_write(ctx, changed, count);
    if (!s) s = waybill_store_write(ctx, kept, count);
    if (!s) s = parties_write(ctx, changed, count);
    if (!s) s = parcels_promises_note(ctx, changed, count);
    if (!s) s = observers_tell(ctx, changed, count);
    if (!s) s = values_tell(ctx, changed, count);
    if (!s) s = changes_tell(ctx, change_at, changed, count);
    return s ? s : causes_cover_new(ctx, facts_at, changed, count);
}
