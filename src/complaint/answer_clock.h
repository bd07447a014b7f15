/* answer_clock.h -- the law's clock of a complaint: by `answer_due_at` the customer must have been
 * told what became of it. It stands still for nobody. For the files of complaint/ only. */
#pragma once

#include "complaint/complaint_edit.h"

/* When something is to be told of it next: that it is soon due (`complaint_warn_days` before; once)
 * or was not kept (once); NONE if nothing will be. */
int64_t answer_next(Ctx *ctx, const Complaint *complaint);

/* In the transaction of ctx, of a complaint that is about to be written: notes what is due of it by
 * the instant of the edit, with who held the ticket when it was not kept. What was noted, for the
 * log; NULL: nothing was due. */
const char *answer_note(Ctx *ctx, ComplaintEdit *edit);

/* Whether the ticket's own clock tells the same people the same of what answer_note noted: its
 * deadline is the law's, and it warns of it at the same instant, or its lead is told. */
bool answer_is_told(Ctx *ctx, const ComplaintEdit *edit);

/* Within the edit, behind the entry that says so: tells the holder that it is soon due, or those
 * who are told of what is late that it was not kept. */
Status answer_tell(Ctx *ctx, TicketEdit *edit, bool breached);
