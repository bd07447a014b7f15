#include "http/edge.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "http/dispatch.h"
#include "http/server_state.h"

/* A refused body is still taken off the wire up to so many bytes, so that the client gets to read
 * why; a larger one is cut off. */
#define DRAIN_MOST ((size_t)32 << 20)

/* A streamed body must bring so many bytes a millisecond (32 KiB/s) beyond its first minute. */
#define SLOWEST_BYTES_MS 32

static Link *link_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/* It may be silent, and then bring a request. */
static void link_idle(const Server *server, Link *link)
{
    int64_t now_us = monotonic_us();
    int64_t most_ms = server->options.idle_ms + server->options.receive_ms;
    atomic_store(&link->deadline_us, now_us + most_ms * 1000);
    atomic_store(&link->idle_us, now_us);
    link_taking(link, 0);
}

void edge_connection(void *user, struct MHD_Connection *connection, void **link,
                     enum MHD_ConnectionNotificationCode what)
{
    Server *server = user;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (*link) link_free(&server->links, *link);
        *link = NULL;
        return;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    *link = info ? link_new(&server->links, info->connect_fd) : NULL;
    if (*link) link_idle(server, *link);
}

size_t edge_unescape(void *user, struct MHD_Connection *connection, char *text)
{
    (void)user, (void)connection;
    return strlen(text);
}

/* In hexadecimal: every request has one, and printf is slow. */
static const char *id_text(Arena *arena, int64_t id)
{
    char digits[17], *at = digits + sizeof digits;
    uint64_t rest = (uint64_t)id;
    *--at = 0;
    do
        *--at = "0123456789abcdef"[rest & 15];
    while ((rest >>= 4) != 0);
    return arena_text(arena, at);
}

static bool request_init(Request *req, const char *target)
{
    Ctx *ctx = &req->ctx;
    const Gate *gate = req->server->options.gate;
    reply_reset(req);
    req->version = NONE;
    char *path = arena_text(ctx->arena, target);
    house_enter(ctx, req->server->house);
    ctx->who = gate ? gate->nobody : NULL;
    ctx->request_id = id_text(ctx->arena, ctx_id(ctx));
    if (!path || !ctx->request_id) return false;
    req->path_text = strsep(&path, "?");
    req->query_text = path ? path : "";
    return true;
}

void *edge_begin(void *user, const char *target, struct MHD_Connection *connection)
{
    Server *server = user;
    Link *link = link_of(connection);
    if (!link || !link_begin(&server->links, link)) return NULL;
    int64_t now_us = monotonic_us();
    atomic_store(&link->deadline_us, now_us + server->options.receive_ms * 1000);
    Request *req = ARENA_NEW(link->arena, Request);
    if (req) {
        req->server = server;
        req->link = link;
        req->connection = connection;
        req->started_us = now_us;
        ctx_init(&req->ctx, link->arena, server->source);
        if (request_init(req, target)) return req;
    }
    link_end(&server->links, link);
    return NULL;
}

/* Routes by their patterns: paths hold waybill numbers and the like. */
static void request_log(Request *req, int64_t took_us, size_t bytes,
                        enum MHD_RequestTerminationCode how)
{
    const ServerOptions *options = &req->server->options;
    const Route *route = request_route(req);
    const Gate *gate = options->gate;
    bool cut = how != MHD_REQUEST_TERMINATED_COMPLETED_OK;
    int http_status = req->reply.http_status;
    LogLevel level = http_status >= 500 ? LEVEL_ERROR : LEVEL_INFO;
    /* The caller was not told what went wrong inside. */
    const Problem *problem = &req->ctx.problem;
    const char *cause = req->status == INTERNAL ? problem->message
                        : req->status           ? problem->cause
                                                : "";
    log_line(options->log, &req->ctx, level, "request",
             log_text("method", req->head ? "HEAD" : method_name(req->method)),
             log_text("route", route       ? route->path
                               : req->file ? "(file)"
                                           : "(none)"),
             log_int("status", http_status), log_int("us", took_us),
             log_int("bytes", (int64_t)bytes),
             log_int("person", gate && gate->person_id ? gate->person_id(req->ctx.who) : 0),
             log_text("end", cut ? "cut" : "whole"), log_text("cause", cause));
}

void edge_completed(void *user, struct MHD_Connection *connection, void **request,
                    enum MHD_RequestTerminationCode how)
{
    (void)connection;
    Server *server = user;
    Request *req = *request;
    *request = NULL;
    if (!req) return;
    Link *link = req->link;
    int64_t took_us = req->reply.streamed ? 0 : monotonic_us() - req->started_us;
    size_t bytes = req->head ? 0 : req->reply.body.length;
    counts_add(server->counts, req->match.endpoint, req->reply.http_status, took_us, bytes);
    request_log(req, took_us, bytes, how);
    reply_reset(req);
    link_idle(server, link);
    link_end(&server->links, link);
}

/* How long the client may take over it. What is read while it is sent has so long for each block.
 */
static int64_t answer_ms(const Request *req)
{
    int64_t blocks = (int64_t)(req->reply.body.length / REPLY_BLOCK) + 1;
    return blocks * req->server->options.receive_ms;
}

static enum MHD_Result answer(Request *req, Status s)
{
    req->status = s;
    body_drop(&req->body);
    if (s) problem_reply(req);
    atomic_store(&req->link->deadline_us, 0);
    bool sent = reply_send(req);
    link_taking(req->link, req->reply.streamed ? 0 : answer_ms(req));
    return sent ? MHD_YES : MHD_NO;
}

/* The answer is known before the request is whole: the rest is let pass by. */
static enum MHD_Result let_pass(Request *req, Status s)
{
    req->phase = PHASE_REFUSED;
    req->status = s;
    body_drop(&req->body);
    return MHD_YES;
}

static enum MHD_Result head_came(Request *req, const char *method)
{
    atomic_store(&req->link->idle_us, 0);
    Status s = request_read(req, method);
    req->phase = PHASE_BODY;
    if (s) return answer(req, s); /* where it ends is not to be trusted */
    s = trial_read(req);
    trial_resume(req);
    if (!s && req->has_body) s = dispatch_head(req);
    trial_pause(req);
    if (!s) return MHD_YES;
    bool client_waits = header_lists(request_header(req, "Expect"), "100-continue");
    bool early = client_waits || req->content_length > DRAIN_MOST;
    return early ? answer(req, s) : let_pass(req, s);
}

/* A streamed body may be large and its line slow: it has the more time the more of it has come. */
static void deadline_extend(Request *req)
{
    const ServerOptions *options = &req->server->options;
    if (!req->body.sink) return;
    int64_t earned_us = (int64_t)(req->body.received / SLOWEST_BYTES_MS) * 1000;
    atomic_store(&req->link->deadline_us, req->started_us + options->receive_ms * 1000 + earned_us);
}

static enum MHD_Result body_came(Request *req, const char *data, size_t *length)
{
    size_t came = *length;
    *length = 0;
    if (req->phase == PHASE_REFUSED) {
        req->body.received += came;
        return req->body.received <= DRAIN_MOST ? MHD_YES : MHD_NO;
    }
    trial_resume(req);
    Status s = body_feed(&req->ctx, &req->body, data, came);
    trial_pause(req);
    deadline_extend(req);
    return s ? let_pass(req, s) : MHD_YES;
}

static enum MHD_Result whole_came(Request *req)
{
    atomic_store(&req->link->deadline_us, 0);
    if (req->phase == PHASE_REFUSED) return answer(req, req->status);
    if (req->phase == PHASE_WRITTEN) return answer(req, req->status);
    bool handed_over;
    trial_resume(req);
    Status s = dispatch_run(req, &handed_over);
    if (handed_over) return MHD_YES;
    trial_pause(req);
    return answer(req, s);
}

enum MHD_Result edge_access(void *user, struct MHD_Connection *connection, const char *url,
                            const char *method, const char *version, const char *data,
                            size_t *length, void **request)
{
    (void)user, (void)connection, (void)url, (void)version;
    Request *req = *request;
    (void)data;
    if (!req) return MHD_NO;
    if (req->phase == PHASE_HEAD) return head_came(req, method);
    if (*length) return body_came(req, data, length);
    return whole_came(req);
}
