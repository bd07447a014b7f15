#include "watch/replay_load.h"

#include "watch/eta_step_store.h"
#include "watch/eta_store.h"

typedef struct Loading {
    Ctx *ctx;
    ReplayParcels *parcels;
    EtaStart start;
} Loading;

Status replay_parcels_open(Ctx *ctx, ReplayParcels *parcels)
{
    *parcels = (ReplayParcels){.names = name_pool_new()};
    return parcels->names == NULL ? no_memory(ctx) : OK;
}

void replay_parcels_close(ReplayParcels *parcels)
{
    name_pool_release(parcels->names);
    memory_free(parcels->items);
    *parcels = (ReplayParcels){0};
}

static Status parcel_add(Loading *loading, const EtaParcel *parcel)
{
    ReplayParcels *parcels = loading->parcels;
    if (parcels->count == parcels->room) {
        const size_t room = parcels->room == 0 ? 4096 : 2 * parcels->room;
        EtaParcel *wider = memory_resize(parcels->items, room * sizeof *wider);
        if (wider == NULL) return no_memory(loading->ctx);
        parcels->items = wider;
        parcels->room = room;
    }
    EtaParcel *own = &parcels->items[parcels->count++];
    *own = *parcel;
    own->carrier = name_pooled(parcels->names, parcel->carrier);
    own->product = name_pooled(parcels->names, parcel->product);
    own->origin = name_pooled(parcels->names, parcel->origin);
    own->destination = name_pooled(parcels->names, parcel->destination);
    const bool there = own->carrier != NULL && own->product != NULL && own->origin != NULL &&
                       own->destination != NULL;
    return there ? OK : no_memory(loading->ctx);
}

/* The order, until the collection; or the collection, until the first scan after it. */
static Status beginning_add(Loading *loading, const WaybillFacts *facts, EtaStart start,
                            int64_t until_ms)
{
    EtaParcel parcel = eta_parcel(facts, start);
    if (parcel.start_ms == NONE) return OK;
    parcel.beginning = start;
    parcel.until_ms = until_ms;
    return parcel_add(loading, &parcel);
}

/* The steps after the collection. */
static Status trail_add(Loading *loading, const WaybillFacts *facts, const EtaTrail *trail)
{
    Status s = OK;
    for (size_t i = 0; !s && i < trail->count; i++) {
        const EtaStep *step = &trail->steps[i];
        const EtaStart start = eta_from_stage(step->stage);
        if (step->stage == STAGE_COLLECTED || (loading->start != 0 && loading->start != start))
            continue;
        EtaParcel parcel = eta_parcel(facts, ETA_FROM_COLLECTED);
        parcel.beginning = start;
        parcel.start_ms = step->at_ms;
        parcel.until_ms = step->next_ms == INT64_MAX ? NONE : step->next_ms;
        parcel.outlet_id = step->outlet_id;
        s = parcel_add(loading, &parcel);
    }
    return s;
}

static int64_t first_after(const EtaTrail *trail, int64_t at_ms)
{
    for (size_t i = 0; i < trail->count; i++)
        if (trail->steps[i].at_ms > at_ms) return trail->steps[i].at_ms;
    return NONE;
}

static Status journey_take(void *user, const WaybillFacts *facts, const EtaTrail *trail)
{
    Loading *loading = user;
    Status s = OK;
    if (loading->start == 0 || loading->start == ETA_FROM_ORDERED)
        s = beginning_add(loading, facts, ETA_FROM_ORDERED, facts->collected_ms);
    if (!s && (loading->start == 0 || loading->start == ETA_FROM_COLLECTED))
        s = beginning_add(loading, facts, ETA_FROM_COLLECTED,
                          facts->collected_ms == NONE ? NONE
                                                      : first_after(trail, facts->collected_ms));
    return s ? s : trail_add(loading, facts, trail);
}

static Status facts_take(void *user, const WaybillFacts *facts)
{
    static const EtaTrail nothing = {.count = 0};
    return journey_take(user, facts, &nothing);
}

Status replay_parcels_load(Ctx *ctx, ReplayParcels *parcels, EtaStart start)
{
    Loading loading = {ctx, parcels, start};
    if (start == ETA_FROM_ORDERED || start == ETA_FROM_COLLECTED)
        return eta_store_facts(ctx, facts_take, &loading);
    return step_store_journeys(ctx, journey_take, &loading);
}
