/* link.h -- the connections of a server: what each keeps between its requests, and the watch over
 * those that take too long. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "base/ctx.h"

/* A connection. Its arena is that of the request under way. */
typedef struct Link {
    struct Link *next, *before;
    Arena *arena;
    int socket;
    atomic_llong deadline_us; /* monotonic; past it the connection is cut. 0: never */
    bool ended;               /* the watch has seen the end of what the client sends */
} Link;

typedef struct Links {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    Link *first;
    size_t count;
    size_t active; /* requests under way */
    bool closed;   /* no request is begun any more */
    bool watching;
    int64_t period_ms; /* of the watch */
    pthread_t watch;
} Links;

/* Starts the watch. */
Status links_open(Ctx *ctx, Links *links, int64_t period_ms);
/* Ends the watch, when every connection is gone. */
void links_close(Links *links);

/* A connection that came. NULL if there is no memory. */
Link *link_new(Links *links, int socket);
/* It is gone. */
void link_free(Links *links, Link *link);

/* A request begins; false when none may any more. */
bool link_begin(Links *links);
/* It is over, its answer sent or not. */
void link_end(Links *links);

/* Waits until no request is under way, or `until_us` (0: for ever); then none may begin. False if
 * time ran out. */
bool links_drain(Links *links, int64_t until_us);

/* Cuts every connection off, so that what it is doing fails soon. */
void links_cut(Links *links);
