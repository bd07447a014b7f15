#include <string.h>

#include "http/request.h"

/* RFC 6265bis: a browser takes such a cookie only from this host itself, over TLS, for all of it.
 */
#define HOST_PREFIX "__Host-"
#define NAME_MAX_LENGTH 64

static bool name_put(char out[static NAME_MAX_LENGTH], const Request *req, const char *name)
{
    size_t room = NAME_MAX_LENGTH, length = strlen(name), before = strlen(HOST_PREFIX);
    if (!req->secure) before = 0;
    if (before + length >= room) return false;
    memcpy(out, HOST_PREFIX, before);
    memcpy(out + before, name, length + 1);
    return true;
}

const char *request_cookie(const Request *req, const char *name)
{
    char whole[NAME_MAX_LENGTH];
    if (!name_put(whole, req, name)) return NULL;
    return MHD_lookup_connection_value(req->connection, MHD_COOKIE_KIND, whole);
}

Status reply_cookie(Ctx *ctx, Request *req, const Cookie *cookie)
{
    char whole[NAME_MAX_LENGTH];
    Buf text;
    if (!name_put(whole, req, cookie->name))
        return fail(ctx, INTERNAL, "the cookie %s has too long a name", cookie->name);
    buf_init(&text, ctx->arena);
    buf_format(&text, "%s=%s; Path=%s; HttpOnly; SameSite=%s", whole, cookie->value,
               req->secure ? "/" : cookie->path, cookie->lax ? "Lax" : "Strict");
    if (req->secure) buf_text(&text, "; Secure");
    if (cookie->max_age_s != NONE)
        buf_format(&text, "; Max-Age=%lld", (long long)cookie->max_age_s);
    Status s = buf_check(ctx, &text);
    if (!s) reply_header(req, "Set-Cookie", text.data);
    return s;
}
