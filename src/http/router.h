/* router.h -- from a method and a path to a route: a tree of segments, searched by halving. */
#pragma once

#include <stdint.h>

#include "http/route.h"
#include "http/uri.h"

#define ROUTE_PARAMETERS 8

typedef struct Router Router;

/* A route with what the server keeps beside it. */
typedef struct Endpoint {
    const Route *route;
    size_t number; /* 0 … router_count - 1, in the tables' order */
    const char *names[ROUTE_PARAMETERS];
    size_t name_count;
} Endpoint;

typedef struct Match {
    const Endpoint *endpoint; /* NULL: none */
    unsigned allowed;         /* bits (1 << Method) that the path would answer; 0: no such path */
    const char *values[ROUTE_PARAMETERS]; /* of endpoint->names */
} Match;

/* Builds the tree from tables (each ended by ROUTE_END, the list by NULL). INVALID names a route
 * that stands twice, has no handler, or whose path cannot be. */
Status router_new(Ctx *ctx, const Route *const *tables, Router **out);
/* NULL is allowed. */
void router_release(Router *router);

/* A literal segment wins over a {name}; when it leads nowhere, the {name} is tried. */
void router_match(const Router *router, Method method, const Path *path, Match *out);

/* How many routes there are. */
size_t router_count(const Router *router);
/* One of them, by its number. */
const Endpoint *router_endpoint(const Router *router, size_t number);

/* "GET" … */
const char *method_name(Method method);
/* 0 if it is none that routes have; HEAD is GET. */
Method method_of(const char *name);
