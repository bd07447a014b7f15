/* complaint_edit.h -- changing a complaint, with its ticket, its sums and its log. For the files
 * of complaint/ only. */
#pragma once

#include "complaint/complaint.h"
#include "desk/ticket.h"

/* A complaint that is being changed: set what is different in `now`, then save. */
typedef struct ComplaintEdit {
    Complaint before, now;
    TicketEdit ticket;
    bool fresh, shares_set;
    bool received;    /* it is registered with its ticket, or follows that: version 0 until somebody
                         writes it */
    int64_t entry_id; /* what the log of its ticket says of it last */
    bool told;        /* of its law's clock: those who are to know are told with it */
} ComplaintEdit;

/* Reads it and its ticket, in scope. NOT_FOUND; STALE when its version is not `version` (NONE: do
 * not ask). */
Status complaint_edit(Ctx *ctx, int64_t ticket_id, int64_t version, ComplaintEdit *edit);

/* The same of the ticket of an edit, as part of that: for complaint_put. NOT_FOUND. */
Status complaint_edit_within(Ctx *ctx, const TicketEdit *ticket, ComplaintEdit *edit);

/* Weighs it anew, gives its ticket the priority that follows, writes all of it; `what` and `detail`
 * (NULL: none) go into the log. Audited. STALE when somebody was faster. */
Status complaint_save(Ctx *ctx, ComplaintEdit *edit, const char *what, const char *detail);

/* The same within the edit of its ticket, which is written by the caller: `edit->ticket` is that
 * edit as it goes on. */
Status complaint_put(Ctx *ctx, ComplaintEdit *edit, const char *what, const char *detail);

/* Whether it waits for an answer, and counts: what goes on in another ticket, is nothing, or is no
 * complaint any more does not. */
bool complaint_is_owed(const Ticket *ticket);

/* What `before` counted for in the sums goes, what `after` does comes: each says whether it does
 * (`in_sums`). */
Status complaint_sum(Ctx *ctx, const Complaint *before, const Complaint *after);

/* Within an edit of its ticket, or of the row that is stored: sums have it, and timers wait for it,
 * while it is owed an answer. */
Status complaint_follow_standing(Ctx *ctx, const TicketEdit *ticket);

/* Sets the given facts, and checks them. INVALID. */
Status complaint_set_facts(Ctx *ctx, ComplaintEdit *edit, const ComplaintFacts *facts);
