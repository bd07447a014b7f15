#include <string.h>

#include "base/json.h"
#include "http/problem_page.h"
#include "http/request.h"

/* When there is not even the memory to say what was wrong. */
static const char out_of_memory[] =
    "{\"type\":\"urn:parceldesk:problem:no_memory\",\"title\":\"Out of memory\",\"status\":503,"
    "\"code\":\"no_memory\"}";

static void add_text(Buf *buf, const char *key, const char *value)
{
    if (!value || !*value) return;
    buf_format(buf, ",\"%s\":", key);
    json_text(buf, value);
}

static void problem_encode(Buf *buf, const Request *req, int http_status)
{
    const Problem *problem = &req->ctx.problem;
    const char *code = req->problem_code ? req->problem_code : status_code(req->status);
    const char *title = status_title(req->status);
    /* What went wrong inside is for the log, not for the caller. */
    bool told = req->status != INTERNAL && problem->status == req->status && *problem->message;
    buf_format(buf, "{\"type\":\"urn:parceldesk:problem:%s\"", code);
    add_text(buf, "title", title);
    buf_format(buf, ",\"status\":%d", http_status);
    add_text(buf, "detail", told ? problem->message : title);
    add_text(buf, "code", code);
    if (told) add_text(buf, "field", problem->field);
    if (told && problem->row > 0) buf_format(buf, ",\"row\":%lld", (long long)problem->row);
    if (told) add_text(buf, "hint", problem->hint);
    add_text(buf, "request_id", req->ctx.request_id);
    buf_char(buf, '}');
}

static void allow_header(Request *req)
{
    Buf methods;
    buf_init(&methods, req->ctx.arena);
    unsigned allowed = req->match.allowed;
    for (Method method = GET; method <= DELETE; method++)
        if (allowed & 1u << method)
            buf_format(&methods, "%s%s", methods.length ? ", " : "", method_name(method));
    if (allowed & 1u << GET) buf_text(&methods, ", HEAD");
    reply_header(req, "Allow", methods.data);
}

static unsigned retry_of(const Request *req, int http_status)
{
    const Problem *problem = &req->ctx.problem;
    if (req->retry_s) return req->retry_s;
    if (problem->status == req->status && problem->retry_s) return problem->retry_s;
    return http_status == 503 ? 1 : 0;
}

static void problem_headers(Request *req, int http_status)
{
    if (http_status == 401) reply_header(req, "WWW-Authenticate", "Bearer");
    if (http_status == 405) allow_header(req);
    if (http_status == 415) reply_header(req, "Accept-Encoding", "gzip, deflate");
    unsigned wait_s = retry_of(req, http_status);
    if (wait_s) reply_header(req, "Retry-After", arena_format(req->ctx.arena, "%u", wait_s));
}

/* A browser that asked for a page, or sent a form to get one; where nothing is, for any page. */
static bool wants_page(const Request *req)
{
    const Route *route = request_route(req);
    bool is_page = route ? route->media && strncmp(route->media, "text/html", 9) == 0
                         : strncmp(req->path_text, "/api/", 5) != 0;
    return is_page && header_lists(request_header(req, "Accept"), "text/html");
}

static Buf *page_write(Request *req, int http_status)
{
    Buf *body = reply_with(req, http_status, "text/html; charset=utf-8");
    problem_headers(req, http_status);
    reply_header(req, "Cache-Control", "no-store");
    const ProblemPage page = {http_status, req->retry_s,
                              request_route(req) ? request_path(req) : "/"};
    problem_page(body, &page);
    return body;
}

static Buf *json_write(Request *req, int http_status)
{
    Buf *body = reply_with(req, http_status, "application/problem+json");
    problem_headers(req, http_status);
    problem_encode(body, req, http_status);
    return body;
}

void problem_reply(Request *req)
{
    int http_status = req->problem_http ? req->problem_http : status_http(req->status);
    reply_reset(req);
    Buf *body = wants_page(req) ? page_write(req, http_status) : json_write(req, http_status);
    if (!body->failed && !req->reply.failed) return;
    reply_reset(req);
    req->reply.http_status = 503;
    req->reply.content_type = "application/problem+json";
    req->reply.body.data = (char *)(uintptr_t)out_of_memory;
    req->reply.body.length = sizeof out_of_memory - 1;
}
