/* admit.h -- which account a provider's person is. */
#pragma once

#include "access/session.h"
#include "oidc/exchange.h"

/* In a transaction of its own, as the system: the account that the subject is linked to; where it
 * is linked to none, the one whose login the provider's claim is, which is linked from then on, or
 * a new one, as `provider` says. An account that is linked to another subject of this provider, is
 * closed, holds every right, or is limited to a customer is not taken by its login; a link to
 * another provider is replaced. An e-mail address counts only where the provider says that it was
 * verified. Roles follow the provider's where it tells them; who has none of them is refused before
 * anything is written. *account_id is 0 where nobody may sign in, which is noted in the log. */
Status admit_run(Ctx *ctx, const Provider *provider, const Identity *identity, int64_t *account_id);

/* Outside a transaction, where the account's code comes after the provider's answer: whether it is
 * still linked to who answered. UNAUTHENTICATED. */
Status admit_again(Ctx *ctx, const Provider *provider, const Flow *flow);

/* Whose second factor counts. */
SignInWay admit_way(const Provider *provider, const Identity *identity);
