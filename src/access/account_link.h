/* account_link.h -- who an account is at the company's sign-in provider (src/oidc).
 *
 * A provider's subject is known by a keyed hash of issuer and subject alone; it may be an e-mail
 * address. An account has one, a subject one account. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef struct AccountLink {
    int64_t account_id;
    const char *issuer;
    int64_t linked_at; /* UTC milliseconds */
} AccountLink;
extern const Shape account_link_shape;

/* Whose the subject is; *account_id 0 where it is nobody's. */
Status account_link_whose(Ctx *ctx, const char *issuer, const char *subject, int64_t *account_id);

/* In the transaction of ctx, audited. CONFLICT where the account or the subject has a link. */
Status account_link_put(Ctx *ctx, int64_t account_id, const char *issuer, const char *subject);

/* The link of an account; NOT_FOUND without words. */
Status account_link_of(Ctx *ctx, int64_t account_id, AccountLink *out);

/* The same for who may see the account: account_id 0 where it has none. NOT_FOUND. */
Status account_link_find(Ctx *ctx, int64_t account_id, AccountLink *out);

/* In the transaction of ctx, audited: takes it away; nothing where there is none. FORBIDDEN to a
 * person where the account holds more than they do. */
Status account_link_remove(Ctx *ctx, int64_t account_id);
