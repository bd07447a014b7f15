/* testing.h -- a server of the feed, and those who listen to it; for tests. */
#pragma once

#include "http/testing.h"

/* A server of the feed of what the house tells. From now on a test writes by database_write. */
Site *given_feed(T *t);
void close_feed(Site *site);

/* Who listens: the header that signs in one who sees an outlet's subtree (NULL: every one), of
 * that customer alone (0: of all). To be made before the server. */
const char *given_listener(T *t, const char *outlet, int64_t customer_id);

/* The connection of one who listens from now on. */
int listen_as(Site *site, const char *header);

/* What one who listens as `header` hears of `work` (database_write), until `end` came. */
const char *heard_of(T *t, const char *header, Status (*work)(Ctx *ctx, void *work), void *with,
                     const char *end);

/* How many changes were told. */
int64_t told(T *t);
