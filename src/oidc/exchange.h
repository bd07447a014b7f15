/* exchange.h -- from the code that the browser brings back to what the provider says of the person.
 */
#pragma once

#include "oidc/flow.h"

/* What the browser brings back. */
typedef struct ProviderAnswer {
    const char *code, *state, *iss, *error;
} ProviderAnswer;

/* Who it is. */
typedef struct Identity {
    const char *subject;
    const Json *token;    /* the claims of the token */
    const Json *userinfo; /* further ones; NULL: none were asked for */
} Identity;

/* Checks the answer against the flow, takes the code back to the provider, checks the token that
 * comes for it, and where that lacks a claim that is wanted asks for more. UNAUTHENTICATED where
 * the provider refused or is not to be trusted, UNAVAILABLE where it does not answer. */
Status exchange_run(Ctx *ctx, const Provider *provider, const Flow *flow,
                    const ProviderAnswer *answer, Identity *out);

/* A claim of the token, else of the further ones; NULL. */
const Json *identity_claim(const Identity *identity, const char *name);

/* The same where it is a text. */
const char *identity_text(const Identity *identity, const char *name);

/* Whether a claim that is wanted is missing: of an e-mail address, whether it was verified too. */
bool identity_lacks(const Identity *identity, const Provider *provider);
