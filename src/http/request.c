#include "http/request.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "http/server_state.h"

const Route *request_route(const Request *req)
{
    return req->match.endpoint ? req->match.endpoint->route : NULL;
}

const void *request_input(const Request *req)
{
    return req->input;
}

const void *request_query(const Request *req)
{
    return req->query;
}

const char *path_text(const Request *req, const char *name)
{
    const Endpoint *endpoint = req->match.endpoint;
    for (size_t i = 0; endpoint && i < endpoint->name_count; i++)
        if (strcmp(endpoint->names[i], name) == 0) return req->match.values[i];
    return "";
}

Status path_id(Ctx *ctx, const Request *req, const char *name, int64_t *out)
{
    const char *text = path_text(req, name);
    size_t length = strlen(text);
    errno = 0;
    char *end;
    long long id = strtoll(text, &end, 10);
    bool digits = length > 0 && strspn(text, "0123456789") == length;
    if (!digits || errno || id <= 0) return fail(ctx, NOT_FOUND, "there is no such %s", name);
    *out = id;
    return OK;
}

const char *request_body(const Request *req, size_t *length)
{
    *length = req->body.buf.length;
    return req->body.buf.data ? req->body.buf.data : "";
}

void *request_sink(const Request *req)
{
    return req->body.state;
}

const unsigned char *request_digest(const Request *req)
{
    return req->body.digest;
}

const char *request_header(const Request *req, const char *name)
{
    for (size_t i = 0; i < req->header_count; i++)
        if (strcasecmp(req->headers[i].name, name) == 0) return req->headers[i].value;
    return NULL;
}

/* A proxy appends its line at the end. */
static const char *last_header(const Request *req, const char *name)
{
    for (size_t i = req->header_count; i-- > 0;)
        if (strcasecmp(req->headers[i].name, name) == 0) return req->headers[i].value;
    return NULL;
}

const char *request_address(Request *req)
{
    address_format(&req->peer, req->address);
    return req->address;
}

const char *request_path(const Request *req)
{
    return req->path_text;
}

Method request_method(const Request *req)
{
    return req->method;
}

int64_t request_version(const Request *req)
{
    return req->version;
}

bool request_secure(const Request *req)
{
    return req->secure;
}

const View *request_view(Request *req)
{
    const Gate *gate = req->server->options.gate;
    if (!req->viewed && gate && gate->view) gate->view(&req->ctx, &req->view);
    req->viewed = true;
    return &req->view;
}

bool header_lists(const char *list, const char *word)
{
    size_t length = strlen(word);
    while (list && *list) {
        list += strspn(list, " \t,");
        size_t item = strcspn(list, ",");
        size_t name = strcspn(list, "; \t,");
        if (name == length && strncasecmp(list, word, length) == 0) {
            const char *q = memmem(list, item, "q=", 2);
            return !q || strtod(q + 2, NULL) > 0;
        }
        list += item;
    }
    return false;
}

static const struct {
    const char *code;
    int http;
} refusals[REFUSAL_COUNT] = {
#define REFUSAL_ROW_(constant, code, http) [REFUSAL_##constant] = {code, http},
    REFUSALS(REFUSAL_ROW_)
#undef REFUSAL_ROW_
};

const char *refusal_code(Refusal refusal)
{
    return refusals[refusal].code;
}

Status refuse(Request *req, Status status, Refusal refusal)
{
    req->problem_http = refusals[refusal].http;
    req->problem_code = refusals[refusal].code;
    return status;
}

static enum MHD_Result header_note(void *user, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    (void)kind;
    Request *req = user;
    if (req->header_count == REQUEST_HEADERS) return MHD_NO;
    req->headers[req->header_count++] = (Header){name, value ? value : ""};
    return MHD_YES;
}

static Status headers_read(Request *req)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(req->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    int count = MHD_get_connection_values(req->connection, MHD_HEADER_KIND, header_note, req);
    bool too_many = count > REQUEST_HEADERS || (count > (int)req->header_count);
    if (!too_many && info && info->header_size <= req->server->options.max_header) return OK;
    Status s =
        fail(&req->ctx, TOO_LARGE, "the header lines are more than %d or larger than %zu bytes",
             REQUEST_HEADERS, req->server->options.max_header);
    return refuse(req, s, REFUSAL_HEADER_TOO_LARGE);
}

/* What decides where a request ends must say so once: anything else is how requests are smuggled
 * past a proxy that reads it differently. MHD has checked the number itself. */
static Status framing_read(Request *req)
{
    const char *length = request_header(req, "Content-Length");
    const char *coding = request_header(req, "Transfer-Encoding");
    bool twice = (length && last_header(req, "Content-Length") != length) ||
                 (coding && last_header(req, "Transfer-Encoding") != coding);
    if (twice || (length && coding) || (coding && strcasecmp(coding, "chunked") != 0)) {
        Status s =
            fail(&req->ctx, INVALID, "Content-Length and Transfer-Encoding contradict each other");
        return refuse(req, s, REFUSAL_BAD_REQUEST);
    }
    req->content_length = length ? strtoull(length, NULL, 10) : 0;
    req->has_body = coding || req->content_length > 0;
    return OK;
}

static void peer_read(Request *req)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(req->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const Networks *trusted = &req->server->trusted;
    Address socket_peer;
    address_of(info ? info->client_addr : NULL, &socket_peer);
    req->peer = socket_peer;
    req->secure = req->server->options.certificate != NULL;
    if (networks_hold(trusted, &socket_peer)) {
        const char *hops = last_header(req, "X-Forwarded-For");
        if (!hops) hops = last_header(req, "Forwarded"); /* read by nobody, so it names nobody */
        req->peer = address_behind(trusted, &socket_peer, hops);
        const char *scheme = last_header(req, "X-Forwarded-Proto");
        if (scheme) req->secure = strcasecmp(scheme, "https") == 0;
    }
}

Status request_read(Request *req, const char *method)
{
    req->method = method_of(method);
    req->head = strcmp(method, "HEAD") == 0;
    Status s = headers_read(req);
    if (!s) s = framing_read(req);
    peer_read(req);
    return s;
}
