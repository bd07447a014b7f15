#include "access/gate.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "access/access.h"
#include "access/audit.h"
#include "access/keys.h"
#include "access/session.h"
#include "access/setting.h"
#include "db/db.h"
#include "house.h"

#define PERSON_HEADER "X-Parceldesk-Person"

/* --- who is asking --- */

static bool changes_something(const Request *req)
{
    return request_method(req) != GET;
}

/* "https://host[:port]" of our own pages: what is behind the scheme is the Host we were asked
 * under. */
static bool origin_is_ours(const Request *req)
{
    const char *origin = request_header(req, "Origin");
    const char *host = request_header(req, "Host");
    const char *behind = origin ? strstr(origin, "://") : NULL;
    return behind && host && strcasecmp(behind + 3, host) == 0;
}

/* A cookie comes along whoever made the page that sends the request. */
static Status check_origin(Ctx *ctx, const Request *req)
{
    if (!changes_something(req) || request_header(req, "X-Parceldesk") || origin_is_ours(req))
        return OK;
    Status s = fail(ctx, FORBIDDEN, "a request by cookie must show where it comes from");
    problem_hint(ctx, "send the header X-Parceldesk: 1");
    return s;
}

/* Another page of the browser may have signed in as somebody else meanwhile: what a page asks in
 * the name of its person is not done in another's. */
static Status check_meant(Ctx *ctx, const Request *req, const Person *who)
{
    char id[24];
    const char *meant = request_header(req, PERSON_HEADER);
    snprintf(id, sizeof id, "%lld", (long long)who->id);
    if (!meant || strcmp(meant, id) == 0) return OK;
    Status s = fail(ctx, UNAUTHENTICATED, "somebody else is signed in by now");
    snprintf(ctx->problem.field, sizeof ctx->problem.field, "%s", PERSON_HEADER);
    return s;
}

static const char *bearer_of(const Request *req)
{
    const char *header = request_header(req, "Authorization");
    if (!header || strncasecmp(header, "Bearer ", 7) != 0) return NULL;
    return header + 7 + strspn(header + 7, " ");
}

/* Signing in must work with an old cookie still in the browser. */
static bool is_sign_in(const Request *req)
{
    const char *path = request_path(req);
    return request_method(req) == POST &&
           (strcmp(path, "/api/v1/session") == 0 || strncmp(path, "/api/v1/session/", 16) == 0);
}

static bool is_path_of(const char *path, const char *const *paths)
{
    while (*paths && strcmp(path, *paths) != 0)
        paths++;
    return *paths != NULL;
}

/* With a one-time password, or without the second factor that one's role needs, one may only look
 * at oneself, set that right, and leave. */
static Status check_ready(Ctx *ctx, const Request *req, const Person *who)
{
    static const char *const password_paths[] = {"/api/v1/me", "/api/v1/me/password",
                                                 "/api/v1/session", NULL};
    static const char *const factor_paths[] = {"/api/v1/me",
                                               "/api/v1/me/password",
                                               "/api/v1/session",
                                               "/api/v1/me/alerts",
                                               "/api/v1/me/second-factor",
                                               "/api/v1/me/second-factor/confirmation",
                                               NULL};
    const char *path = request_path(req);
    bool password = who->must_change_password;
    if ((!password && !who->must_set_factor) || strncmp(path, "/api/", 5) != 0) return OK;
    if (is_path_of(path, password ? password_paths : factor_paths)) return OK;
    Status s = fail(ctx, FORBIDDEN,
                    password ? "the one-time password must be changed first"
                             : "a second factor must be set up first");
    problem_hint(ctx, password ? "POST /api/v1/me/password" : "POST /api/v1/me/second-factor");
    return s;
}

static Status gate_identify(Ctx *ctx, Request *req)
{
    const char *token = bearer_of(req);
    const char *cookie = token ? NULL : request_cookie(req, SESSION_COOKIE);
    const Person *who = NULL;
    if (request_header(req, "Authorization") && !token)
        return fail(ctx, UNAUTHENTICATED, "only Authorization: Bearer is understood");
    if (token) {
        Status s = access_by_token(ctx, token, &who);
        if (!s) ctx->who = who;
        return s;
    }
    if (!cookie || is_sign_in(req)) return OK;
    Status s = access_by_session(ctx, cookie, &who);
    if (!s) s = check_origin(ctx, req);
    if (!s) s = check_meant(ctx, req, who);
    if (!s) s = check_ready(ctx, req, who);
    if (!s) ctx->who = who;
    return s;
}

/* --- what they may do and see --- */

static const Person nobody = {.kind = PERSON_NOBODY, .login = ""};

static void gate_view(Ctx *ctx, View *out)
{
    *out = (View){.unmask = ctx_may(ctx, PERSONAL_READ),
                  .outsider = scope_customer(ctx) != 0,
                  .zone = setting_text(ctx, SETTING_NAMED_ZONE),
                  .currency = ctx_currency(ctx)};
}

static int64_t gate_person_id(const struct Person *who)
{
    return who ? who->id : 0;
}

/* --- what leaves as a file --- */

static Status write_took(Ctx *ctx, void *what)
{
    return audit_write(ctx, "list.export", "list", 0, what);
}

static Status gate_took(Ctx *ctx, const char *what)
{
    Ctx own = *ctx; /* the reading goes on in its snapshot */
    Status s = database_write(&own, ctx->house->database, write_took, (void *)what);
    ctx->problem = own.problem;
    return s;
}

/* --- what is kept of answers --- */

static Status gate_seal(Ctx *ctx, const void *plain, size_t length, void **out, size_t *out_length)
{
    Sealed sealed;
    Status s = key_seal_bytes(ctx, "answer", plain, length, &sealed);
    if (s) return s;
    *out = (void *)sealed.bytes;
    *out_length = sealed.length;
    return OK;
}

static Status gate_unseal(Ctx *ctx, const void *sealed, size_t length, void **out,
                          size_t *out_length)
{
    const char *plain;
    Status s = key_unseal(ctx, "answer", sealed, length, &plain);
    if (s) return s;
    *out = (void *)plain;
    *out_length = length - SEALED_EXTRA;
    return OK;
}

const Gate access_gate = {
    .nobody = &nobody,
    .identify = gate_identify,
    .allows = ctx_may,
    .whole = scope_check_whole,
    .staff = scope_check_staff,
    .view = gate_view,
    .person_id = gate_person_id,
    .took = gate_took,
    .seal = gate_seal,
    .unseal = gate_unseal,
    .right_name = right_name,
    .cookie = SESSION_COOKIE,
};
