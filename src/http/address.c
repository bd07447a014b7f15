#include "http/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

enum { HOP_TEXT = ADDRESS_TEXT + 8 }; /* brackets and a port */

static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

static void map_four(const void *four, Address *out)
{
    memcpy(out->bytes, mapped, sizeof mapped);
    memcpy(out->bytes + sizeof mapped, four, 4);
}

static bool is_mapped(const Address *address)
{
    return memcmp(address->bytes, mapped, sizeof mapped) == 0;
}

bool address_parse(const char *text, Address *out)
{
    char plain[ADDRESS_TEXT + 2];
    size_t length = strlen(text);
    if (length >= sizeof plain) return false;
    memcpy(plain, text, length + 1);
    if (plain[0] == '[' && plain[length - 1] == ']') {
        plain[length - 1] = 0;
        return inet_pton(AF_INET6, plain + 1, out->bytes) == 1;
    }
    struct in_addr four;
    if (inet_pton(AF_INET, plain, &four) == 1) {
        map_four(&four, out);
        return true;
    }
    return inet_pton(AF_INET6, plain, out->bytes) == 1;
}

void address_of(const struct sockaddr *socket_address, Address *out)
{
    *out = (Address){0};
    if (socket_address && socket_address->sa_family == AF_INET)
        map_four(&((const struct sockaddr_in *)(const void *)socket_address)->sin_addr, out);
    if (socket_address && socket_address->sa_family == AF_INET6)
        memcpy(out->bytes, &((const struct sockaddr_in6 *)(const void *)socket_address)->sin6_addr,
               16);
}

void address_format(const Address *address, char out[ADDRESS_TEXT])
{
    const char *text = is_mapped(address)
                           ? inet_ntop(AF_INET, address->bytes + sizeof mapped, out, ADDRESS_TEXT)
                           : inet_ntop(AF_INET6, address->bytes, out, ADDRESS_TEXT);
    if (!text) out[0] = 0;
}

static bool bits_parse(const char *text, bool four, unsigned *out)
{
    char *end;
    unsigned long bits = strtoul(text, &end, 10);
    if (end == text || *end || bits > (four ? 32 : 128)) return false;
    *out = (unsigned)bits + (four ? 96 : 0);
    return true;
}

static bool network_parse(const char *text, Network *out)
{
    char address[ADDRESS_TEXT + 2];
    const char *slash = strchr(text, '/');
    size_t length = slash ? (size_t)(slash - text) : strlen(text);
    if (length >= sizeof address) return false;
    memcpy(address, text, length);
    address[length] = 0;
    out->bits = 128;
    if (!address_parse(address, &out->address)) return false;
    return !slash || bits_parse(slash + 1, is_mapped(&out->address), &out->bits);
}

Status networks_parse(Ctx *ctx, const char *const *texts, Networks *out)
{
    size_t count = 0;
    while (texts && texts[count])
        count++;
    *out = (Networks){.items = ARENA_ARRAY(ctx->arena, count, Network), .count = count};
    if (!out->items) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        if (!network_parse(texts[i], &out->items[i]))
            return fail(ctx, INVALID, "%s is not an address or a network", texts[i]);
    return OK;
}

static bool network_holds(const Network *network, const Address *address)
{
    unsigned whole = network->bits / 8, rest = network->bits % 8;
    if (memcmp(network->address.bytes, address->bytes, whole) != 0) return false;
    if (!rest) return true;
    unsigned difference = network->address.bytes[whole] ^ address->bytes[whole];
    return difference >> (8 - rest) == 0;
}

bool networks_hold(const Networks *networks, const Address *address)
{
    for (size_t i = 0; i < networks->count; i++)
        if (network_holds(&networks->items[i], address)) return true;
    return false;
}

/* A hop, "192.0.2.1", "192.0.2.1:5555" or "[2001:db8::1]:443"; nobody, "::", where it is no
 * address. */
static Address hop_parse(char *text)
{
    Address address;
    char *bracket = strchr(text, ']'), *colon = strchr(text, ':');
    if (bracket && bracket[1] == ':') bracket[1] = 0;
    if (colon && !bracket && !strchr(colon + 1, ':')) *colon = 0;
    return address_parse(text, &address) ? address : (Address){0};
}

/* The last hop of `list` before `end`, which becomes where it begins; false if there is none. */
static bool last_hop(const char *list, const char **end, Address *out)
{
    const char *stop = *end;
    while (stop > list && (stop[-1] == ' ' || stop[-1] == ','))
        stop--;
    const char *start = stop;
    while (start > list && start[-1] != ',')
        start--;
    *end = start;
    while (start < stop && *start == ' ')
        start++;
    char text[HOP_TEXT] = "";
    size_t length = (size_t)(stop - start);
    if (length == 0) return false;
    if (length < sizeof text) memcpy(text, start, length);
    *out = hop_parse(text);
    return true;
}

Address address_behind(const Networks *trusted, const Address *peer, const char *forwarded)
{
    Address address = *peer, before;
    const char *end = forwarded ? forwarded + strlen(forwarded) : NULL;
    while (end && networks_hold(trusted, &address) && last_hop(forwarded, &end, &before))
        address = before;
    return address;
}
