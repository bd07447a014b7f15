/* waybill_contact.h -- who sends and who receives a parcel, in clear, for somebody whose role is
 * shown them masked: for a reason, which stands in the audit log, for a parcel has no log of its
 * own. */
#pragma once

#include "access/contact_ask.h"
#include "waybill/waybill.h"

/* A Waybill of which the parties alone are shown, not masked. */
extern const Shape waybill_contact_shape;

/* In the transaction of ctx: notes down who asks and why, and gives the parcel out. As
 * contact_ask_check; NOT_FOUND for one out of scope. */
Status waybill_contact_view(Ctx *ctx, const char *carrier, const char *no, const ContactAsk *ask,
                            Waybill *out);
