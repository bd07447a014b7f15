/* untold.h -- a complaint is over when the customer was told what became of it. For the files of
 * complaint/ only. */
#pragma once

#include "complaint/complaint_store.h"
#include "desk/ticket.h"

/* Within an edit that resolves or closes the ticket of a complaint of which nobody told the
 * customer, or gives it another kind: needs COMPLAINT_REVIEW and a reason (`why` of the edit), and
 * closes the complaint or, of another kind, takes it back. CONFLICT without the right; INVALID
 * without a reason; CONFLICT where it is investigated, and cannot be taken back. Spam and tickets
 * that go on in another are none of its business. */
Status complaint_check_untold(Ctx *ctx, TicketEdit *edit, const ComplaintStand *stand);

/* Within an edit that opens the ticket of such a complaint again: it is investigated again. */
Status complaint_go_on(Ctx *ctx, TicketEdit *edit);
