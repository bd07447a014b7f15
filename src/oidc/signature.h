/* signature.h -- signed tokens (JWS, RFC 7515) and the keys they are checked by (RFC 7517). */
#pragma once

#include "base/json.h"

/* Longest token that is looked at, in bytes. */
#define TOKEN_MAX 32768

/* The claims of a token that one of `keys` (a JWK set) signed by RS256, PS256 or ES256, in ctx's
 * arena. NOT_FOUND, without words, where the set has no such key, or the token does not name its
 * key and the only one there is did not sign it; UNAUTHENTICATED where the token is none, is signed
 * by another algorithm (none and shared secrets among them) or the signature of the key that it
 * names does not hold. */
Status signature_read(Ctx *ctx, const char *token, const Json *keys, Json **claims);

/* How many keys of the set such a token could be signed by. */
size_t signature_keys(const Json *keys);
