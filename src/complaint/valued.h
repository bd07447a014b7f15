/* valued.h -- what the parcel of a complaint is insured for, where its order came later. */
#pragma once

#include "waybill/facts.h"

/* In the transaction of ctx: those of the parcel's complaints that are not closed are told, by a
 * job for each. */
Status complaint_valued(Ctx *ctx, const WaybillValue *value);

/* In the transaction of ctx: a complaint that is not closed has the value of its first parcel whose
 * order says one, whatever was typed; on its log. Nothing happens where it has that already. */
Status complaint_follow_order(Ctx *ctx, int64_t ticket_id);
