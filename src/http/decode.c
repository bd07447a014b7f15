#include "http/decode.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "http/list_file.h"

#define KEY_LENGTH 255

/* Who passes a link to a page on (a chat, a mailing) adds parameters of their own. */
static bool is_page(const Route *route)
{
    return route->media && strncmp(route->media, "text/html", 9) == 0;
}

static Status parameter_read(Request *req, const Parameter *parameter, uint64_t *seen)
{
    Ctx *ctx = &req->ctx;
    const Route *route = request_route(req);
    const Field *field = route->query ? shape_field(route->query, parameter->name) : NULL;
    if (!field && is_page(route)) return OK;
    if (list_file_offered(route) && strcmp(parameter->name, "format") == 0)
        return list_file_ask(req, parameter->value, parameter->length);
    if (!field || field->read_only)
        return fail_field(ctx, parameter->name, "is not a parameter of this address");
    uint64_t bit = UINT64_C(1) << ((field - route->query->fields) & 63);
    if (*seen & bit) return fail_field(ctx, parameter->name, "is given twice");
    *seen |= bit;
    TextRules rules = {.zone = request_view(req)->zone};
    return field_from_text(ctx, field, req->query, parameter->value, parameter->length, &rules);
}

Status query_read(Request *req)
{
    Ctx *ctx = &req->ctx;
    const Shape *shape = request_route(req)->query;
    if (shape) {
        req->query = arena_alloc(ctx->arena, shape->size);
        if (!req->query) return no_memory(ctx);
        shape_clear(shape, req->query);
    }
    if (*req->query_text) {
        Query *query = ARENA_NEW(ctx->arena, Query);
        UriCheck check = query ? query_decode(ctx->arena, req->query_text, query) : URI_NO_MEMORY;
        if (check == URI_NO_MEMORY) return no_memory(ctx);
        if (check) return fail(ctx, INVALID, "the query parameters are not well formed");
        uint64_t seen = 0;
        for (size_t i = 0; i < query->count; i++) {
            Status s = parameter_read(req, &query->items[i], &seen);
            if (s) return s;
        }
    }
    return shape ? shape_check(ctx, shape, req->query) : OK;
}

Status input_read(Request *req)
{
    Ctx *ctx = &req->ctx;
    const Shape *shape = request_route(req)->in;
    if (!shape || request_route(req)->body != BODY_NONE) return OK;
    req->input = arena_alloc(ctx->arena, shape->size);
    if (!req->input) return no_memory(ctx);
    size_t length;
    const char *body = request_body(req, &length);
    Status s = json_decode(ctx, shape, req->input, body, length);
    return s ? s : shape_check_writing(ctx, shape, req->input);
}

static bool is_json(const char *type)
{
    size_t length = strcspn(type, "; \t");
    if (length == 16 && strncasecmp(type, "application/json", length) == 0) return true;
    return length > 5 && strncasecmp(type + length - 5, "+json", 5) == 0;
}

Status content_type_check(Request *req)
{
    const Route *route = request_route(req);
    Ctx *ctx = &req->ctx;
    bool takes_json = route->in && route->body == BODY_NONE;
    if (req->has_body && !takes_json && route->body == BODY_NONE)
        return fail(ctx, INVALID, "this address takes no body");
    const char *type = request_header(req, "Content-Type");
    if (!takes_json || !req->has_body || (type && is_json(type))) return OK;
    Status s = fail(ctx, UNSUPPORTED, "the body must be one JSON object");
    problem_hint(ctx, "send Content-Type: application/json");
    return s;
}

/* "7", with its quotes, as ETag gave it; a proxy that compresses may have made it weak. */
static Status version_parse(Ctx *ctx, const char *text, int64_t *out)
{
    const char *tag = strncmp(text, "W/", 2) == 0 ? text + 2 : text;
    char *end = NULL;
    errno = 0;
    if (tag[0] == '"' && tag[1] >= '0' && tag[1] <= '9') *out = strtoll(tag + 1, &end, 10);
    if (end && !errno && strcmp(end, "\"") == 0) return OK;
    return fail_field(ctx, "If-Match", "must be the one ETag that was given for this");
}

Status if_match_read(Request *req)
{
    const char *text = request_header(req, "If-Match");
    if (!request_route(req)->if_match) return OK;
    if (text) return version_parse(&req->ctx, text, &req->version);
    Status s = fail(&req->ctx, PRECONDITION, "the header If-Match must name the version to change");
    problem_hint(&req->ctx, "send the ETag that reading it gave");
    return s;
}

Status idempotency_key_read(Request *req)
{
    const Route *route = request_route(req);
    const char *key = request_header(req, "Idempotency-Key");
    if (!key || !route->creates || !route->writes) return OK;
    size_t length = strlen(key);
    if (length == 0 || length > KEY_LENGTH)
        return fail_field(&req->ctx, "Idempotency-Key", "must have 1 to %d characters", KEY_LENGTH);
    req->idempotency_key = key;
    return OK;
}
