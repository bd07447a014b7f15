/* service.h -- what complaints count for in the figures (insight/service.h): received, founded, by
 * outlet, lane, and the hubs and couriers that hold a share. */
#pragma once

#include "complaint/complaint.h"
#include "insight/service.h"

/* In the transaction of ctx: what `before` counted for goes, what `after` does comes. NULL: there
 * was none. */
Status complaint_count(Ctx *ctx, const Complaint *before, const Complaint *after);
