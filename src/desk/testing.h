/* testing.h -- tickets, and what the watch found, for the tests of the desk. */
#pragma once

#include "desk/ticket.h"
#include "test.h"

/* An inquiry by e-mail, of that outlet and that customer; 0: of none. */
Ticket given_ticket_at(T *t, int64_t outlet_id, int64_t customer_id);

/* One finding more stands on the parcel, by a rule of its own. */
void given_finding(T *t, int64_t waybill_id);

/* The oldest that stands on it is over. */
void ended_finding(T *t, int64_t waybill_id);
