/* listen.h -- the socket that a server listens on. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"

/* Binds and listens on "ADDR:PORT" ("127.0.0.1:8080", "[::]:80", ":8080" for all addresses).
 * INVALID when it is no address, UNAVAILABLE when the system refuses it. */
Status listen_open(Ctx *ctx, const char *where, int *out_socket);

/* Whether only this machine reaches it. */
bool listen_is_loopback(int socket);

/* The port it got, and its address as it stands in a URL ("127.0.0.1:8080", "[::1]:8080"); the
 * addresses that mean all are told as localhost. */
int listen_name(int socket, char *out, size_t room);
