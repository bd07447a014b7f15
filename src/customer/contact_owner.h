/* contact_owner.h -- whose a phone or an e-mail address is.
 *
 * Several customers may have the same one: a family, a front desk. What is theirs is then shown of
 * each of them to who proved to have it, for it was given for each; but what comes in by it is
 * nobody's, until somebody at the desk says whose: to guess is to tell one about the other. Merged
 * customers count as one. */
#pragma once

#include "customer/customer.h"

enum { CONTACT_OWNERS_MAX = 20 };

typedef struct ContactOwners {
    List customers; /* Customer, at most so many */
    int64_t only;   /* whom all of them count as; 0: nobody has it, or several people */
} ContactOwners;

/* In the scope of ctx's person. `phone` or `email`, the other NULL; neither is nobody's. */
Status contact_owners(Ctx *ctx, const char *phone, const char *email, ContactOwners *out);

/* Whether that customer, or who counts as them, is among those who have it; 0 never is. */
bool contact_is_of(const ContactOwners *owners, int64_t customer_id);

/* How somebody who writes or calls can be reached, as they said it; NULL or "" where they did not.
 */
typedef struct ContactSaid {
    const char *name, *phone, *email;
} ContactSaid;

/* Whom somebody counts as who asks about a parcel that `payer_id` (0: nobody known) pays for: the
 * payer where the phone or the e-mail is theirs too, else the only one who has them; nobody (0)
 * where only a name is known. The payer where nothing was said. Who pays is not told what others
 * say about a parcel. */
Status contact_customer(Ctx *ctx, const ContactSaid *said, int64_t payer_id, int64_t *out);
