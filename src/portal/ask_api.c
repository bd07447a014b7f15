#include <string.h>

#include "base/text.h"
#include "db/db.h"
#include "portal/request.h"
#include "portal/visit.h"

/* A form writes a Chinese character as nine bytes. */
enum { ASKS_PER_MINUTE = 10, ASK_BYTES = 65536 };

static Status typed_read(Ctx *ctx, const Request *req, AskTyped *typed)
{
    Status s = visit_field(ctx, req, "no", &typed->no);
    if (!s) s = visit_field(ctx, req, "about", &typed->about);
    if (!s) s = visit_field(ctx, req, "description", &typed->description);
    if (!s) s = visit_field(ctx, req, "demanded", &typed->demanded);
    return s ? s : visit_field(ctx, req, "name", &typed->name);
}

static Status ask_read(Ctx *ctx, const Request *req, RequestAsk *ask)
{
    bool claim = ask->claim;
    const Shape *shape = claim ? &request_claim_shape : &request_complaint_shape;
    shape_clear(shape, ask);
    ask->claim = claim;
    Status s = OK;
    for (const Field *field = shape->fields; !s && field->name; field++) {
        const char *text;
        s = visit_field(ctx, req, field->name, &text);
        if (!s) s = field_from_text(ctx, field, ask, text, strlen(text), NULL);
    }
    if (!s) s = shape_check(ctx, shape, ask);
    if (s) return s;
    ask->description = text_unturned(ctx->arena, ask->description);
    return ask->description ? shape_check_writing(ctx, shape, ask) : no_memory(ctx);
}

/* What is tried as a whole: a ticket without its claim is none. */
typedef struct Opening {
    const Visitor *visitor;
    const RequestAsk *ask;
    Ticket ticket;
} Opening;

static Status open_whole(Ctx *ctx, void *work)
{
    Opening *opening = work;
    return request_open(ctx, opening->visitor, opening->ask, &opening->ticket);
}

static Status ask_page(Ctx *ctx, Request *req, int http_status, const AskPage *page)
{
    Buf *buf;
    Status s = visit_page(ctx, req, http_status, &buf);
    if (s) return s;
    portal_ask_write(buf, page);
    return buf_check(ctx, buf);
}

static Status page_begin(Ctx *ctx, const Visit *visit, bool claim, AskPage *out)
{
    RequestDays promised;
    Status s = request_answer_days(ctx, claim, &promised);
    if (s) return s;
    *out = (AskPage){.page = visit->page,
                     .claim = claim,
                     .answer_days = promised.days,
                     .answer_pauses = promised.pauses};
    return OK;
}

/* A claim stands for the same loss: leads to it where it is the visitor's own. */
static Status ask_standing(Ctx *ctx, Request *req, const Visit *visit, const RequestAsk *ask)
{
    Buf *buf;
    Ticket ticket;
    bool own;
    problem_clear(ctx);
    Status s = request_claim_standing(ctx, &visit->visitor, ask, &ticket, &own);
    if (!s) s = visit_page(ctx, req, 409, &buf);
    if (s) return s;
    portal_standing_write(buf, &visit->page, own ? ticket.no : NULL);
    return buf_check(ctx, buf);
}

static Status ask_open(Ctx *ctx, Request *req, const Visit *visit, bool claim)
{
    AskPage page;
    RequestAsk ask = {.claim = claim};
    Opening opening = {.visitor = &visit->visitor, .ask = &ask};
    Status s = page_begin(ctx, visit, claim, &page);
    if (!s) s = typed_read(ctx, req, &page.typed);
    if (!s) s = ask_read(ctx, req, &ask);
    if (!s) s = db_attempt(ctx, open_whole, &opening);
    if (s == INVALID) {
        page.wrong = arena_text(ctx->arena, ctx->problem.field);
        problem_clear(ctx);
        return page.wrong ? ask_page(ctx, req, 422, &page) : no_memory(ctx);
    }
    if (s == CONFLICT && claim) return ask_standing(ctx, req, visit, &ask);
    if (s) return s;
    const char *to = arena_format(ctx->arena, "/my/requests/%s", opening.ticket.no);
    return to ? visit_lead(ctx, req, visit, to) : no_memory(ctx);
}

static Status ask_begin(Ctx *ctx, Request *req, const Visit *visit, bool claim)
{
    AskPage page;
    Status s = page_begin(ctx, visit, claim, &page);
    if (s) return s;
    page.typed.no = visit->page.no;
    return ask_page(ctx, req, 200, &page);
}

static Status ask(Ctx *ctx, Request *req, bool claim)
{
    Visit visit;
    Status s = visit_begin(ctx, req, claim ? "/my/ask/claim" : "/my/ask/complaint", &visit);
    if (s) return s;
    if (!visit.page.visitor) {
        visit.page.ask = claim ? ASK_CLAIM : ASK_COMPLAINT;
        s = visit_lead(ctx, req, &visit, "/my");
    } else {
        s = request_method(req) == POST ? ask_open(ctx, req, &visit, claim)
                                        : ask_begin(ctx, req, &visit, claim);
    }
    visit_end(ctx, &visit);
    return s;
}

static Status ask_complaint(Ctx *ctx, Request *req)
{
    return ask(ctx, req, false);
}

static Status ask_claim(Ctx *ctx, Request *req)
{
    return ask(ctx, req, true);
}

const Route visit_ask_routes[] = {
    {GET, "/my/ask/complaint", .right = RIGHT_PUBLIC, .query = &visit_query_shape,
     .media = VISIT_PAGE_TYPE, .run = ask_complaint, .doc = "Where a visitor complains"},
    {GET, "/my/ask/claim", .right = RIGHT_PUBLIC, .query = &visit_query_shape,
     .media = VISIT_PAGE_TYPE, .run = ask_claim, .doc = "Where a visitor claims compensation"},
    {POST, "/my/ask/complaint", .right = RIGHT_PUBLIC, .per_minute = ASKS_PER_MINUTE,
     .writes = true, .query = &visit_query_shape, .body = BODY_RAW, .max_body = ASK_BYTES,
     .media = VISIT_PAGE_TYPE, .run = ask_complaint, .doc = "Complain about one's own parcel"},
    {POST, "/my/ask/claim", .right = RIGHT_PUBLIC, .per_minute = ASKS_PER_MINUTE, .writes = true,
     .query = &visit_query_shape, .body = BODY_RAW, .max_body = ASK_BYTES, .media = VISIT_PAGE_TYPE,
     .run = ask_claim, .doc = "Claim compensation for one's own parcel"},
    ROUTE_END};
