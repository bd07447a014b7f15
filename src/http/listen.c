#include "http/listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http/address.h"

#define BACKLOG 1024

/* getaddrinfo would take 99999 for 34463. */
static bool port_is(const char *text)
{
    size_t length = strlen(text);
    return length > 0 && length <= 5 && strspn(text, "0123456789") == length && atoi(text) <= 65535;
}

/* The part before the last colon without its brackets, and the part after it. */
static bool where_split(Ctx *ctx, const char *where, char **host, const char **port)
{
    const char *colon = strrchr(where, ':');
    if (!colon || !port_is(colon + 1)) return false;
    size_t length = (size_t)(colon - where);
    bool bracketed = length >= 2 && where[0] == '[' && where[length - 1] == ']';
    if (memchr(where, ':', length) && !bracketed) return false;
    *host = bracketed ? arena_text_n(ctx->arena, where + 1, length - 2)
                      : arena_text_n(ctx->arena, where, length);
    *port = colon + 1;
    return *host != NULL;
}

static int socket_bind(const struct addrinfo *address)
{
    int on = 1, off = 0;
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (address->ai_family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0) return fd;
    int cause = errno;
    close(fd);
    errno = cause;
    return -1;
}

Status listen_open(Ctx *ctx, const char *where, int *out_socket)
{
    char *host;
    const char *port;
    if (!where_split(ctx, where, &host, &port))
        return fail(ctx, INVALID, "%s is not ADDRESS:PORT", where);
    struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
                             .ai_socktype = SOCK_STREAM,
                             .ai_family = *host ? AF_UNSPEC : AF_INET6};
    struct addrinfo *addresses;
    int failure = getaddrinfo(*host ? host : NULL, port, &hints, &addresses);
    if (failure)
        return fail(ctx, INVALID, "%s cannot be listened on: %s", where, gai_strerror(failure));
    *out_socket = socket_bind(addresses);
    int cause = errno;
    freeaddrinfo(addresses);
    if (*out_socket >= 0) return OK;
    return fail(ctx, UNAVAILABLE, "%s cannot be listened on: %s", where, strerror(cause));
}

static void bound_to(int socket, struct sockaddr_storage *bound, Address *out)
{
    socklen_t length = sizeof *bound;
    *bound = (struct sockaddr_storage){0};
    if (getsockname(socket, (struct sockaddr *)bound, &length) != 0) bound->ss_family = AF_UNSPEC;
    address_of((struct sockaddr *)bound, out);
}

bool listen_is_loopback(int socket)
{
    static const unsigned char mapped_127[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127};
    static const unsigned char one[16] = {[15] = 1};
    struct sockaddr_storage bound;
    Address address;
    bound_to(socket, &bound, &address);
    return memcmp(address.bytes, mapped_127, sizeof mapped_127) == 0 ||
           memcmp(address.bytes, one, sizeof one) == 0;
}

int listen_name(int socket, char *out, size_t room)
{
    struct sockaddr_storage bound;
    Address address;
    bound_to(socket, &bound, &address);
    in_port_t port = bound.ss_family == AF_INET6
                         ? ((const struct sockaddr_in6 *)(const void *)&bound)->sin6_port
                         : ((const struct sockaddr_in *)(const void *)&bound)->sin_port;
    char text[ADDRESS_TEXT];
    address_format(&address, text);
    if (strcmp(text, "::") == 0 || strcmp(text, "0.0.0.0") == 0)
        snprintf(out, room, "localhost:%d", ntohs(port));
    else
        snprintf(out, room, strchr(text, ':') ? "[%s]:%d" : "%s:%d", text, ntohs(port));
    return ntohs(port);
}
