/* testing.h -- tickets, and what the watch found, for the tests of the desk. */
#pragma once

#include "desk/ticket.h"
#include "test.h"

/* Nothing but its kind, its channel and a subject. */
TicketInput blank_ticket(int64_t kind, int64_t channel);

/* The ticket that it opens. */
Ticket opened_ticket(T *t, TicketInput input);

/* An inquiry by e-mail, of that outlet and that customer; 0: of none. */
Ticket given_ticket_at(T *t, int64_t outlet_id, int64_t customer_id);

/* As it is stored. */
Ticket stored_ticket(T *t, int64_t id);

/* How many tickets have news for who has that account; at most 10 are looked at. */
int64_t news_of(T *t, int64_t account_id);

/* One finding more stands on the parcel, by a rule of its own. */
void given_finding(T *t, int64_t waybill_id);

/* The oldest that stands on it is over. */
void ended_finding(T *t, int64_t waybill_id);
