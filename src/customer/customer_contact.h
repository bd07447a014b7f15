/* customer_contact.h -- how a customer is reached, in clear, for somebody whose role is shown it
 * masked: for a reason, which stands sealed in the customer's timeline beside their name, and in
 * the audit log that it happened. */
#pragma once

#include "access/contact_ask.h"

/* What is masked elsewhere: a shape that shows it. Notes, evidence and declared fields are no
 * contact details and stay masked. */
typedef struct CustomerContact {
    int64_t customer_id;
    const char *name, *phone, *email, *address;
    List contacts;  /* of Contact, */
    List addresses; /* Address */
    List people;    /* and ContactPerson: of each kind the first PARTS_MAX, merged ones' too */
} CustomerContact;
extern const Shape customer_contact_shape;

/* In the transaction of ctx: notes down who asks and why, and gives it out. As
 * contact_ask_check; NOT_FOUND for one out of scope, CONFLICT for one that was erased. */
Status customer_contact_view(Ctx *ctx, int64_t customer_id, const ContactAsk *ask,
                             CustomerContact *out);
