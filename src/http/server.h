/* server.h -- the HTTP server: listens, answers from route tables, stops without losing anything.
 */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"
#include "http/gate.h"
#include "http/static.h"

typedef struct Server Server;

/* Zeros mean the defaults named here. What it points to must outlive the server. */
typedef struct ServerOptions {
    const char *listen;                 /* "127.0.0.1:8080", "[::]:80", ":8080"; port 0 picks one */
    int listener;                       /* an open socket to serve on instead; 0: none. The
                                           server's when it has started, else the caller's */
    const char *certificate, *key;      /* PEM files: TLS; both or neither */
    const char *const *trusted_proxies; /* networks ending with NULL, or NULL */
    const char *const *metrics_readers; /* networks that may read /metrics beside this machine */
    const Route *const *routes;         /* tables, the list ending with NULL */
    const Gate *gate;                   /* NULL: nobody can sign in */
    const StaticMount *mounts;          /* ending with a NULL prefix, or NULL */
    const struct Log *log;              /* of base/log.h: a line for each request; NULL: none */
    const char *title, *version;        /* of the OpenAPI document */
    unsigned threads;                   /* 2 a processor, at least 4 */
    unsigned connections;               /* 4096 */
    unsigned connections_per_address;   /* 512; not counted where proxies are trusted */
    unsigned subscribers;               /* 1000 event streams */
    int64_t heartbeat_ms;               /* a silent event stream is given a comment each 15 s */
    unsigned per_minute;                /* requests of one address by nobody who signed in; none */
    size_t max_header;                  /* bytes of all header lines: 8 KiB */
    size_t max_buffered;                /* bytes of bodies held at one time: 512 MiB */
    int64_t receive_ms;                 /* a request must have come whole within 60 s; an answer
                                           must be taken by then, or 64 KiB of it each such time */
    int64_t idle_ms;                    /* a silent connection is closed after 60 s */
    int64_t crowded_ms;                 /* after 5 s where seven of eight connections are taken */
    bool testing;                       /* requests may ask to meet a failure: trial.h */
    int64_t linger_ms;                  /* so long a server that stops waits for the first request
                                           of who has connected, and a quarter of it for a further
                                           one, answered with «Connection: close»; not */
    int64_t stop_ms;                    /* slow clients may delay stopping by 10 s */
} ServerOptions;

/* How many descriptors it may come to hold: each connection takes one, and the database and its
 * listeners some more. */
unsigned server_descriptors(const ServerOptions *options);

/* Listens and serves on threads of its own, with the objects of ctx->house (its feed gets its
 * subscribers from here). INVALID for an address, a certificate or a route table that cannot be;
 * UNAVAILABLE when the port is taken. */
Status server_start(Ctx *ctx, const ServerOptions *options, Server **out);

/* From now on each answer says that its connection ends with it, and /readyz that the server stops:
 * for what must hold before anybody is told so. server_stop follows. */
void server_end_soon(Server *server);

/* Stops listening, lets requests under way end, closes event streams and waits for what was handed
 * to the database; clients that do not take their answer within stop_ms are cut off. NULL is
 * allowed. */
void server_stop(Server *server);

/* Whether it takes no further connection before one ends. */
bool server_is_full(Server *server);

/* Where it listens; the port that was found, when 0 was asked for. */
int server_port(const Server *server);
const char *server_url(const Server *server); /* "http://127.0.0.1:8080" */
