/* answer.h -- answers to customers that leave the house: those by mail and short message are handed
 * to notify, in the transaction in which they are given. A mail names the one it answers
 * (In-Reply-To, References) and the ticket's number, so that what is answered to it comes back to
 * the ticket. */
#pragma once

#include "desk/entry.h"

/* An AnswerSend (desk/entry.h): to the contact of the ticket, else to the customer. The entry's
 * details tell the notice, whether it is queued or held back, and why. */
Status answer_send(Ctx *ctx, const TicketEdit *edit, const Entry *entry, Texts *detail);
