#include "http/dispatch.h"

#include <string.h>
#include <strings.h>

#include "http/decode.h"
#include "http/idempotency.h"
#include "http/list_file.h"
#include "http/outside.h"
#include "http/server_state.h"

#define BODY_USUAL ((size_t)1 << 20)

typedef Status Check(Request *req);

static Status each(Check *const *checks, Request *req)
{
    Status s = OK;
    for (; !s && *checks; checks++)
        s = (*checks)(req);
    return s;
}

/* --- without a database --- */

static Status route_find(Request *req)
{
    Ctx *ctx = &req->ctx;
    const Server *server = req->server;
    UriCheck check = path_decode(ctx->arena, req->path_text, strlen(req->path_text), &req->path);
    if (check == URI_NO_MEMORY) return no_memory(ctx);
    if (check) {
        Status s = fail(ctx, INVALID, "the path is not well formed");
        return refuse(req, s, REFUSAL_BAD_PATH);
    }
    if (!req->path.open) router_match(server->router, req->method, &req->path, &req->match);
    if (req->match.endpoint) ctx->list = request_route(req)->path;
    if (req->match.endpoint) return OK;
    if (req->match.allowed) {
        Status s = fail(ctx, UNSUPPORTED, "this address does not answer this method");
        return refuse(req, s, REFUSAL_METHOD_NOT_ALLOWED);
    }
    if (req->method == GET) req->file = static_file_find(server->files, req->path_text);
    if (req->method == GET) req->folder = static_folder(server->files, req->path_text);
    if (req->file || req->folder) return OK;
    return fail(ctx, NOT_FOUND, "there is nothing at this address");
}

static unsigned route_rate(Request *req, const Route *route)
{
    return route->rate ? route->rate(&req->ctx) : route->per_minute;
}

/* Buckets of an address beside those of routes: of all that strangers ask, and of those who say who
 * they are. What strangers ask without end takes nothing from their neighbours behind the same
 * address; a wrong token counts in both. */
enum { SCOPE_STRANGERS = 0 };
#define SCOPE_PROOFS UINT64_MAX

static unsigned general_take(Request *req, uint64_t scope)
{
    const Server *server = req->server;
    return rates_take(server->rates, &req->peer, scope, server->options.per_minute,
                      req->started_us);
}

static unsigned strangers_take(Request *req)
{
    bool proves = request_header(req, "Authorization") || request_header(req, "Cookie");
    unsigned wait_s = general_take(req, SCOPE_STRANGERS);
    req->counted = !wait_s;
    if (!proves) return wait_s;
    wait_s = general_take(req, SCOPE_PROOFS);
    req->proof_counted = !wait_s;
    return wait_s;
}

/* A route's own limit takes the place of the general one. */
static Status rate_check(Request *req)
{
    const Endpoint *endpoint = req->match.endpoint;
    unsigned own = endpoint ? route_rate(req, endpoint->route) : 0;
    if (req->trial.asked) return OK;
    unsigned wait_s =
        own ? rates_take(req->server->rates, &req->peer, endpoint->number + 1, own, req->started_us)
            : strangers_take(req);
    if (!wait_s) return OK;
    req->retry_s = wait_s;
    return fail(&req->ctx, TOO_MANY, "this address asks too often; ask again in %u s", wait_s);
}

static Check *const first_checks[] = {route_find, rate_check, NULL};

/* --- with one --- */

static Status person_identify(Request *req)
{
    Ctx *ctx = &req->ctx;
    const Gate *gate = req->server->options.gate;
    const Route *route = request_route(req);
    if (!gate || !gate->identify || route->no_database) return OK;
    Status s = gate->identify(ctx, req);
    /* What is open to everybody is open also to one whose session is over. */
    if (s != UNAUTHENTICATED || route->right != RIGHT_PUBLIC) return s;
    problem_clear(ctx);
    ctx->who = gate->nobody;
    return OK;
}

/* The general limit is for strangers: who loads parcels by the million has a token. */
static Status rate_forgive(Request *req)
{
    const Server *server = req->server;
    const Gate *gate = server->options.gate;
    if (!gate || !gate->allows || !gate->allows(&req->ctx, RIGHT_SIGNED_IN)) return OK;
    unsigned per_minute = server->options.per_minute;
    if (req->counted) rates_give_back(server->rates, &req->peer, SCOPE_STRANGERS, per_minute);
    if (req->proof_counted) rates_give_back(server->rates, &req->peer, SCOPE_PROOFS, per_minute);
    return OK;
}

static Status right_check(Request *req)
{
    Ctx *ctx = &req->ctx;
    const Gate *gate = req->server->options.gate;
    const Route *route = request_route(req);
    int right = route->right;
    if (right == RIGHT_PUBLIC) return OK;
    bool known = gate && gate->allows && gate->allows(ctx, RIGHT_SIGNED_IN);
    if (!known) return fail(ctx, UNAUTHENTICATED, "this needs a token or a session");
    if (!gate->allows(ctx, right))
        return fail(ctx, FORBIDDEN, "this needs the right %s",
                    gate->right_name ? gate->right_name(right) : "that was not given");
    if (route->whole && gate->whole) return gate->whole(ctx, route->whole);
    return route->staff && gate->staff ? gate->staff(ctx) : OK;
}

bool request_is_foreign(const Request *req)
{
    const char *site = request_header(req, "Sec-Fetch-Site");
    const char *origin = request_header(req, "Origin");
    const char *host = request_header(req, "Host");
    bool same = true;
    if (site) {
        same = strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0;
    } else if (origin) {
        const char *name = strstr(origin, "://");
        same = name && host && strcasecmp(name + 3, host) == 0;
    }
    return !same;
}

/* A browser sends cookies along with what another site makes it send. */
static Status origin_check(Request *req)
{
    if (req->method == GET || !request_header(req, "Cookie")) return OK;
    if (request_header(req, "Authorization") || !request_is_foreign(req)) return OK;
    return fail(&req->ctx, FORBIDDEN, "the request comes from another site");
}

static Check *const person_checks[] = {person_identify, rate_forgive,         right_check,
                                       origin_check,    content_type_check,   query_read,
                                       if_match_read,   idempotency_key_read, NULL};

/* With a reader's connection where the route has a use for one. */
static Status with_reader(Request *req, Check *work)
{
    Ctx *ctx = &req->ctx;
    struct Database *database = req->server->house->database;
    if (!database || request_route(req)->no_database) return work(req);
    Status s = database_reader(ctx, database);
    if (s) return s;
    s = work(req);
    database_give_back(ctx, database);
    return s;
}

static Status check_person(Request *req)
{
    return each(person_checks, req);
}

static Status sink_open(Request *req)
{
    const Route *route = request_route(req);
    if (route->body != BODY_STREAM) return OK;
    req->body.sink = route->sink;
    return route->sink->open(&req->ctx, req, &req->body.state);
}

/* With a body to come: its sink is asked before a byte of it is taken. */
static Status check_sender(Request *req)
{
    Status s = check_person(req);
    return s ? s : sink_open(req);
}

static Status body_open(Request *req)
{
    const Route *route = request_route(req);
    Ctx *ctx = &req->ctx;
    req->body.limit = route->max_body ? route->max_body : BODY_USUAL;
    req->body.held = &req->server->held;
    req->body.max_held = req->server->options.max_buffered;
    if (req->content_length > req->body.limit)
        return fail(ctx, TOO_LARGE, "the body is larger than %zu bytes", req->body.limit);
    return body_begin(ctx, &req->body, request_header(req, "Content-Encoding"),
                      req->content_length);
}

Status dispatch_head(Request *req)
{
    Status s = each(first_checks, req);
    if (s) return s;
    if (req->file) return fail(&req->ctx, INVALID, "this address takes no body");
    s = with_reader(req, check_sender);
    return s ? s : body_open(req);
}

/* --- the handler --- */

static Status handler_run(Request *req)
{
    Ctx *ctx = &req->ctx;
    Status s = req->list_file ? list_file_run(ctx, req) : request_route(req)->run(ctx, req);
    return s ? s : reply_check(req);
}

static Status write_try(Ctx *ctx, Request *req)
{
    const Gate *gate = req->server->options.gate;
    bool replayed = false;
    reply_reset(req);
    Status s = idempotency_find(ctx, req, &replayed);
    if (s || replayed) return s;
    s = handler_run(req);
    if (!s && gate && gate->wrote) s = gate->wrote(ctx, req);
    return s ? s : idempotency_keep(ctx, req);
}

static Status write_run(Ctx *ctx, void *work)
{
    Request *req = work;
    trial_resume(req);
    Status s = write_try(ctx, req);
    trial_pause(req);
    return s;
}

/* From here on the connection's thread has the request again. */
void request_resume(Request *req, Status status)
{
    req->status = status;
    req->phase = PHASE_WRITTEN;
    MHD_resume_connection(req->connection);
}

static void write_done(void *work, Status status)
{
    request_resume(work, status);
}

static Status write_submit(Request *req, bool *handed_over)
{
    struct Database *database = req->server->house->database;
    if (!database) return fail(&req->ctx, UNAVAILABLE, "there is no database");
    req->write = (Write){.ctx = &req->ctx,
                         .run = write_run,
                         .done = write_done,
                         .work = req,
                         .lane = request_route(req)->lane};
    req->phase = PHASE_WRITING;
    trial_pause(req);
    MHD_suspend_connection(req->connection);
    Status s = database_submit(database, &req->write);
    *handed_over = true;
    if (s) write_done(req, s);
    return OK;
}

static Status defer_run(Request *req, bool *handed_over)
{
    req->phase = PHASE_WRITING;
    trial_pause(req);
    MHD_suspend_connection(req->connection);
    *handed_over = true;
    Status s = request_route(req)->run(&req->ctx, req);
    if (s) request_resume(req, s);
    return OK;
}

static Status wait_run(Request *req, bool *handed_over)
{
    req->phase = PHASE_WRITING;
    trial_pause(req);
    MHD_suspend_connection(req->connection);
    *handed_over = true;
    outside_run(req);
    return OK;
}

static Status hand_over(Request *req, bool *handed_over)
{
    const Route *route = request_route(req);
    if (route->waits) return wait_run(req, handed_over);
    return route->defers ? defer_run(req, handed_over) : write_submit(req, handed_over);
}

static bool is_handed_over(const Route *route)
{
    return route->writes || route->defers || route->waits;
}

static Status body_close(Request *req)
{
    return req->has_body ? body_end(&req->ctx, &req->body) : OK;
}

static Status whole_run(Request *req)
{
    static Check *const rest[] = {check_person, input_read, handler_run, NULL};
    return each(rest, req);
}

static Status folder_reply(Request *req)
{
    reply_header(req, "Location", req->folder);
    return reply_empty(req, 308);
}

/* Without a body nothing was asked of the database yet: one reader does for all. */
static Status dispatch_short(Request *req, bool *handed_over)
{
    Status s = each(first_checks, req);
    if (s) return s;
    if (req->file) return static_file_reply(req, req->file);
    if (req->folder) return folder_reply(req);
    const Route *route = request_route(req);
    if (!is_handed_over(route)) return with_reader(req, whole_run);
    s = with_reader(req, check_person);
    if (!s) s = input_read(req);
    return s ? s : hand_over(req, handed_over);
}

Status dispatch_run(Request *req, bool *handed_over)
{
    *handed_over = false;
    if (!req->has_body) return dispatch_short(req, handed_over);
    static Check *const before[] = {body_close, input_read, NULL};
    Status s = each(before, req);
    if (s) return s;
    if (is_handed_over(request_route(req))) return hand_over(req, handed_over);
    return with_reader(req, handler_run);
}
