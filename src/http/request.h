/* request.h -- a request on its way through the server; only src/http sees inside. */
#pragma once

#include <microhttpd.h>
#include <stdatomic.h>

#include "db/db.h"
#include "http/address.h"
#include "http/body.h"
#include "http/gate.h"
#include "http/router.h"

#define REQUEST_HEADERS 64
#define REPLY_HEADERS 12

struct Server;
struct Link;

typedef struct Header {
    const char *name, *value;
} Header;

/* What the connection's thread does with the request next. */
typedef enum Phase {
    PHASE_HEAD,    /* the header lines are there */
    PHASE_BODY,    /* the body is coming */
    PHASE_REFUSED, /* the answer is made; what comes is thrown away */
    PHASE_WRITING, /* suspended: a writer's thread has it */
    PHASE_WRITTEN, /* resumed: the answer may go out */
    PHASE_SENT,
} Phase;

typedef struct Reply {
    int http_status; /* 0: nothing was answered yet */
    const char *content_type;
    Buf body;
    Header headers[REPLY_HEADERS];
    size_t header_count;
    int64_t version;               /* for the ETag; NONE: none */
    struct MHD_Response *prepared; /* a stream: sent as it is */
    bool failed;                   /* a header was refused, or had no room */
} Reply;

struct Request {
    Ctx ctx;
    struct Server *server;
    struct Link *link;
    struct MHD_Connection *connection;
    Phase phase;
    int64_t started_us;

    Method method;
    bool head;                       /* HEAD, answered as GET without its body */
    const char *path, *query_string; /* raw */
    Header headers[REQUEST_HEADERS];
    size_t header_count;
    Address peer;
    char address[ADDRESS_TEXT];
    bool secure;

    Path segments;
    Match match;
    void *input, *query;
    int64_t version; /* of If-Match; NONE */
    const char *idempotency_key;
    Body body;

    View view;
    Write write;
    Reply reply;
    Status status;            /* what failed, for the answer and the log */
    int problem_http;         /* replaces the HTTP status of `status` */
    const char *problem_code; /* replaces its code */
    size_t sent_bytes;
    void *stream; /* its place among the feed's subscribers */
};

/* The route that answers, or NULL where no route does. */
const Route *request_route(const Request *req);

/* Refuses with a status of HTTP's that has no Status of its own: 405, 400, 431 … */
Status refuse(Request *req, Status status, int http_status, const char *code);

/* Whether `list` (a header of comma-separated words, perhaps with ;q=) names `word` and does not
 * give it q=0. NULL holds nothing. */
bool header_lists(const char *list, const char *word);
