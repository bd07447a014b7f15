#include "portal/visit.h"

#include "access/setting.h"
#include "base/form.h"
#include "portal/page_frame.h"
#include "waybill/track_page.h"

static const Field query_fields[] = {
    FIELD_TEXT(VisitQuery, lang, .max = 8, .doc = "zh or en; else what the browser prefers"),
    FIELD_TEXT(VisitQuery, no, .max = 64, .doc = "The number of a parcel, to begin with"),
    FIELD_ENUM(VisitQuery, ask, portal_asks,
               .doc = "What to go on to after the sign-in, about that parcel"),
    FIELD_TEXT(VisitQuery, name, .max = 1000, .doc = "What a photo is called"),
    FIELD_TEXT(VisitQuery, photo, .max = 8, .doc = "Why the photo just sent was not taken"),
    FIELD_END};
const Shape visit_query_shape = SHAPE(VisitQuery, query_fields, "How to show a page");

Status visit_begin(Ctx *ctx, Request *req, const char *here, Visit *visit)
{
    const VisitQuery *query = request_query(req);
    if (request_method(req) != GET && request_is_foreign(req))
        return fail(ctx, FORBIDDEN, "the request comes from another site");
    const char *hotline = setting_text(ctx, SETTING_NAMED_HOTLINE);
    *visit = (Visit){
        .page = {.language = track_language(query->lang, request_header(req, "Accept-Language")),
                 .company = setting_text(ctx, SETTING_NAMED_COMPANY),
                 .hotline = hotline && hotline[0] ? hotline : NULL,
                 .zone = setting_text(ctx, SETTING_NAMED_ZONE),
                 .here = here,
                 .no = query->no && query->no[0] ? query->no : NULL,
                 .ask = query->ask},
        .who = ctx->who};
    ctx->who = NULL;
    Status s = portal_visitor(ctx, request_cookie(req, PORTAL_COOKIE), &visit->visitor);
    if (!s) visit->page.visitor = &visit->visitor;
    if (s == UNAUTHENTICATED) {
        problem_clear(ctx);
        return OK;
    }
    if (s) visit_end(ctx, visit);
    return s;
}

void visit_end(Ctx *ctx, const Visit *visit)
{
    ctx->who = visit->who;
}

Status visit_page(Ctx *ctx, Request *req, int http_status, Buf **out)
{
    *out = reply_with(req, http_status, VISIT_PAGE_TYPE);
    if (!*out) return no_memory(ctx);
    reply_header(req, "Cache-Control", "no-store");
    return OK;
}

Status visit_lead(Ctx *ctx, Request *req, const Visit *visit, const char *path)
{
    Buf to;
    buf_init(&to, ctx->arena);
    buf_format(&to, "%s?lang=%s", path, visit->page.language == LANGUAGE_EN ? "en" : "zh");
    frame_purpose(&to, &visit->page, "&");
    Status s = buf_check(ctx, &to);
    if (s) return s;
    reply_header(req, "Location", to.data);
    return reply_empty(req, 303);
}

Status visit_field(Ctx *ctx, const Request *req, const char *name, const char **out)
{
    size_t length;
    const char *body = request_body(req, &length);
    Status s = form_value(ctx, body, length, name, out);
    if (!s && !*out) *out = "";
    return s;
}
