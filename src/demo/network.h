/* network.h -- the demonstration company's cities, outlets and service products. */
#pragma once

#include "access/outlet.h"
#include "demo/dice.h"

enum { HUBS = 5, BRANCHES_MAX = 3 };

typedef struct City {
    const char *region;  /* GB/T 2260 code */
    const char *letters; /* begins the codes of its outlets */
    const char *name;
    double latitude, longitude;
    int weight; /* how many parcels come and go, by comparison */
    int hub;    /* number of the hub that serves it */
    int branches, stations;
} City;

/* Ends with a NULL region. */
extern const City cities[];
extern const size_t city_count;

/* The city a hub stands in. */
const City *hub_city(int hub);

/* Kilometres of road, about. */
double city_distance_km(const City *from, const City *to);

/* An outlet as scans name it. */
typedef struct Site {
    const char *code, *name, *city;
} Site;

/* Names live in the arena; NULL codes mean there was no memory. */
Site hub_site(Ctx *ctx, int hub);
Site branch_site(Ctx *ctx, const City *city, int number); /* from 0 */
Site station_site(Ctx *ctx, const City *city, int number);

/* In the transaction of ctx: head office, hubs, branches, stations. */
Status network_create(Ctx *ctx);

/* Service products and the lanes they run on. */
typedef enum Service { SERVICE_STANDARD, SERVICE_NEXT_DAY, SERVICE_ECONOMY, SERVICE_COUNT } Service;
extern const char *const service_codes[SERVICE_COUNT];

/* Next-day runs only where it can be kept. */
#define NEXT_DAY_KM 700

/* Days after the day of acceptance by whose evening a parcel is promised. */
int64_t service_days(Service service, double km);

/* In the transaction of ctx: products and lanes. */
Status services_create(Ctx *ctx);
