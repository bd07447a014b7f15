/* ticket_joins.h -- what other slices are told of a ticket in its own transaction: the search, the
 * customer's timeline. For the files of desk/ only. */
#pragma once

#include "desk/entry.h"

/* What the ticket is found by, where that has changed. */
Status join_search(Ctx *ctx, TicketEdit *edit);

/* What the customer's timeline says of it. */
Status join_timeline(Ctx *ctx, const TicketEdit *edit);

/* Notes a change of type for it, from `was`, that the entry tells of. */
void join_moved(TicketEdit *edit, int64_t was, int64_t entry_id);

/* The same of a call, or of a message to or from the customer. */
Status join_said(Ctx *ctx, const TicketEdit *edit, const Entry *entry);

/* The same of what was done about it: a handoff that was given, a form that was filled in. */
Status join_done(Ctx *ctx, const TicketEdit *edit, const Entry *entry);
