/* hearing.h -- who may hear of what in the feed of changes.
 *
 * Whoever publishes fills the keys of a FeedChange by these: the customer it is about, and the
 * outlets that have to do with it (0 where there is none). It is heard by those who see everything,
 * by those whose outlet's subtree holds one of its outlets, and by those who see its customer. */
#pragma once

#include "http/feed.h"

enum { FEED_KEY_CUSTOMER = 0, FEED_KEY_OUTLET = 1 /* and the others up to FEED_KEYS */ };

/* Whether ctx's person may hear of a change with these keys. */
bool change_heard(Ctx *ctx, const int64_t keys[FEED_KEYS]);
