/* feed.h -- what changes, told at once to those who listen (server-sent events).
 *
 * The last changes are kept in memory, so that a listener who lost the connection goes on where it
 * was: ids rise, also over a restart. Telling never waits for a listener; one who cannot keep up is
 * sent `reset` (fetch everything again) or dropped. Safe for threads. */
#pragma once

#include "http/route.h"

typedef struct Feed Feed;

#define FEED_KEYS 8

typedef struct FeedChange {
    const char *event; /* dotted: "waybill.changed" */
    const char *data;  /* JSON without line feeds, at most 64 KiB; no personal data */
    /* Whose it is (outlets, a customer …): the meaning is between publisher and filter. */
    int64_t keys[FEED_KEYS];
} FeedChange;

/* `kept` changes (0: 10,000) and at most 32 MiB of them. */
Status feed_new(Ctx *ctx, size_t kept, Feed **out);
void feed_release(Feed *feed); /* after the server has stopped; NULL is allowed */

/* Tells everybody; call it from db_after_commit. What cannot be kept for lack of memory makes all
 * listeners fetch again. A NULL feed does nothing. */
void feed_publish(Feed *feed, const FeedChange *change);

/* Instead, where more happened at once than can be told: all listeners fetch again. */
void feed_reset(Feed *feed);

/* Whether anybody listens: for publishers that would have to build the data. */
bool feed_wanted(Feed *feed);

/* Which changes this listener gets, by their keys; NULL: all. Asked on the connection's thread.
 * `user` must live as long as the request: its ctx, or what is in its arena. */
typedef bool FeedFilter(void *user, const int64_t keys[FEED_KEYS]);

/* The answer of a GET that listens, with ctx->house->feed: text/event-stream from after
 * Last-Event-ID (header, or else `after`, which may be NULL), or from now. It ends after ten
 * minutes, so that who may listen is asked again: browsers come back by themselves. UNAVAILABLE
 * when too many listen. */
Status reply_feed(Ctx *ctx, Request *req, const char *after, FeedFilter *filter, void *user);

typedef struct FeedState {
    int64_t subscribers, published, dropped;
} FeedState;

/* For /metrics. */
void feed_state(Feed *feed, FeedState *out);

/* For the server: how many may listen (0: 1000), after how long a silent stream is given a comment
 * (0: 15 s) or a stuck one dropped; and the end of all streams. */
Status feed_open(Ctx *ctx, Feed *feed, unsigned subscribers, int64_t heartbeat_ms);
void feed_close(Feed *feed);
