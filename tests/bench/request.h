/* request.h -- the requests that the load generator sends: made once, then only their digits
 * change. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef enum LoadKind {
    LOAD_SCANS,   /* POST /api/v1/scans with `rows` scans */
    LOAD_TRACK,   /* GET of one parcel with its journey */
    LOAD_GET,     /* GET of one fixed path */
    LOAD_TICKETS, /* POST /api/v1/tickets with one ticket about a parcel */
} LoadKind;

/* What to ask about. Parcel i is of carrier sto, its number "77" and i in 13 digits. */
typedef struct LoadPlan {
    LoadKind kind;
    const char *host, *path, *token; /* token NULL: none */
    int rows;
    int64_t first, count; /* parcels first … first + count - 1, each equally likely */
} LoadPlan;

typedef struct LoadRequest {
    char *bytes;
    size_t length;
    size_t body; /* where the first row, or the parcel's number in the path, begins */
} LoadRequest;

/* A request of the plan; `bytes` is malloc'd. */
LoadRequest request_make(const LoadPlan *plan);

/* Gives it new parcels, sites and instants; `random` is the generator's state, never 0. */
void request_vary(const LoadPlan *plan, LoadRequest *request, uint64_t *random);
