/* flow.h -- a sign-in by the provider on its way: what its browser keeps of it, sealed, in a cookie
 * of its own, so that nobody ends here what was begun elsewhere. */
#pragma once

#include "oidc/metadata.h"

#define FLOW_COOKIE "parceldesk_provider"
#define FLOW_MS 900000 /* how long people may take at the provider */

typedef struct Flow {
    const char *state, *nonce, *verifier; /* 43 letters each */
    int64_t begun_at;
    int64_t provider_version; /* it was begun at the provider as it was set then */
    int64_t account_id; /* the provider has answered for it, and its code is to come; 0: not yet */
    int64_t way;        /* SignInWay, then */
} Flow;

/* A new one. */
Status flow_begin(Ctx *ctx, const Provider *provider, Flow *out);

/* Where the browser is to go (RFC 6749, 4.1.1 with PKCE, RFC 7636). */
Status flow_address(Ctx *ctx, const Provider *provider, const Metadata *metadata, const Flow *flow,
                    const char **url);

/* As the cookie's value, and read again. UNAUTHENTICATED where it is NULL, is none of ours, is
 * over, or the provider was set anew since. */
Status flow_seal(Ctx *ctx, const Flow *flow, const char **out);
Status flow_open(Ctx *ctx, const char *cookie, const Provider *provider, Flow *out);
