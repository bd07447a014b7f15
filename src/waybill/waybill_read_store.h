/* waybill_read_store.h -- parcels as they are shown, whole. For the files of waybill/ only,
 * but for the scope, which holds for all who find parcels. */
#pragma once

#include "access/keys.h"
#include "access/page.h"
#include "access/person.h"
#include "waybill/waybill.h"

/* In a statement that calls waybill_state s: a parcel is seen by the outlets that collect it,
 * deliver it or had it last. */
#define WAYBILL_IN_SCOPE(outlet, customer)                                                         \
    "(CAST(" outlet " AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM outlet_closure c"                    \
    " WHERE c.ancestor_id = CAST(" outlet " AS BIGINT) AND c.descendant_id IN"                     \
    " (s.outlet_id, s.origin_outlet_id, s.destination_outlet_id)))"                                \
    " AND " CUSTOMER_IN_SCOPE("s.customer_id", customer)

/* By its normalised number; `scoped`: only what ctx's person may see. NOT_FOUND, without words. */
Status waybill_store_find(Ctx *ctx, const char *carrier, const char *no, bool scoped, Waybill *out);
/* Whether there is such a parcel that ctx's person sees. */
Status waybill_store_seen(Ctx *ctx, const char *carrier, const char *no, bool *seen);
/* The same by id, always in the person's scope. */
Status waybill_store_by_id(Ctx *ctx, int64_t id, Waybill *out);
/* Whether one of the newest CARRIER_PARCELS parcels is of that carrier, whoever may see it. */
Status waybill_store_carrier_used(Ctx *ctx, const char *carrier, bool *used);
/* The carriers that have a parcel of this number, at most 20. */
Status waybill_store_carriers(Ctx *ctx, const char *no, Texts *out);
/* Rows of WaybillExceptionRow, the oldest first; at most 1,000. */
Status waybill_store_exceptions(Ctx *ctx, int64_t waybill_id, List *out);

/* Gives the parcel to another carrier and notes it in the history. STALE. */
Status waybill_store_carrier(Ctx *ctx, const Waybill *waybill, const char *to, const char *why);

/* What a list is led by: how it is searched and ordered. */
typedef enum ListLead {
    LEAD_NONE,
    LEAD_NO,
    LEAD_PHONE,
    LEAD_TAIL,
    LEAD_NAME,
    LEAD_ORDER_NO,
    LEAD_DUE,
    LEAD_EXCEPTION,
    LEAD_TROUBLED,
    LEAD_CUSTOMER,
    LEAD_OUTLET,
    LEAD_STAGE,
    LEAD_ORIGIN,
    LEAD_QUIET,
} ListLead;

/* A search made ready: 0 or "" where it does not matter. */
typedef struct ListSearch {
    ListLead lead;
    KeyIndex key;              /* of phone, tail or name */
    const char *word;          /* no or order_no */
    int64_t sort;              /* WaybillSort, up or down */
    SortPlace after;           /* where the page before ended */
    int64_t due_from, due_to;  /* from INT64_MIN + 1 to INT64_MAX where not given */
    int64_t quiet_since;       /* INT64_MAX where not given */
    int64_t stage, exceptions; /* exceptions: EXCEPTION_BITs, any */
    int64_t outlet_id, customer_id;
    const char *carrier, *origin, *destination;
    int64_t limit;
} ListSearch;
/* Up to search->limit parcels in the person's scope. */
Status waybill_store_list(Ctx *ctx, const ListSearch *search, List *out);
