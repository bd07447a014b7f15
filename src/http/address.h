/* address.h -- internet addresses and networks, IPv4 and IPv6 alike.
 *
 * An IPv4 address is kept as the IPv6 address that maps it (::ffff:a.b.c.d), so that both compare
 * in one way. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include "base/ctx.h"

#define ADDRESS_TEXT 46 /* bytes for the longest, with its zero */

typedef struct Address {
    unsigned char bytes[16];
} Address;

typedef struct Network {
    Address address;
    unsigned bits; /* of the 128 */
} Network;

typedef struct Networks {
    Network *items;
    size_t count;
} Networks;

bool address_parse(const char *text,
                   Address *out); /* "192.0.2.1", "2001:db8::1", "[2001:db8::1]" */
void address_of(const struct sockaddr *socket_address, Address *out); /* "::" for another family */
void address_format(const Address *address, char out[ADDRESS_TEXT]);

/* "10.0.0.0/8", "2001:db8::/32", or one address; `texts` ends with NULL (NULL: none). In ctx's
 * arena. */
Status networks_parse(Ctx *ctx, const char *const *texts, Networks *out);
bool networks_hold(const Networks *networks, const Address *address);

/* Who really asks: walks X-Forwarded-For (`forwarded`, may be NULL) from its right end past the
 * trusted proxies, with or without their ports. The peer itself, when it is not trusted; nobody,
 * "::", where a trusted one names what is no address. */
Address address_behind(const Networks *trusted, const Address *peer, const char *forwarded);
