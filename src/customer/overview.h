/* overview.h -- a customer at a glance: what an agent sees first. */
#pragma once

#include "customer/customer.h"

typedef struct Overview {
    int64_t id, version;
    const Customer *customer;
    List contacts; /* Contact: of it and of those merged into it, primary ones first */
    int64_t contact_count, address_count, person_count, note_count;
    int64_t merged_count;     /* customers that count as this one */
    int64_t duplicate_count;  /* open proposals, counted to OVERVIEW_COUNT_MAX */
    int64_t open_parcels;     /* among the latest OVERVIEW_PARCELS of each member */
    int64_t troubled_parcels; /* of these, with an exception; both only to who may see parcels */
    List counts;              /* OverviewCount: what is open in other slices */
    int64_t last_contact_at;  /* call, message, note or visit; NONE: never */
    List latest;              /* TimelineEntry, the newest first */
} Overview;
extern const Shape overview_shape;

/* Higher counts are not made: they would cost what nobody reads. */
enum {
    OVERVIEW_COUNT_MAX = 1000,
    OVERVIEW_PARCELS = 5000,
    OVERVIEW_LATEST = 10,
    OVERVIEW_CONTACTS = 20
};

/* What a slice counts of a customer and those merged into it: "tickets" that are open, "claims". */
typedef struct OverviewCount {
    const char *name;
    int64_t count;
} OverviewCount;

/* NOT_FOUND. */
Status customer_overview(Ctx *ctx, int64_t id, Overview *out);
