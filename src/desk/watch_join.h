/* watch_join.h -- what the watch finds becomes work: exactly one ticket for each parcel.
 *
 * The first finding on a parcel opens a ticket (setting watch_tickets); further ones are written
 * into its log, and open it again where it was resolved. When none stands any more and nobody took
 * the ticket or wrote on it since it was opened (or opened again), it is resolved (setting
 * watch_tickets_close); where somebody has it or did something, the log says so and they decide.
 * The events may be handled in any order: what stands is asked of the watch. */
#pragma once

#include "job/job.h"

/* Subscribed to the watch's events, many in one job: a JSON array of what they say. A job that
 * failed becomes one for each. */
Status watch_join_opened(Ctx *ctx, const Job *job);
Status watch_join_closed(Ctx *ctx, const Job *job);
