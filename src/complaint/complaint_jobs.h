/* complaint_jobs.h -- timers of handoffs and appeals. For the files of complaint/ only. */
#pragma once

#include "job/job.h"

extern const JobKind complaint_jobs[];

/* Registers the complaint of a ticket that has none yet; put in by a migration. */
#define COMPLAINT_REGISTER_JOB "complaint.register"

/* In the transaction of ctx: looks at the clock of a handoff at an instant. */
Status handoff_arm(Ctx *ctx, int64_t id, int64_t at);

/* The same: weighs a complaint anew, because it has grown older. */
Status complaint_arm(Ctx *ctx, int64_t ticket_id, int64_t at);

/* The same: looks whether the customer was told (answer_clock.h). */
Status answer_arm(Ctx *ctx, int64_t ticket_id, int64_t at);

/* The same, at once: the order of its parcel came after it (valued.h). */
Status complaint_arm_value(Ctx *ctx, int64_t ticket_id);

/* The same: looks whether an appeal was replied to. */
Status appeal_arm(Ctx *ctx, int64_t id, int64_t at);
