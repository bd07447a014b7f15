/* awaited.h -- tickets about a number that was no parcel when it was named, at opening or later:
 * what it would have said of their outlet and their customer, it says when it is there. For the
 * files of desk/ only.
 *
 * The rules are those of opening (ticket_create), as far as who named the number sees the parcel;
 * what a person set, or took away, stays. A number whose parcel is known
 * when it is named later fills them at once. Only while the ticket is open and names the number. */
#pragma once

#include "desk/ticket.h"
#include "job/job.h"

/* Of a ticket that was just written: notes down its numbers that are no parcel and that it did not
 * name before (`had`: TicketWaybill), and what ctx's person sees, where its outlet or customer is
 * empty. */
Status awaited_note(Ctx *ctx, const Ticket *ticket, const List *had);

/* Fill in what a parcel says where it is empty: its outlet, where who has the ticket would see it
 * there, and who asks where the parcel is paid by `payer_id` (0: neither is known). */
Status awaited_outlet(Ctx *ctx, int64_t outlet_id, Ticket *now);
Status awaited_customer(Ctx *ctx, int64_t payer_id, Ticket *now);

/* A person said what its outlet, or its customer, is (NULL: did not): it is not filled any more. */
Status awaited_said(Ctx *ctx, int64_t ticket_id, const char *outlet, const char *customer);

enum { AWAITED_AT_ONCE = 200 };
/* Fills what parcels that came meanwhile say, with an entry on each ticket's log (`why` "parcel");
 * at most AWAITED_AT_ONCE, the rest the next time. */
Status awaited_fill(Ctx *ctx, const Job *job);
