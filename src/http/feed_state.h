/* feed_state.h -- the inside of the feed; for feed.c and feed_stream.c alone. */
#pragma once

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "http/feed.h"

/* A listener: one answer that does not end. */
typedef struct Subscriber {
    struct Subscriber *next, *before;
    Feed *feed;
    struct MHD_Connection *connection;
    int socket;
    FeedFilter *filter;
    void *user;
    int64_t opened_us;
    int64_t cursor;          /* the id it is sent next */
    atomic_llong written_us; /* when it was last given anything */
    bool parked;             /* suspended until there is something */
    bool dropped;
    Buf pending; /* formatted, from `sent` on not yet taken */
    size_t sent;
} Subscriber;

typedef struct Kept {
    FeedChange change; /* its texts follow it in the same block */
    size_t size;
} Kept;

struct Feed {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pthread_t waker; /* resumes the parked: publishers do not wait for that */
    bool waking;     /* its thread runs */
    bool closing;    /* nobody may listen */
    bool news;       /* the thread has not seen what was published */
    Kept **ring;     /* the change with an id is at id % kept */
    size_t kept, bytes;
    int64_t first_id, next_id; /* what is kept: first_id … next_id - 1 */
    Subscriber *first;
    unsigned limit;
    int64_t heartbeat_us;
    int64_t heard_us; /* when somebody last listened; 0: never */
    FeedState state;
};

/* With the lock held: the change with this id, which must be kept. */
const FeedChange *feed_at(const Feed *feed, int64_t id);
