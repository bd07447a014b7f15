/* ticket_terms.h -- which service levels a ticket has. For the files of desk/ only. */
#pragma once

#include "desk/book.h"
#include "desk/ticket.h"

/* The terms that hold for a ticket as it is now. */
Status terms_choose(Ctx *ctx, const DeskBook *book, const Ticket *ticket,
                    const ClockTerms *terms[TICKET_CLOCKS]);

/* The same of lines by their ids. */
Status terms_of_ids(Ctx *ctx, const DeskBook *book, const int64_t ids[TICKET_CLOCKS],
                    const ClockTerms *terms[TICKET_CLOCKS]);

/* Reads where the ticket's clocks stand. */
Status clocks_read(Ctx *ctx, const DeskBook *book, const Ticket *ticket, TicketClocks *out);

/* Where the kind, priority, category or tier has changed: chooses anew, logs it, tells the clocks.
 */
Status terms_follow(Ctx *ctx, TicketEdit *edit);

/* Adds keys and values that name the terms to the details of an entry: room for 6. Returns how many
 * texts were added; 0 also where there is no memory, which `*s` says. */
size_t terms_name(Ctx *ctx, const ClockTerms *const terms[TICKET_CLOCKS], const char **detail,
                  Status *s);
