/* service.h -- counts of service beside those of parcels: complaints, claims, promises of answers.
 *
 * A slice tells, in the transaction of a write, what the thing counted for before and counts for
 * now; the difference goes into figure_service. For verifying and counting anew it offers a
 * ServiceSource that tells the same of every thing there is. */
#pragma once

#include "insight/booking.h"

/* Numbers are stored: append only. */
typedef enum ServiceMeasure {
    SERVICE_NONE,
    SERVICE_COMPLAINTS,   /* received that day */
    SERVICE_FOUNDED,      /* of these, found true */
    SERVICE_CLAIMS,       /* registered that day */
    SERVICE_PAID,         /* paid on these so far: minor units */
    SERVICE_ANSWERS,      /* first answers given, or overdue, that day */
    SERVICE_ANSWERS_KEPT, /* of these, given in time */
    SERVICE_SOLVED,       /* tickets resolved, or overdue, that day */
    SERVICE_SOLVED_KEPT,  /* of these, resolved in time */
    SERVICE_FREIGHT, /* of the claims registered that day whose freight is known: minor units */
    SERVICE_FREIGHT_PAID, /* paid on these so far: minor units */
} ServiceMeasure;

/* One count by one value of one dimension. */
typedef struct ServiceCount {
    ServiceMeasure measure;
    Dimension dimension;
    int64_t at, n;
    int64_t outlet_id; /* of DIMENSION_OUTLET; 0: unknown */
    const char *value; /* of the others; NULL: unknown */
} ServiceCount;

enum { SERVICE_COUNTS = 96 };

/* What one thing counts for. */
typedef struct ServiceCounts {
    ServiceCount items[SERVICE_COUNTS];
    size_t count;
} ServiceCounts;

/* Adds to it, for all and for the outlet. */
void service_count(ServiceCounts *counts, ServiceMeasure measure, int64_t at, int64_t n,
                   int64_t outlet_id);

/* Adds to it, for the value of a further dimension, once for each value. */
void service_count_by(ServiceCounts *counts, ServiceMeasure measure, Dimension dimension,
                      const char *value, int64_t at, int64_t n);

/* In the transaction of ctx: writes the difference. NULL: it was not, or is no more. */
Status service_change(Ctx *ctx, const ServiceCounts *before, const ServiceCounts *after);

/* Who tells what there is; rows of service_sources, which slices.c puts together. */
typedef Status ServiceEach(void *user, const ServiceCounts *counts);
typedef struct ServiceSource {
    const char *name;
    Status (*run)(Ctx *ctx, ServiceEach *each, void *user);
} ServiceSource;
extern const ServiceSource *const service_sources[]; /* ends with NULL */

/* Adds counts to cells, `sign` 1 or -1; days are dates of `zone`. */
Status service_gather(Ctx *ctx, Gather *gather, const char *zone, const ServiceCounts *counts,
                      int64_t sign);

/* Calls `each` with what every source tells. */
Status service_all(Ctx *ctx, ServiceEach *each, void *user);

/* In the transaction of ctx: counts what there is where nothing was ever counted. */
Status service_seed(Ctx *ctx);

/* In the transaction of ctx: adds all there is to what was emptied. */
Status service_recount(Ctx *ctx, const char *zone);
