#include <string.h>

#include "desk/queue.h"
#include "portal/portal_jobs.h"
#include "portal/portal_slice.h"
#include "portal/request.h"
#include "portal/visit.h"

/* A person mistypes; a machine that tries numbers is stopped. */
enum { SIGN_INS_PER_MINUTE = 10, FORM_BYTES = 4096, YEAR_S = 31536000 };

static Status sign_in_page(Ctx *ctx, Request *req, int http_status, const SignInPage *sign)
{
    Buf *buf;
    Status s = visit_page(ctx, req, http_status, &buf);
    if (s) return s;
    portal_sign_in_write(buf, sign);
    return buf_check(ctx, buf);
}

static Status mine_page(Ctx *ctx, Request *req, const Visit *visit)
{
    Buf *buf;
    MinePage mine = {.page = visit->page};
    Status s = portal_parcels(ctx, &visit->visitor, &mine.parcels);
    if (!s) s = request_list(ctx, &visit->visitor, &mine.requests);
    if (!s) s = visit_page(ctx, req, 200, &buf);
    if (s) return s;
    portal_mine_write(buf, &mine);
    return buf_check(ctx, buf);
}

static Status page_mine(Ctx *ctx, Request *req)
{
    Visit visit;
    Status s = visit_begin(ctx, req, "/my", &visit);
    if (s) return s;
    s = visit.page.visitor
            ? mine_page(ctx, req, &visit)
            : sign_in_page(ctx, req, 200, &(SignInPage){.page = visit.page, .again_ms = NONE});
    visit_end(ctx, &visit);
    return s;
}

/* The same answer, whoever it is and whether or not a code was sent. */
static Status code_begin(Ctx *ctx, Request *req, const Visit *visit)
{
    SignInPage sign = {.page = visit->page, .again_ms = NONE};
    const char *contact;
    bool by_mail;
    Status s = visit_field(ctx, req, "contact", &sign.contact);
    if (s) return s;
    s = portal_contact(ctx, sign.contact, &contact, &by_mail);
    if (s == INVALID) {
        problem_clear(ctx);
        sign.wrong = true;
        return sign_in_page(ctx, req, 422, &sign);
    }
    PortalBegun begun;
    if (!s) s = portal_begin(ctx, contact, &begun);
    if (s) return s;
    sign.challenge = begun.challenge;
    sign.again_ms = begun.again_ms;
    return sign_in_page(ctx, req, 200, &sign);
}

static Status page_code(Ctx *ctx, Request *req)
{
    Visit visit;
    Status s = visit_begin(ctx, req, "/my", &visit);
    if (s) return s;
    s = code_begin(ctx, req, &visit);
    visit_end(ctx, &visit);
    return s;
}

/* Lax: a link in a message leads to one's own pages, another site's form does nothing there. */
static Status set_cookie(Ctx *ctx, Request *req, const char *secret)
{
    const Cookie cookie = {.name = PORTAL_COOKIE,
                           .value = secret ? secret : "",
                           .path = "/my",
                           .lax = true,
                           .max_age_s = secret ? YEAR_S : 0};
    return reply_cookie(ctx, req, &cookie);
}

/* To what they came for, or to what is theirs. */
static Status lead_in(Ctx *ctx, Request *req, const Visit *visit)
{
    Visit inside = *visit;
    int64_t ask = visit->page.ask;
    const char *path =
        ask > 0 ? arena_format(ctx->arena, "/my/ask/%s", name_of(portal_asks, ask)) : "/my";
    inside.page.ask = NONE;
    return path ? visit_lead(ctx, req, &inside, path) : no_memory(ctx);
}

static Status session_begin(Ctx *ctx, Request *req, const Visit *visit)
{
    SignInPage sign = {.page = visit->page, .wrong = true, .again_ms = NONE};
    const char *code, *secret;
    Status s = visit_field(ctx, req, "challenge", &sign.challenge);
    if (!s) s = visit_field(ctx, req, "code", &code);
    if (!s) s = portal_sign_in(ctx, sign.challenge, code, &secret);
    if (s) return s;
    if (!secret) return sign_in_page(ctx, req, 403, &sign);
    s = lead_in(ctx, req, visit);
    return s ? s : set_cookie(ctx, req, secret);
}

static Status page_session(Ctx *ctx, Request *req)
{
    Visit visit;
    Status s = visit_begin(ctx, req, "/my", &visit);
    if (s) return s;
    s = session_begin(ctx, req, &visit);
    visit_end(ctx, &visit);
    return s;
}

static Status page_end(Ctx *ctx, Request *req)
{
    Visit visit;
    Status s = visit_begin(ctx, req, "/my", &visit);
    if (s) return s;
    s = portal_sign_out(ctx, request_cookie(req, PORTAL_COOKIE));
    if (!s) s = visit_lead(ctx, req, &visit, "/my");
    if (!s) s = set_cookie(ctx, req, NULL);
    visit_end(ctx, &visit);
    return s;
}

static const Route routes[] = {
    {GET, "/my", .right = RIGHT_PUBLIC, .query = &visit_query_shape, .media = VISIT_PAGE_TYPE,
     .run = page_mine, .doc = "A visitor's parcels and requests, or where to sign in"},
    {POST, "/my/code", .right = RIGHT_PUBLIC, .per_minute = SIGN_INS_PER_MINUTE, .writes = true,
     .query = &visit_query_shape, .body = BODY_RAW, .max_body = FORM_BYTES,
     .media = VISIT_PAGE_TYPE, .run = page_code, .doc = "Have a one-time code sent"},
    {POST, "/my/session", .right = RIGHT_PUBLIC, .per_minute = SIGN_INS_PER_MINUTE, .writes = true,
     .query = &visit_query_shape, .body = BODY_RAW, .max_body = FORM_BYTES,
     .media = VISIT_PAGE_TYPE, .run = page_session, .doc = "Sign in with the code"},
    {POST, "/my/end", .right = RIGHT_PUBLIC, .writes = true, .query = &visit_query_shape,
     .body = BODY_RAW, .max_body = FORM_BYTES, .media = VISIT_PAGE_TYPE, .run = page_end,
     .doc = "Sign out"},
    ROUTE_END};

const Slice portal_slice = {.name = "portal",
                            .doc = "Where customers sign in and see their parcels",
                            .routes = routes,
                            .jobs = portal_jobs};
const Slice portal_ask_slice = {
    .name = "portal_ask", .doc = "Complaints and claims by customers", .routes = visit_ask_routes};
const Slice portal_request_slice = {.name = "portal_request",
                                    .doc = "What becomes of customers' requests",
                                    .routes = visit_request_routes};
const Slice portal_photo_slice = {
    .name = "portal_photo", .doc = "Photos that customers send", .routes = visit_photo_routes};
