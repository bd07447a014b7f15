#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "http/request.h"
#include "http/server_state.h"

#define ETAG_ROOM (INT_ROOM + 3)

/* What every answer carries unless its handler says otherwise. */
static const Header usual_headers[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cache-Control", "no-store"},
};

/* A page loads only what it came with; what is no page loads nothing and is framed nowhere. */
static const char page_policy[] =
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";
/* RFC 6797; a year. Browsers heed it over TLS alone. */
static const char transport_policy[] = "max-age=31536000; includeSubDomains";
static const char other_policy[] = "default-src 'none'; frame-ancestors 'none'";
/* A script that runs as a worker is held to its own: it may ask the server it came from. */
static const char script_policy[] =
    "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";

static void body_compress(Request *req)
{
    Reply *out = &req->reply;
    bool packed_already = req->file || reply_has_header(req, "Content-Encoding");
    if (packed_already || !compress_pays(out->content_type, out->body.length)) return;
    reply_header(req, "Vary", "Accept-Encoding");
    if (!header_lists(request_header(req, "Accept-Encoding"), "gzip")) return;
    size_t length;
    void *packed = compress_gzip(req->server->compressor, req->ctx.arena, out->body.data,
                                 out->body.length, &length);
    if (!packed) return;
    out->body.data = packed;
    out->body.length = length;
    reply_header(req, "Content-Encoding", "gzip");
}

/* An ETag in a list of them, weak or strong, or "*". */
static bool tag_listed(const char *list, const char *tag)
{
    return list && (strcmp(list, "*") == 0 || strstr(list, tag) != NULL);
}

static void version_tag(Request *req)
{
    Reply *out = &req->reply;
    const Route *route = request_route(req);
    if (out->version == NONE || out->http_status >= 300) return;
    char tag[ETAG_ROOM], *end = int_put(tag + 1, out->version);
    tag[0] = end[0] = '"';
    end[1] = 0;
    reply_header(req, "ETag", tag);
    if (!reply_has_header(req, "Cache-Control"))
        reply_header(req, "Cache-Control", "private, no-cache");
    if (route && route->revalidates && req->method == GET &&
        tag_listed(request_header(req, "If-None-Match"), tag)) {
        out->http_status = 304;
        out->content_type = NULL;
        buf_clear(&out->body);
    }
}

static bool header_add(struct MHD_Response *response, const char *name, const char *value)
{
    return MHD_add_response_header(response, name, value) == MHD_YES;
}

static bool usual_add(const Request *req, struct MHD_Response *response)
{
    bool good = true;
    for (size_t i = 0; i < sizeof usual_headers / sizeof *usual_headers; i++)
        if (!reply_has_header(req, usual_headers[i].name))
            good &= header_add(response, usual_headers[i].name, usual_headers[i].value);
    const char *type = req->reply.content_type;
    bool is_page = type && strncmp(type, "text/html", 9) == 0;
    /* For browsers that know no frame-ancestors. */
    if (is_page) good &= header_add(response, "X-Frame-Options", "DENY");
    if (req->secure) good &= header_add(response, "Strict-Transport-Security", transport_policy);
    bool is_script = type && strncmp(type, "text/javascript", 15) == 0;
    const char *policy = is_page ? page_policy : is_script ? script_policy : other_policy;
    /* A 304 has no type: its policy would take the place of that of the page that is kept. */
    if (req->reply.http_status != 304 && !reply_has_header(req, "Content-Security-Policy"))
        good &= header_add(response, "Content-Security-Policy", policy);
    return good;
}

static bool headers_add(const Request *req, struct MHD_Response *response)
{
    const Reply *out = &req->reply;
    bool good = usual_add(req, response);
    if (out->content_type) good &= header_add(response, "Content-Type", out->content_type);
    for (size_t i = 0; i < out->header_count; i++)
        good &= header_add(response, out->headers[i].name, out->headers[i].value);
    if (req->ctx.request_id) good &= header_add(response, "X-Request-Id", req->ctx.request_id);
    if (atomic_load(&req->server->stopping)) good &= header_add(response, "Connection", "close");
    return good;
}

static struct MHD_Response *response_make(Request *req)
{
    Reply *out = &req->reply;
    if (out->prepared) return out->prepared;
    return MHD_create_response_from_buffer(out->body.length, out->body.data,
                                           MHD_RESPMEM_PERSISTENT);
}

bool reply_send(Request *req)
{
    Reply *out = &req->reply;
    if (!req->status && (req->status = reply_check(req))) problem_reply(req);
    trial_tell(req);
    version_tag(req);
    body_compress(req);
    struct MHD_Response *response = response_make(req);
    out->prepared = NULL;
    if (!response) return false;
    bool queued = headers_add(req, response) &&
                  MHD_queue_response(req->connection, (unsigned)out->http_status, response);
    MHD_destroy_response(response);
    req->phase = PHASE_SENT;
    return queued;
}
