/* ticket_walk.h -- one after another, a customer's tickets, however many: for the file about a
 * person and for its deletion. */
#pragma once

#include "desk/ticket.h"

/* Up to `limit` tickets, of which only the id is set, of a customer, whose id is above `after`. */
typedef Status TicketPageOf(Ctx *ctx, int64_t customer_id, int64_t after, int64_t limit, List *out);

/* What is done with each. A Status other than OK stops. */
typedef Status TicketVisit(Ctx *ctx, int64_t ticket_id, void *user);

/* Page by page, until there are no more. */
Status ticket_walk(Ctx *ctx, int64_t customer_id, TicketPageOf *page, TicketVisit *visit,
                   void *user);

/* A JSON array that is being written, of what there is to tell of tickets. */
typedef struct TicketTelling {
    Buf *out;
    bool first; /* nothing stands in it yet */
} TicketTelling;

/* Writes the array; `visit` gets a TicketTelling, and begins each of its items with ticket_told. */
Status ticket_tell_all(Ctx *ctx, int64_t customer_id, TicketPageOf *page, TicketVisit *visit,
                       Buf *out);
void ticket_told(TicketTelling *telling);
