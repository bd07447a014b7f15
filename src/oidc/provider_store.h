/* provider_store.h -- the row of the sign-in provider. */
#pragma once

#include "oidc/provider.h"

/* With its secret. NOT_FOUND without words. */
Status provider_store_find(Ctx *ctx, Provider *out);

/* Over `version`; the secret sealed. */
Status provider_store_put(Ctx *ctx, const Provider *provider, int64_t version, bool *written);
