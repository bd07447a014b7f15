/* ticket_timeline.h -- a ticket as one story: its log, and what its parcels went through meanwhile.
 */
#pragma once

#include "desk/entry.h"
#include "waybill/scan.h"

/* One thing that happened: an entry of the log, or a scan of one of its parcels. */
typedef struct TicketMoment {
    int64_t at;
    Entry *entry;             /* NULL of a scan */
    Scan *scan;               /* NULL of an entry */
    const char *carrier, *no; /* the scan's parcel */
} TicketMoment;
extern const Shape ticket_moment_shape;

/* Parcels of a ticket whose journeys are told, and events of each. */
enum { TIMELINE_JOURNEYS = 20, TIMELINE_SCANS = 1000 };

/* From the beginning, or on from `cursor`: `limit` entries of the log, and every scan that lies
 * between them (before the first, after the last ones too), in order. Scans only to who may see
 * parcels. NOT_FOUND; `next` is NULL at the end. */
Status ticket_timeline(Ctx *ctx, int64_t ticket_id, int64_t limit, const char *cursor, List *out,
                       const char **next);
