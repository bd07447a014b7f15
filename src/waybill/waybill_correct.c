#include <string.h>

#include "access/audit.h"
#include "house.h"
#include "waybill/changes.h"
#include "waybill/intake.h"
#include "waybill/number.h"
#include "waybill/observers.h"
#include "waybill/waybill_read_store.h"

static Status observers_tell(Ctx *ctx, const WaybillFacts *before, const WaybillFacts *after)
{
    Observers *observers;
    Status s = observers_open(ctx, &observers);
    if (s) return s;
    s = observers_changed(ctx, observers, before, after);
    if (!s) s = observers_flush(ctx, observers);
    observers_close(observers);
    return s;
}

static ParcelChange change_at(const void *change, size_t place)
{
    (void)place;
    return *(const ParcelChange *)change;
}

/* `after` is still as it was read, but for the carrier. */
static Status everybody_tell(Ctx *ctx, const WaybillFacts *before, const Waybill *after)
{
    State state = {.no = after->no, .version = after->version + 1};
    state.journey.facts = after->facts;
    ParcelChange change = {before, &state};
    Status s = observers_tell(ctx, before, &after->facts);
    return s ? s : changes_tell(ctx, change_at, &change, 1);
}

Status waybill_correct_carrier(Ctx *ctx, int64_t id, int64_t version, const char *carrier,
                               const char *why)
{
    char to[CARRIER_MAX + 1];
    Waybill waybill, taken;
    Status s = carrier_normalise(ctx, carrier, to);
    if (!s) s = waybill_find_id(ctx, id, &waybill);
    if (s) return s;
    if (waybill.version != version)
        return fail(ctx, STALE, "the parcel was changed by somebody else");
    if (!strcmp(waybill.carrier, to)) return OK;
    s = waybill_store_find(ctx, to, waybill.no, false, &taken);
    if (!s) return fail(ctx, CONFLICT, "carrier %s has a parcel of this number already", to);
    if (s != NOT_FOUND) return s;

    s = waybill_store_carrier(ctx, &waybill, to, why);
    if (s) return s;
    struct Intake *intake = ctx->house ? ctx->house->intake : NULL;
    intake_forget(intake, waybill.carrier, waybill.no);
    intake_forget(intake, to, waybill.no);
    WaybillFacts before = waybill.facts;
    waybill.facts.carrier = to;
    s = everybody_tell(ctx, &before, &waybill);
    return s ? s : audit_write(ctx, "waybill.correct_carrier", "waybill", id, NULL);
}
