/* account_erase.h -- the accounts of a customer's people, when the customer is told or deleted
 * (customer/contributor.h). */
#pragma once

#include "access/account.h"

/* How many rows went, or were emptied. */
typedef struct AccountErasure {
    int64_t accounts, sessions, factors, recovery_codes, alerts;
} AccountErasure;

/* In the transaction of ctx: closes the accounts of that customer, empties their names and
 * passwords, gives them logins that tell nothing, and deletes what signs them in. */
Status account_erase(Ctx *ctx, int64_t customer_id, AccountErasure *out);

/* How many rows still hold something personal of them. */
Status account_left(Ctx *ctx, int64_t customer_id, int64_t *rows);

/* Where an account is signed in: rows of Session, as session_list() has them. */
Status account_sessions(Ctx *ctx, int64_t account_id, List *out);
