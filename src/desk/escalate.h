/* escalate.h -- who is told that a ticket is soon late, or is late, whichever clock says so. */
#pragma once

#include "desk/ticket.h"

/* Within an edit, behind the entry that is meant: who may see the ticket follows it from now on,
 * with that entry as the first news. */
Status ticket_call(Ctx *ctx, TicketEdit *edit, int64_t account_id);

/* Within an edit, behind the entry that says what is soon late: it is news to who has the ticket
 * or, where nobody has, to those who lead its team (DESK_CLOCK_WARNED, one event each). `clock`: a
 * ClockKind, or NONE. Nobody is told of a ticket that they may not see. */
Status ticket_warn(Ctx *ctx, TicketEdit *edit, int64_t clock);

/* The same of what is late: to those who lead its team, and to who has it; where there is nobody,
 * to the supervisors of its outlet. They follow the ticket from now on (DESK_ESCALATED). */
Status ticket_escalate(Ctx *ctx, TicketEdit *edit, int64_t clock);

/* Within an edit: the next higher priority, where there is one and the ticket still waits. */
Status ticket_raise_priority(Ctx *ctx, TicketEdit *edit);

/* Both, as the terms of the clock that was breached say; NULL: neither. */
Status ticket_breached(Ctx *ctx, TicketEdit *edit, const ClockTerms *terms, int64_t clock);
