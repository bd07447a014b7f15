/* incident_action_store.h -- the rows of what is done to all parcels of an incident. For the files
 * of watch/ only. NOT_FOUND comes without words. */
#pragma once

#include "watch/incident_action.h"

#define INCIDENT_ACTION_JOB "incident.act"

/* As incident_action_start, of an incident that was taken already. (incident_action.c) */
Status incident_action_begin(Ctx *ctx, const Incident *incident, const MassInput *given,
                             IncidentAction *out);

/* Does it to the next parcels, and counts them in `action`; `*more` is false when those were the
 * last. (incident_mass.c) */
Status mass_batch(Ctx *ctx, const Incident *incident, IncidentAction *action, bool *more);

/* A new one. */
Status action_store_insert(Ctx *ctx, const IncidentAction *action);
/* How far it is. */
Status action_store_update(Ctx *ctx, const IncidentAction *action);
/* One of them. */
Status action_store_find(Ctx *ctx, int64_t id, IncidentAction *out);
/* The newest first, at most 200. */
Status action_store_list(Ctx *ctx, int64_t incident_id, List *out);
/* Whether one of the kind is running. */
Status action_store_running(Ctx *ctx, int64_t incident_id, int64_t kind, bool *out);
/* Those that follow are done; of one kind, or (0) all. */
Status action_store_follow_end(Ctx *ctx, int64_t incident_id, int64_t kind);

/* A parcel that it is to be done to. */
typedef struct MassParcel {
    int64_t waybill_id, customer_id;
    bool open; /* not at its end */
} MassParcel;

/* The next of its pass, by id, and how many the pass has. */
Status action_store_next(Ctx *ctx, const IncidentAction *action, size_t limit, MassParcel *out,
                         size_t *count);
/* Whether the incident binds a parcel that ctx's person does not see. */
Status action_store_beyond(Ctx *ctx, int64_t incident_id, bool *out);
/* Counts the parcels of its pass that it was not done to. */
Status action_store_count(Ctx *ctx, const IncidentAction *action, int64_t *out);
/* Notes of these that they were gone through; of notices that were sent (`done`) when. */
Status action_store_mark(Ctx *ctx, const IncidentAction *action, bool done,
                         const MassParcel *parcels, size_t count);

/* Notes that it could not be done to one. */
Status failure_store_add(Ctx *ctx, int64_t action_id, int64_t waybill_id, const char *reason);
/* A page of these in scope, after an id. */
Status failure_store_page(Ctx *ctx, int64_t action_id, int64_t after_id, int64_t limit, List *out);
