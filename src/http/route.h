/* route.h -- an address the server answers, declared as a row.
 *
 * From the rows come dispatch, decoding, checking of rights, transactions, OpenAPI and the
 * console's client.
 *
 *   static const Route routes[] = {
 *       {POST, "/api/v1/waybills/{carrier}/{no}/corrections", .right = WAYBILL_WRITE,
 *        .writes = true, .in = &correction_shape, .out = &waybill_shape, .run = api_correct,
 *        .doc = "Give a parcel to the carrier it belongs to"},
 *       ROUTE_END};
 *
 * A handler that does not write runs on one of the server's few threads, with a reader's
 * connection: what takes long there keeps others waiting. One that `.writes` runs on a writer's
 * thread. Its answer goes out when its transaction is durable, and only then. */
#pragma once

#include <stdbool.h>

#include "base/buf.h"
#include "base/ctx.h"
#include "base/field.h"
#include "db/lane.h"

typedef enum Method { GET = 1, POST, PUT, PATCH, DELETE } Method;

/* Numbers of access/right.h; the two that http itself knows: */
enum { RIGHT_PUBLIC = 0, RIGHT_SIGNED_IN = 1 };

/* What the route takes as its body. */
typedef enum BodyKind {
    BODY_NONE,   /* none, unless .in is given: then one JSON object */
    BODY_RAW,    /* bytes, handed over whole (request_body), decompressed */
    BODY_STREAM, /* bytes, handed to the route's sink as they come, decompressed, never held */
} BodyKind;

typedef struct Request Request;

/* Where the bytes of BODY_STREAM go. All three are called on the connection's thread, before the
 * handler; what fails there is the answer, and the handler is not run. A request without a body
 * never opens it. */
typedef struct BodySink {
    /* When the person, the right and the query are checked; ctx->db is a reader's connection. What
     * `*state` holds is given back by arena_defer, however the request ends. */
    Status (*open)(Ctx *ctx, Request *req, void **state);
    Status (*take)(Ctx *ctx, void *state, const char *bytes, size_t length); /* without ctx->db */
    Status (*end)(Ctx *ctx, void *state);                                    /* that was all */
} BodySink;

typedef struct Route {
    Method method;
    const char *path; /* {name} stands for one segment */
    int right;
    bool writes;      /* the handler runs in a transaction on a writer's thread, */
    Lane lane;        /* of this lane */
    bool defers;      /* the handler hands the request over and returns: see request_resume */
    bool waits;       /* the handler waits for other machines: on a thread of its own, without
                         ctx->db; UNAVAILABLE where too many wait */
    bool creates;     /* answers 201, honours Idempotency-Key */
    bool if_match;    /* demands If-Match; request_version gives it */
    bool may_be_none; /* answers 204 where there is nothing to answer with */
    bool is_list; /* `out` is what the items are; the answer is {"items": […], "next": …}, or a
                     file of all of them (list_file.h) */
    bool staff;   /* the company's own work: refused to who is limited to a customer */
    bool no_database; /* answers without one, also when it is away; only RIGHT_PUBLIC */
    bool revalidates; /* `version` vouches for all of the answer: If-None-Match may get a 304 */
    BodyKind body;
    const BodySink *sink;       /* of BODY_STREAM */
    size_t max_body;            /* bytes after decompression; 0: 1 MiB */
    unsigned per_minute;        /* requests one address may make; 0: the server's general limit */
    unsigned (*rate)(Ctx *ctx); /* the same where it is a setting; 0: the general limit */
    const Shape *query;         /* query parameters */
    const Shape *in;
    const Shape *out;
    Status (*run)(Ctx *ctx, Request *req);
    const char *doc;
    const char *media; /* of an answer that is not JSON, for the document: "text/html" */
    const char *whole; /* "settings are": the whole company's, so refused to who is limited to an
                          outlet or a customer, whatever their rights */
    const void *of;    /* what a handler that several routes share works on: access/listing.h */
} Route;

#define ROUTE_END                                                                                  \
    {                                                                                              \
        .path = NULL                                                                               \
    }

/* --- what a handler asks of its request --- */

/* The row that it was matched with, or NULL where none was. */
const Route *request_route(const Request *req);
/* The body, decoded by route.in. */
const void *request_input(const Request *req);
/* The query parameters, decoded by route.query. */
const void *request_query(const Request *req);
/* A segment of the path, decoded; never NULL. */
const char *path_text(const Request *req, const char *name);
/* The same as an id. NOT_FOUND when it is no id. */
Status path_id(Ctx *ctx, const Request *req, const char *name, int64_t *out);
/* The bytes of BODY_RAW. */
const char *request_body(const Request *req, size_t *length);
/* What the route's sink made of its body; NULL where there was none. */
void *request_sink(const Request *req);
/* SHA-256 of a body that a sink took, REQUEST_DIGEST bytes. */
const unsigned char *request_digest(const Request *req);
#define REQUEST_DIGEST 32
/* NULL when missing. */
const char *request_header(const Request *req, const char *name);
/* The value of a cookie that reply_cookie() set; NULL when missing. */
const char *request_cookie(const Request *req, const char *name);
/* Whether the browser says that a page of another site sent it (Sec-Fetch-Site, else Origin). What
 * comes with a cookie from there is refused before any handler. */
bool request_is_foreign(const Request *req);
/* The peer's, or the one a trusted proxy forwards. */
const char *request_address(Request *req);
/* As it came, without its query. */
const char *request_path(const Request *req);
/* HEAD is GET. */
Method request_method(const Request *req);
/* The version that If-Match names. */
int64_t request_version(const Request *req);
/* Whether it came over TLS, or a trusted proxy says so. */
bool request_secure(const Request *req);

/* Of a route that defers: whoever the handler handed the request to has made the answer (or failed
 * with `status`), and lets it go out; from any thread, once. Such a handler runs without ctx->db;
 * when it returns OK the request is no longer its own, when it fails it is answered at once. */
void request_resume(Request *req, Status status);

/* --- how it answers; once ---
 *
 * A handler that returns another Status than OK need not answer: the Problem in ctx is sent as
 * application/problem+json, whatever it had begun is dropped. */

/* 200 (201 where the route creates) with the struct as JSON; an ETag when the shape has a field
 * `version`. Personal data is masked unless the person holds the right to see it (the gate
 * decides). */
Status reply(Ctx *ctx, Request *req, const void *thing, const Shape *shape);

/* {"items": […], "next": cursor}: `cursor` NULL at the end. */
Status reply_list(Ctx *ctx, Request *req, const List *list, const Shape *shape, const char *cursor);

/* Begins an answer that the handler writes itself into the returned buffer. */
Buf *reply_with(Request *req, int http_status, const char *content_type);

/* What an answer is read from while it is sent, never held whole. */
typedef struct AnswerSource {
    int64_t length; /* -1: it is not known before its end */
    /* Puts 1 to `room` bytes; 0 at the end of one of unknown length; -1 when it cannot go on: the
     * connection is cut, so that nobody takes what came for the whole. On the connection's thread,
     * when the handler is long done. */
    int64_t (*read)(void *state, char *into, size_t room);
    void (*close)(void *state); /* once, whatever happens */
    void *state;                /* nothing of the request's arena: it outlives it */
} AnswerSource;

/* 200 with what `source` gives; takes it over, also when this fails. */
Status reply_source(Ctx *ctx, Request *req, const char *content_type, const AnswerSource *source);

/* A table that is whole: an open file, at its beginning. */
typedef struct ReplyFile {
    int file;
    int64_t length;
    const char *name; /* without its ending */
    int64_t format;   /* TableFormat */
} ReplyFile;

/* 200 with that file, for the browser to save; takes it over, also when this fails. */
Status reply_file(Ctx *ctx, Request *req, const ReplyFile *file);

/* A status and no body: 204, 304. */
Status reply_empty(Request *req, int http_status);

/* `name` must outlive the request; `value` is copied. Control characters, and more than a dozen,
 * are refused: the answer is then a 500. Content-Type, Content-Length and ETag are not set by this.
 */
void reply_header(Request *req, const char *name, const char *value);

/* A cookie for the server alone (HttpOnly). Over TLS it is called __Host-NAME, is Secure and holds
 * for every path, so that nothing in clear and no other host of the domain can put another in its
 * place; in clear it is called NAME and holds for `path`. */
typedef struct Cookie {
    const char *name, *value, *path;
    bool lax;          /* sent along where another site leads here; else not (SameSite) */
    int64_t max_age_s; /* 0: it is forgotten; NONE: when the browser is closed */
} Cookie;

/* Sets it with the answer. */
Status reply_cookie(Ctx *ctx, Request *req, const Cookie *cookie);

/* How this person may see data. */
const View *request_view(Request *req);

/* An opaque keyset cursor: the values of the last row's sort keys, at most 8; of the list that
 * ctx->list names, which is the route's path unless its handler says otherwise. NULL if there is no
 * memory. */
const char *cursor_make(Ctx *ctx, const int64_t *keys, size_t count);
/* INVALID, naming the field `cursor`, for one we did not make, or made for another list. */
Status cursor_read(Ctx *ctx, const char *cursor, int64_t *keys, size_t count);

#define CURSOR_TEXT 256
/* The same with a text beside the numbers, of at most CURSOR_TEXT bytes (64 characters, whichever
 * they are); NULL reads as "". Neither is mistaken for the other. */
const char *cursor_make_text(Ctx *ctx, const int64_t *keys, size_t count, const char *text);
/* The text lives in ctx's arena; INVALID, naming `cursor`, also where it is none that a database
 * could hold. */
Status cursor_read_text(Ctx *ctx, const char *cursor, int64_t *keys, size_t count,
                        const char **text);
