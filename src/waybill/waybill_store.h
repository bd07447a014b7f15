/* waybill_store.h -- the wide rows of parcels and the index of their parties. For the files of
 * waybill/ only. */
#pragma once

#include "access/keys.h"
#include "promise/promise.h"
#include "waybill/state_store.h"
#include "waybill/waybill.h"

/* Wide rows of parcels known from a scan only. */
Status waybill_store_orphans(Ctx *ctx, const int64_t *waybill_ids, size_t count);

/* A parcel with all that was given of it. */
typedef struct Kept {
    State state;        /* first, so that a State * of it is a Kept * */
    WaybillInput given; /* but carrier, no and outlets; instants only where they were given */
    int64_t source, created_ms, promise_source;
    Promise promise; /* but deliver_by; all NONE where it was given */
    bool changed;    /* somebody changed the promise since */
    int64_t base_ms; /* what was promised before, where `changed`; else NONE */
} Kept;

/* Everything not given. */
void kept_init(Kept *kept);

/* Fills in the wide half of each, whose state has been loaded. */
Status waybill_store_load(Ctx *ctx, Kept *const *parcels, size_t count);

/* Writes the wide half of each, new or not. */
Status waybill_store_write(Ctx *ctx, Kept *const *parcels, size_t count);

/* Opens what parties_sealed holds into the party members of `given`; NULL bytes: none. */
Status parties_open(Ctx *ctx, const void *bytes, size_t length, WaybillInput *given);

enum { PARTY_KEYS = 6 };
/* The keyed indexes of a parcel's parties; NONE where there is none. */
Status party_keys(Ctx *ctx, const WaybillInput *given, KeyIndex out[PARTY_KEYS]);

/* A key of a parcel's party that comes or goes. */
typedef struct PartyChange {
    int64_t waybill_id;
    KeyIndex value;
    int kind; /* from 1, as in the schema */
} PartyChange;
/* Adds keys; those that are there already are passed over. */
Status party_store_add(Ctx *ctx, const PartyChange *changes, size_t count);
/* Takes keys away, by which of two generations ever they stand. */
Status party_store_remove(Ctx *ctx, const PartyChange *changes, size_t count);
