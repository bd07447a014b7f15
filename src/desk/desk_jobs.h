/* desk_jobs.h -- what runs by the clock on the desk. For the files of desk/ only. */
#pragma once

#include "job/job.h"

extern const JobKind desk_jobs[];

/* In the transaction of ctx: the clocks of a ticket are looked at then. */
Status desk_arm_clocks(Ctx *ctx, int64_t ticket_id, int64_t at);

/* The same: a ticket that is still resolved is closed then. */
Status desk_arm_closing(Ctx *ctx, int64_t ticket_id, int64_t at);
