/* origin.h -- from which address a sign-in comes. */
#pragma once

#include "base/ctx.h"

/* Under what an address is counted, in ctx's arena: an IPv4 address itself; of IPv6 the 64 bits
 * that one subscriber has at the least. NULL where `address` is NULL or none. NO_MEMORY. */
Status origin_counted(Ctx *ctx, const char *address, const char **out);

/* As people are shown it, in ctx's arena: enough to tell a place from another, not a household:
 * "192.0.2.*", "2001:db8:1::*". NULL where `address` is NULL or none. NO_MEMORY. */
Status origin_masked(Ctx *ctx, const char *address, const char **out);
