/* hearing.h -- who may hear of what in the feed of changes.
 *
 * Whoever publishes fills the keys of a FeedChange by these: the customer it is about, and the
 * outlets that have to do with it (0 where there is none). It is heard by those who see everything,
 * by those whose outlet's subtree holds one of its outlets, and by those who see its customer. */
#pragma once

#include "http/feed.h"

enum { FEED_KEY_CUSTOMER = 0, FEED_KEY_OUTLET = 1 /* and the others up to FEED_KEYS */ };
/* As an outlet: the change is of every place. */
#define FEED_EVERY_OUTLET INT64_C(-1)

/* Whether ctx's person may hear of a change with these keys. */
bool change_heard(Ctx *ctx, const int64_t keys[FEED_KEYS]);

/* Whether anybody listens: what nobody hears need not be made. */
bool change_wanted(Ctx *ctx);

/* In the transaction of ctx: once it is committed, tells those who hear of these keys of an event
 * with `thing` as its data. Where nobody listens it costs no memory. NO_MEMORY. */
Status change_tell(Ctx *ctx, const char *event, const Shape *shape, const void *thing,
                   const int64_t keys[FEED_KEYS]);

/* The same with data that are JSON already, in ctx's arena. */
Status change_tell_data(Ctx *ctx, const char *event, const char *data,
                        const int64_t keys[FEED_KEYS]);
