/* id_token.h -- whether a provider's word of who somebody is holds: OpenID Connect Core 1.0,
 * 3.1.3.7. */
#pragma once

#include "base/json.h"

typedef struct IdTokenFor {
    const char *issuer, *client_id, *nonce;
    int64_t begun_ms, now_ms; /* when the sign-in was begun; now */
} IdTokenFor;

/* By how much the provider's clock may differ. */
#define ID_TOKEN_SKEW_MS 120000
#define SUBJECT_MAX 255

/* The claims of a token whose signature holds, is the issuer's, for this client and this sign-in,
 * and neither over nor from before it. NOT_FOUND, without words, where `keys` lacks its key;
 * UNAUTHENTICATED says what is wrong. */
Status id_token_read(Ctx *ctx, const char *token, const Json *keys, const IdTokenFor *wanted,
                     const Json **claims);

/* Whether `claim` is that text, or a list that has it. */
bool claim_has(const Json *claim, const char *text);
