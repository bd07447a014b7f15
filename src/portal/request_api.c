#include <stdlib.h>
#include <string.h>

#include "access/setting.h"
#include "desk/desk.h"
#include "file/upload.h"
#include "portal/request.h"
#include "portal/visit.h"

enum { SAYS_PER_MINUTE = 20, SAY_BYTES = 65536, PHOTOS_PER_MINUTE = 30 };
#define PHOTO_MOST ((size_t)64 << 20)

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
    EntryFilter filter = {.limit = REQUEST_ENTRIES, .public_only = true};
    RequestPage page = {.page = visit->page,
                        .ticket = ticket,
                        .typed = typed,
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

/* --- photographs --- */

static Status photo_begin(Ctx *ctx, const Request *req, const Visitor *visitor, Upload *upload)
{
    Ticket ticket;
    List photos;
    const VisitQuery *query = request_query(req);
    const char *length = request_header(req, "Content-Length");
    Status s = request_find(ctx, visitor, path_text(req, "no"), &ticket);
    if (!s && ticket_type_is_final(ticket.type))
        s = fail(ctx, CONFLICT, "request %s is closed", ticket.no);
    if (!s) s = request_photos(ctx, &ticket, &photos);
    if (!s && photos.count >= REQUEST_PHOTOS)
        s = fail(ctx, TOO_LARGE, "a request has at most %d photos", REQUEST_PHOTOS);
    if (s) return s;
    upload->file = (StoredFile){
        .owner = REQUEST_OWNER, .owner_id = ticket.id, .name = query->name ? query->name : "photo"};
    upload->expected = length ? strtoll(length, NULL, 10) : 0;
    return upload_open(ctx, upload);
}

static Status sink_open(Ctx *ctx, Request *req, void **state)
{
    Visit visit;
    Upload *upload = ARENA_NEW(ctx->arena, Upload);
    if (!upload) return no_memory(ctx);
    *state = upload;
    Status s = visit_begin(ctx, req, "/my", &visit);
    if (s) return s;
    s = visit.page.visitor ? photo_begin(ctx, req, &visit.visitor, upload)
                           : fail(ctx, UNAUTHENTICATED, "nobody is signed in here");
    visit_end(ctx, &visit);
    return s;
}

static Status sink_take(Ctx *ctx, void *state, const char *bytes, size_t length)
{
    return upload_take(ctx, state, bytes, length);
}

/* By what it holds, whatever it was called. */
static Status sink_end(Ctx *ctx, void *state)
{
    Upload *upload = state;
    Status s = upload_end(ctx, upload);
    if (s || request_is_photo(&upload->file)) return s;
    return fail_field(ctx, "photo", "is no photo");
}

static const BodySink photo_sink = {sink_open, sink_take, sink_end};

static Status api_photo(Ctx *ctx, Request *req)
{
    Visit visit;
    Upload *upload = request_sink(req);
    if (!upload) return fail(ctx, INVALID, "the photo is empty");
    Status s = visit_begin(ctx, req, "/my", &visit);
    if (s) return s;
    s = upload_store(ctx, upload, request_digest(req));
    visit_end(ctx, &visit);
    return s ? s : reply_empty(req, 204);
}

const Route visit_request_routes[] = {
    {GET, "/my/requests/{no}", .right = RIGHT_PUBLIC, .query = &visit_query_shape,
     .media = VISIT_PAGE_TYPE, .run = page_request, .doc = "What became of one's own request"},
    {POST, "/my/requests/{no}", .right = RIGHT_PUBLIC, .per_minute = SAYS_PER_MINUTE,
     .writes = true, .query = &visit_query_shape, .body = BODY_RAW, .max_body = SAY_BYTES,
     .media = VISIT_PAGE_TYPE, .run = page_request, .doc = "Add something to one's own request"},
    {POST, "/my/requests/{no}/photos", .right = RIGHT_PUBLIC, .per_minute = PHOTOS_PER_MINUTE,
     .writes = true, .query = &visit_query_shape, .body = BODY_STREAM, .sink = &photo_sink,
     .max_body = PHOTO_MOST, .run = api_photo, .doc = "Add a photo to one's own request"},
    ROUTE_END};
