/* link.h -- the connections of a server: what each keeps between its requests, and the watch over
 * those that take too long. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "base/ctx.h"

enum { LINK_SPARES = 64 };

/* A connection. */
typedef struct Link {
    struct Link *next, *before;
    Arena *arena; /* of the request under way; NULL between two */
    int socket;
    atomic_llong deadline_us; /* monotonic; past it the connection is cut. 0: never */
    atomic_llong taken_us;    /* likewise, where an answer is under way */
    atomic_llong idle_us;     /* since when it has asked nothing; 0: a request is under way */
    bool used;                /* it has had a request */
    bool ended;               /* the watch has seen the end of what the client sends */
} Link;

typedef struct Spare {
    Arena *arena;
    pthread_t thread; /* that used it last */
} Spare;

typedef struct Links {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    Link *first;
    size_t count;
    size_t active; /* requests under way */
    bool draining; /* somebody waits until there are none */
    bool closed;   /* no request is begun any more */
    bool watching;
    /* Of requests that are over: few are under way at once, and what the last one of a thread used
     * is still in its processor's cache. */
    Spare spares[LINK_SPARES];
    size_t spare_count;
    int64_t period_ms;  /* of the watch */
    size_t crowd;       /* with more connections than so many */
    int64_t crowded_ms; /* one that has asked nothing for as long is cut */
    pthread_t watch;
} Links;

/* Starts the watch, after period_ms, crowd and crowded_ms were set. */
Status links_open(Ctx *ctx, Links *links);
/* Ends the watch, when every connection is gone. */
void links_close(Links *links);

/* A connection that came. NULL if there is no memory. */
Link *link_new(Links *links, int socket);
/* It is gone. */
void link_free(Links *links, Link *link);

/* A request begins, and has its arena; false when none may any more, or there is no memory. */
bool link_begin(Links *links, Link *link);
/* It is over, its answer sent or not: all that is in its arena is gone. */
void link_end(Links *links, Link *link);

/* Whoever takes an answer has so long for it from now on; 0: any time. */
void link_taking(Link *link, int64_t within_ms);

/* How many there are. */
size_t links_count(Links *links);

/* Waits until every connection is gone: for those that have asked nothing yet as long as that, for
 * the others a quarter of it. What libmicrohttpd was about to take up when it was told to take no
 * more is waited for too. */
void links_linger(Links *links, int64_t longest_us);

/* Waits until no request is under way, or `until_us` (0: for ever); then none may begin. False if
 * time ran out. */
bool links_drain(Links *links, int64_t until_us);

/* Cuts every connection off, so that what it is doing fails soon. */
void links_cut(Links *links);
