#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "http/list_file.h"

#define JSON_MEDIA "application/json"

void reply_reset(Request *req)
{
    if (req->reply.prepared) MHD_destroy_response(req->reply.prepared);
    req->reply = (Reply){.version = NONE};
    buf_init(&req->reply.body, req->ctx.arena);
}

Buf *reply_with(Request *req, int http_status, const char *content_type)
{
    Reply *out = &req->reply;
    if (out->http_status) out->failed = true; /* answered twice */
    out->http_status = http_status;
    out->content_type = content_type;
    return &out->body;
}

static int usual_status(const Request *req)
{
    const Route *route = request_route(req);
    return route && route->creates ? 201 : 200;
}

static int64_t version_of(const Shape *shape, const void *thing)
{
    const Field *field = shape_field(shape, "version");
    int64_t version = NONE;
    if (field && field->kind == FIELD_KIND_INT)
        memcpy(&version, (const char *)thing + field->offset, sizeof version);
    return version;
}

Status reply(Ctx *ctx, Request *req, const void *thing, const Shape *shape)
{
    Buf *body = reply_with(req, usual_status(req), JSON_MEDIA);
    req->reply.version = version_of(shape, thing);
    json_encode(body, shape, thing, request_view(req));
    return buf_check(ctx, body);
}

Status reply_list(Ctx *ctx, Request *req, const List *list, const Shape *shape, const char *cursor)
{
    if (req->list_file) return list_file_add(ctx, req, list, shape, cursor);
    Buf *body = reply_with(req, usual_status(req), JSON_MEDIA);
    const View *view = request_view(req);
    const char *item = list->items;
    buf_text(body, "{\"items\":[");
    for (size_t i = 0; i < list->count; i++, item += shape->size) {
        if (i) buf_char(body, ',');
        json_encode(body, shape, item, view);
    }
    buf_text(body, "],\"next\":");
    json_text(body, cursor);
    buf_char(body, '}');
    return buf_check(ctx, body);
}

Status reply_empty(Request *req, int http_status)
{
    reply_with(req, http_status, NULL);
    return OK;
}

static bool value_is_plain(const char *value)
{
    for (const char *at = value; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7F) return false;
    return *value != 0;
}

void reply_header(Request *req, const char *name, const char *value)
{
    Reply *out = &req->reply;
    char *copy = value && value_is_plain(value) ? arena_text(req->ctx.arena, value) : NULL;
    if (copy && out->header_count < REPLY_HEADERS)
        out->headers[out->header_count++] = (Header){name, copy};
    else
        out->failed = true;
}

Status reply_check(Request *req)
{
    const Reply *out = &req->reply;
    if (out->failed || out->body.failed)
        return fail(&req->ctx, INTERNAL, "the handler's answer cannot be sent");
    return out->prepared || out->http_status
               ? OK
               : fail(&req->ctx, INTERNAL, "the handler gave no answer");
}

bool reply_has_header(const Request *req, const char *name)
{
    for (size_t i = 0; i < req->reply.header_count; i++)
        if (strcasecmp(req->reply.headers[i].name, name) == 0) return true;
    return false;
}
