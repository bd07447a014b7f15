#include <string.h>

#include "access/setting.h"
#include "desk/desk.h"
#include "portal/request.h"
#include "portal/visit.h"

enum { SAYS_PER_MINUTE = 20, SAY_BYTES = 65536 };

static Status missing(Ctx *ctx, Request *req, const Visit *visit)
{
    Buf *buf;
    problem_clear(ctx);
    Status s = visit_page(ctx, req, 404, &buf);
    if (s) return s;
    portal_missing_write(buf, &visit->page);
    return buf_check(ctx, buf);
}

/* `typed`: what was said and cannot be kept; NULL: nothing. */
static Status request_show(Ctx *ctx, Request *req, const Visit *visit, const Ticket *ticket,
                           const char *typed)
{
    Buf *buf;
    const char *next;
    const VisitQuery *query = request_query(req);
    EntryFilter filter = {.limit = REQUEST_ENTRIES, .public_only = true};
    RequestPage page = {.page = visit->page,
                        .ticket = ticket,
                        .typed = typed,
                        .refused = query->photo,
                        .most_mb = setting_int(ctx, SETTING_NAMED_FILE_MAX_MB)};
    Status s = ticket_entry_list(ctx, ticket->id, &filter, &page.entries, &next);
    if (!s) s = request_photos(ctx, ticket, &page.photos);
    if (!s) s = request_answer_due(ctx, ticket, &page.due_at);
    if (!s) s = visit_page(ctx, req, typed ? 422 : 200, &buf);
    if (s) return s;
    portal_request_write(buf, &page);
    return buf_check(ctx, buf);
}

static Status request_say_more(Ctx *ctx, Request *req, const Visit *visit, const Ticket *ticket)
{
    const char *text;
    Status s = visit_field(ctx, req, "text", &text);
    if (s) return s;
    s = request_say(ctx, ticket, text);
    if (s == INVALID) {
        problem_clear(ctx);
        return request_show(ctx, req, visit, ticket, text);
    }
    return s ? s : visit_lead(ctx, req, visit, visit->page.here);
}

static Status page_request(Ctx *ctx, Request *req)
{
    Visit visit;
    Ticket ticket;
    const char *no = path_text(req, "no");
    Status s = visit_begin(ctx, req, request_path(req), &visit);
    if (s) return s;
    if (!visit.page.visitor) {
        s = visit_lead(ctx, req, &visit, "/my");
    } else {
        s = request_find(ctx, &visit.visitor, no, &ticket);
        if (s == NOT_FOUND)
            s = missing(ctx, req, &visit);
        else if (!s)
            s = request_method(req) == POST ? request_say_more(ctx, req, &visit, &ticket)
                                            : request_show(ctx, req, &visit, &ticket, NULL);
    }
    visit_end(ctx, &visit);
    return s;
}

const Route visit_request_routes[] = {
    {GET, "/my/requests/{no}", .right = RIGHT_PUBLIC, .query = &visit_query_shape,
     .media = VISIT_PAGE_TYPE, .run = page_request, .doc = "What became of one's own request"},
    {POST, "/my/requests/{no}", .right = RIGHT_PUBLIC, .per_minute = SAYS_PER_MINUTE,
     .writes = true, .query = &visit_query_shape, .body = BODY_RAW, .max_body = SAY_BYTES,
     .media = VISIT_PAGE_TYPE, .run = page_request, .doc = "Add something to one's own request"},
    ROUTE_END};
