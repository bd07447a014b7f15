/* handoff_tell.h -- what a handoff leaves in its ticket's log, and who is told of it. For the files
 * of complaint/ only. */
#pragma once

#include "complaint/handoff.h"
#include "desk/ticket.h"

/* Its entry on the ticket, for colleagues: `what` was done with it, and the words that were said
 * with it (the question, the answer, why; NULL: none). */
Status handoff_log(Ctx *ctx, TicketEdit *edit, const Handoff *handoff, const char *what,
                   const char *words);

/* Within an edit, behind the entry that says so: tells who listens to the feed and may see the
 * handoff that it changed, and by `event` (HANDOFF_…; NULL: nobody) a colleague each whom it is
 * meant for, but not of what they did themselves. An answer is for who gave the handoff; anything
 * else for who has it, else for the leads of the team that was asked, else for the supervisors of
 * its outlet, else for the team. Those of them who see the ticket find it among their news too. */
Status handoff_tell(Ctx *ctx, TicketEdit *edit, const Handoff *handoff, const char *event);
