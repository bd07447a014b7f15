/* incident_parcel_store.h -- the rows of an incident's parcels, and findings counted by what they
 * share. For the files of watch/ only. */
#pragma once

#include "watch/incident_parcel.h"

/* Which parcels; 0 and "" where it does not matter; NONE both instants: any time. */
typedef struct ParcelSearch {
    int64_t outlet_id, stage, since, until, limit;
    const char *origin, *destination;
} ParcelSearch;

/* Binds open parcels in scope that fit (outlet_id or both regions must be given). */
Status parcels_store_bind(Ctx *ctx, int64_t incident_id, const ParcelSearch *search,
                          int64_t *bound);
/* Takes those out that fit. */
Status parcels_store_unbind(Ctx *ctx, int64_t incident_id, const ParcelSearch *search,
                            int64_t *taken);

/* Ids of the parcels in scope that have these numbers; known[i] is false where none has. `ids` has
 * room for `room`. */
Status parcels_store_numbers(Ctx *ctx, const char *const *numbers, size_t count, int64_t *ids,
                             size_t room, size_t *found, bool *known);
/* Binds these, or takes them out. */
Status parcels_store_bind_ids(Ctx *ctx, int64_t incident_id, const int64_t *ids, size_t count,
                              int64_t *bound);
Status parcels_store_unbind_ids(Ctx *ctx, int64_t incident_id, const int64_t *ids, size_t count,
                                int64_t *taken);

/* Those in scope after an id. */
Status parcels_store_page(Ctx *ctx, int64_t incident_id, int64_t after_id, int64_t limit,
                          List *out);

/* --- findings --- */

/* Open findings of these exceptions (a set of EXCEPTION_BITs), opened at `since_ms` or later, whose
 * parcels no incident binds or bound then. */
typedef struct FindingWindow {
    int64_t since_ms;
    int64_t exceptions;
} FindingWindow;

/* What some share. */
typedef struct FindingGroup {
    IncidentPlace place;
    int64_t parcels, severity, found_ms; /* how many; the greatest; the earliest */
} FindingGroup;
enum { GROUPS_READ = 20 };

/* The largest groups of a kind with at least so many parcels, by size, then by place; at most
 * GROUPS_READ. */
Status groups_store_read(Ctx *ctx, int64_t kind, const FindingWindow *window, int64_t at_least,
                         FindingGroup *out, size_t *count);

/* Binds the parcels of such findings at a place, at most `limit`. */
Status groups_store_bind(Ctx *ctx, int64_t incident_id, const IncidentPlace *place,
                         const FindingWindow *window, int64_t limit, int64_t *bound);

/* Parcels under way at a place, counted up to `limit`; of a lane those known for at most 90 days.
 */
Status groups_store_moving(Ctx *ctx, const IncidentPlace *place, int64_t limit, int64_t *out);

/* --- policies --- */

/* All, by kind. */
Status threshold_store_list(Ctx *ctx, List *out);
/* Puts one in, where there is none. */
Status threshold_store_add(Ctx *ctx, const IncidentPolicy *policy);
/* Writes it over version - 1. */
Status threshold_store_update(Ctx *ctx, const IncidentPolicy *policy, bool *written);
