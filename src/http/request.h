/* request.h -- a request on its way through the server; only src/http sees inside. */
#pragma once

#include <microhttpd.h>
#include <stdatomic.h>

#include "db/db.h"
#include "http/address.h"
#include "http/body.h"
#include "http/gate.h"
#include "http/router.h"
#include "http/trial.h"

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
    bool streamed;                 /* it has no end of its own */
    bool failed;                   /* a header was refused, or had no room */
} Reply;

struct Request {
    Ctx ctx;
    struct Server *server;
    struct Link *link;
    struct MHD_Connection *connection;
    Phase phase;
    int64_t started_us;

    const char *path_text, *query_text; /* raw; the query string without its question mark */
    Method method;                      /* 0: one that no route has */
    bool head;                          /* HEAD: answered as GET, without its body */
    Header headers[REQUEST_HEADERS];
    size_t header_count;
    bool counted;               /* for the general limit of its address */
    bool proof_counted;         /* for that of who says who they are */
    Address peer;               /* who asks: the forwarded one behind a trusted proxy */
    char address[ADDRESS_TEXT]; /* the same as text, once somebody asked */
    bool secure;
    bool has_body;
    size_t content_length; /* 0: none, or not told */

    Path path;
    Match match;
    const struct StaticFile *file; /* instead of a route */
    const char *folder;            /* instead of one: where the path with its last slash leads */
    void *input, *query;
    struct ListFile *list_file; /* the list is asked for as a file; NULL: as JSON */
    int64_t version;            /* of If-Match; NONE */
    const char *idempotency_key;
    Body body;

    View view;
    bool viewed;
    Write write;
    Trial trial;
    Reply reply;
    Status status;            /* what failed, for the answer and the log */
    int problem_http;         /* replaces the HTTP status of `status`, where not 0 */
    const char *problem_code; /* replaces its code */
    unsigned retry_s;         /* when to ask again, where not 0 */
};

/* An answer must be taken by so many bytes in each of the times that a request may take to come. */
#define REPLY_BLOCK ((size_t)65536)

/* --- request.c --- */

/* Reads the header lines into the request, finds out who asks. INVALID for lines that contradict
 * each other, TOO_LARGE for too many. */
Status request_read(Request *req, const char *method);

/* What is refused before a handler runs and has a code and an HTTP status of its own. */
#define REFUSALS(X)                                                                                \
    X(BAD_REQUEST, "bad_request", 400)                                                             \
    X(BAD_PATH, "bad_path", 400)                                                                   \
    X(METHOD_NOT_ALLOWED, "method_not_allowed", 405)                                               \
    X(HEADER_TOO_LARGE, "header_too_large", 431)                                                   \
    X(IDEMPOTENCY_KEY_REUSED, "idempotency_key_reused", 422)

typedef enum Refusal {
#define REFUSAL_CONSTANT_(constant, code, http) REFUSAL_##constant,
    REFUSALS(REFUSAL_CONSTANT_)
#undef REFUSAL_CONSTANT_
        REFUSAL_COUNT
} Refusal;

/* The `code` of problem+json: "bad_path". */
const char *refusal_code(Refusal refusal);

/* Names a failure whose code and HTTP status are none of a Status; returns `status`. */
Status refuse(Request *req, Status status, Refusal refusal);

/* Whether a header's comma-separated list names `word` and does not give it q=0. NULL holds none.
 */
bool header_lists(const char *list, const char *word);

/* --- reply.c --- */

/* Drops whatever was answered. */
void reply_reset(Request *req);

/* INTERNAL where there is no answer, or one that cannot be sent as it is: found out before what the
 * handler wrote is committed. */
Status reply_check(Request *req);
bool reply_has_header(const Request *req, const char *name);

/* --- problem.c --- */

/* Makes what failed the answer: application/problem+json (RFC 9457), or, to a browser that asked
 * for a page, a page (problem_page.h). */
void problem_reply(Request *req);

/* --- send.c --- */

/* Queues the answer. False if the connection must be closed instead. */
bool reply_send(Request *req);
