/* gateway_store.h -- the table of gateways. */
#pragma once

#include "notify/gateway.h"

/* NOT_FOUND without words. */
Status gateway_store_find(Ctx *ctx, int64_t channel, Gateway *out);

/* Writes it over `version`, or as the first. */
Status gateway_store_put(Ctx *ctx, const Gateway *gateway, int64_t version, bool *written);
