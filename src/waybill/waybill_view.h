/* waybill_view.h -- a parcel with its whole story, as the API gives it. */
#pragma once

#include "waybill/scan.h"
#include "waybill/waybill.h"

/* Events shown at once; the rest of a longer journey is a page of its own. */
enum { JOURNEY_SHOWN = 200 };

typedef struct WaybillView {
    int64_t version;
    Waybill *waybill;
    List journey;             /* of Scan, the oldest first */
    const char *journey_next; /* cursor of the events after these; NULL: these are all */
    List exceptions;          /* of WaybillExceptionRow, the oldest first */
} WaybillView;
extern const Shape waybill_view_shape;

/* In the scope of ctx's person. NOT_FOUND. */
Status waybill_view(Ctx *ctx, const char *carrier, const char *no, WaybillView *out);

/* Before a reader looks: whoever brought scans in sees them, though others may read a moment
 * behind. TIMED_OUT. */
Status waybill_own_writes(Ctx *ctx);
