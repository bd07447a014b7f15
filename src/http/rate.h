/* rate.h -- how often one address may ask: token buckets in a table of fixed size.
 *
 * A bucket holds a minute's worth and fills evenly. IPv6 addresses count by their /64. When the
 * table is full the bucket that was used longest ago gives way, so an attacker with many addresses
 * costs no memory. Safe for threads. */
#pragma once

#include "http/address.h"

typedef struct Rates Rates;

/* An empty table. NO_MEMORY. */
Status rates_new(Ctx *ctx, Rates **out);
void rates_release(Rates *rates); /* NULL is allowed */

/* Takes one from the bucket of (address, scope). 0 if it was there, else the seconds until it would
 * be. `now_us` is monotonic; per_minute 0 is no limit. */
unsigned rates_take(Rates *rates, const Address *address, uint64_t scope, unsigned per_minute,
                    int64_t now_us);

/* Puts back what was taken: the request turned out to be one that is not counted. */
void rates_give_back(Rates *rates, const Address *address, uint64_t scope, unsigned per_minute);
