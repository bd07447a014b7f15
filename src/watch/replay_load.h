/* replay_load.h -- the parcels that a replay walks, from the database. For the files of watch/
 * only.
 */
#pragma once

#include "watch/replay.h"
#include "waybill/names.h"

typedef struct ReplayParcels {
    EtaParcel *items;
    size_t count, room;
    NamePool *names;
} ReplayParcels;

/* None yet. */
Status replay_parcels_open(Ctx *ctx, ReplayParcels *parcels);
/* Frees them. */
void replay_parcels_close(ReplayParcels *parcels);

/* Adds every parcel's beginnings of that kind; 0: of every kind, each until the next. */
Status replay_parcels_load(Ctx *ctx, ReplayParcels *parcels, EtaStart start);
