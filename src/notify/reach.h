/* reach.h -- which addresses what others enter may lead to: the public internet only, unless the
 * company allows its own networks. Asked of the address itself, once a name was resolved, so that
 * no name can be turned to another address behind the question. */
#pragma once

#include <stdbool.h>
#include <sys/socket.h>

#include "base/ctx.h"

typedef struct Reach Reach;

/* With `private_too` everything may be reached. */
Status reach_open(Ctx *ctx, bool private_too, const Reach **out);

/* Whether a connection to the address may be made. */
bool reach_may(const Reach *reach, const struct sockaddr *address);
