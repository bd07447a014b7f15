/* incident_store.h -- the rows of incidents, their places and logs. For the files of watch/ only.
 * NOT_FOUND comes without words. */
#pragma once

#include "watch/incident.h"

/* The next number. */
Status incident_store_number(Ctx *ctx, int64_t *out);

/* A new one, with its places. */
Status incident_store_insert(Ctx *ctx, const Incident *incident);
/* All of it but its number, group, proposal and parcels, over version - 1; *written is false where
 * it is not that. */
Status incident_store_update(Ctx *ctx, const Incident *incident, bool *written);
/* Forgets its places and writes them anew. */
Status incident_store_places(Ctx *ctx, const Incident *incident);

/* Adds to its parcels; its version stays, so that parcels that join keep nobody from writing. */
Status incident_store_count(Ctx *ctx, int64_t id, int64_t more);

/* One in scope, or whatever the scope, with its places. */
Status incident_store_find(Ctx *ctx, int64_t id, Incident *out);
Status incident_store_any(Ctx *ctx, int64_t id, Incident *out);

/* What to list, in numbers; 0 and "" where it does not matter; open 1 or 2 (closed). */
typedef struct IncidentSearch {
    int64_t state, open, cause, severity, report, outlet_id, waybill_id, before_id, limit;
    const char *owner;
} IncidentSearch;
/* Those in scope, the newest first, with their places. */
Status incident_store_list(Ctx *ctx, const IncidentSearch *search, List *out);
/* Those that are open and take what is found, by id; at most 1,000. */
Status incident_store_joining(Ctx *ctx, List *out);
/* Whether one of the group is open, or was closed after `closed_ms`. */
Status incident_store_group(Ctx *ctx, const char *group, int64_t closed_ms, bool *out);

/* Counts its parcels at `now_ms`. */
Status incident_store_figures(Ctx *ctx, const Incident *incident, int64_t now_ms,
                              IncidentFigures *out);

/* The public notice of the newest that is worked on and binds the parcel. */
Status incident_store_notice(Ctx *ctx, int64_t waybill_id, const char **notice,
                             const char **notice_zh);

/* A line of the log, by ctx's person. */
Status log_store_add(Ctx *ctx, int64_t incident_id, const IncidentEntry *entry);
/* A page, the newest first. */
Status log_store_page(Ctx *ctx, int64_t incident_id, int64_t before_id, int64_t limit, List *out);
/* Those about steps, in order; at most 1,000. */
Status log_store_steps(Ctx *ctx, int64_t incident_id, List *out);
