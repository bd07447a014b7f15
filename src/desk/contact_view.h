/* contact_view.h -- who asks on a ticket, in clear, for somebody whose role is shown it masked: for
 * a reason, which stands in the ticket's log beside their name, and in the audit log that it
 * happened. */
#pragma once

#include "access/contact_ask.h"

/* What is masked elsewhere: a shape that shows it. */
typedef struct ContactView {
    int64_t ticket_id;
    const char *contact_name, *contact_phone, *contact_email;
} ContactView;
extern const Shape contact_view_shape;

/* In the transaction of ctx: notes down who asks and why, and gives it out. NOT_FOUND for a ticket
 * out of scope. */
Status ticket_contact_view(Ctx *ctx, int64_t ticket_id, const char *reason, ContactView *out);
