/* desk_tell.h -- telling others what happened on the desk: domain events, and the live feed. For
 * the files of desk/ only. */
#pragma once

#include "desk/entry.h"

/* In the transaction of ctx: a domain event about the ticket of the edit as it is now. */
Status desk_tell(Ctx *ctx, const TicketEdit *edit, const char *event);

/* The same, meant for somebody; about a clock (ClockKind) or none (NONE). */
Status desk_tell_one(Ctx *ctx, const TicketEdit *edit, const char *event, int64_t account_id,
                     int64_t clock);

/* The same with the other ticket of a merge. */
Status desk_tell_other(Ctx *ctx, const TicketEdit *edit, const char *event, int64_t other_id);

/* DESK_ENTRY_ADDED, and the feed. */
Status desk_tell_entry(Ctx *ctx, const TicketEdit *edit, const Entry *entry);

/* Everything that the difference between before and now says, and the feed. */
Status desk_tell_saved(Ctx *ctx, const TicketEdit *edit);
