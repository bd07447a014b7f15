/* erase_contact.h -- what is kept by a contact point alone, while its customer is erased; for
 * erase.c only. */
#pragma once

#include "customer/contributor.h"
#include "customer/customer.h"

/* The customer's phones and e-mail addresses, those of its parts too, as they stand; one may be
 * there twice. */
Status erase_contacts_of(Ctx *ctx, const Customer *customer, Texts *out);

/* Those of them that are the customer's own: not whom they sent to, nor who works there. */
Status erase_contacts_own(Ctx *ctx, const Customer *customer, Texts *out);

/* In the transaction of ctx: has every slice delete what it keeps by one of them. */
Status erase_contacts(Ctx *ctx, const Texts *contacts, ErasureProof *proof);

/* How many rows are still kept by one of them. */
Status erase_contacts_left(Ctx *ctx, const Texts *contacts, int64_t *rows);
