/* unowned.h -- tickets that belong to no customer, by who is to be answered. */
#pragma once

#include "customer/contributor.h"
#include "customer/customer.h"
#include "desk/ticket.h"
#include "job/job.h"

/* Of which tickets a store's row hangs on: those of the customer `whose`, or the one ticket of that
 * id that belongs to nobody. */
#define TICKETS_OF(whose)                                                                          \
    "(SELECT t_.id FROM ticket t_ WHERE t_.customer_id = " whose                                   \
    " UNION ALL SELECT t_.id FROM ticket t_ WHERE t_.id = " whose " AND t_.customer_id IS NULL)"

/* The same with all that the customer's family has. */
#define TICKETS_OF_FAMILY(whose)                                                                   \
    "(SELECT t_.id FROM ticket t_ WHERE " CUSTOMER_FAMILY(                                         \
        "t_.customer_id", whose) " UNION ALL SELECT t_.id FROM ticket t_ WHERE t_.id = " whose     \
                                 " AND t_.customer_id IS NULL)"

/* Adds the tickets without a customer whose contact has that phone or e-mail address, as
 * CustomerContributor.unowned, which asks with ctx->who NULL. Of those from before addresses had an
 * index each is opened, until UNOWNED_JOB has been through. */
Status ticket_unowned(Ctx *ctx, const char *contact, List *ids);

#define UNOWNED_JOB "desk.unowned"
/* Gives those their index, some at once, and the rest by another job. */
Status unowned_index(Ctx *ctx, const Job *job);
