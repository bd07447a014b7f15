#include "notify/reach.h"

#include "http/address.h"

struct Reach {
    bool private_too;
    Networks closed;
};

/* IANA's special-purpose registries (RFC 6890 and its updates): what is not globally reachable, and
 * what translates to IPv4 addresses that may not be. */
static const char *const closed[] = {"0.0.0.0/8",
                                     "10.0.0.0/8",
                                     "100.64.0.0/10",
                                     "127.0.0.0/8",
                                     "169.254.0.0/16",
                                     "172.16.0.0/12",
                                     "192.0.0.0/24",
                                     "192.0.2.0/24",
                                     "192.88.99.0/24",
                                     "192.168.0.0/16",
                                     "198.18.0.0/15",
                                     "198.51.100.0/24",
                                     "203.0.113.0/24",
                                     "224.0.0.0/4",
                                     "240.0.0.0/4",
                                     "::/96",
                                     "64:ff9b::/96",
                                     "64:ff9b:1::/48",
                                     "100::/64",
                                     "2001::/23",
                                     "2001:db8::/32",
                                     "2002::/16",
                                     "3fff::/20",
                                     "5f00::/16",
                                     "fc00::/7",
                                     "fe80::/10",
                                     "fec0::/10",
                                     "ff00::/8",
                                     NULL};

Status reach_open(Ctx *ctx, bool private_too, const Reach **out)
{
    Reach *reach = ARENA_NEW(ctx->arena, Reach);
    if (!reach) return no_memory(ctx);
    reach->private_too = private_too;
    *out = reach;
    return networks_parse(ctx, closed, &reach->closed);
}

bool reach_may(const Reach *reach, const struct sockaddr *socket_address)
{
    Address address;
    if (reach->private_too) return true;
    if (socket_address->sa_family != AF_INET && socket_address->sa_family != AF_INET6) return false;
    address_of(socket_address, &address);
    return !networks_hold(&reach->closed, &address);
}
