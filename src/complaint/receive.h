/* receive.h -- a complaint begins and ends with its ticket. For the files of complaint/ only, but
 * for the row of slices.c. */
#pragma once

#include "desk/ticket.h"

/* A TicketJoin (desk/ticket.h): the complaint of a ticket of that kind is registered with it,
 * whichever way it came; one that was closed untold goes on where its ticket does; and none is left
 * behind untold (untold.h). */
Status complaint_join(Ctx *ctx, TicketEdit *edit);
