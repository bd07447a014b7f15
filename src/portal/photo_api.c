#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/multipart.h"
#include "desk/desk.h"
#include "file/file_name.h"
#include "file/upload.h"
#include "portal/request.h"
#include "portal/visit.h"

enum { PHOTOS_PER_MINUTE = 30 };
#define PHOTO_MOST ((size_t)64 << 20)

/* `upload` says what it is called and how large it will be. */
static Status photo_begin(Ctx *ctx, const Request *req, const Visitor *visitor, Upload *upload)
{
    Ticket ticket;
    List photos;
    Status s = request_find(ctx, visitor, path_text(req, "no"), &ticket);
    if (!s && ticket_type_is_final(ticket.type))
        s = fail(ctx, CONFLICT, "request %s is closed", ticket.no);
    if (!s) s = request_photos(ctx, &ticket, &photos);
    if (!s && photos.count >= REQUEST_PHOTOS)
        s = fail(ctx, TOO_LARGE, "a request has at most %d photos", REQUEST_PHOTOS);
    if (s) return s;
    upload->file.owner = REQUEST_OWNER;
    upload->file.owner_id = ticket.id;
    return upload_open(ctx, upload);
}

static Status sink_open(Ctx *ctx, Request *req, void **state)
{
    Visit visit;
    const VisitQuery *query = request_query(req);
    const char *length = request_header(req, "Content-Length");
    Upload *upload = ARENA_NEW(ctx->arena, Upload);
    if (!upload) return no_memory(ctx);
    *state = upload;
    upload->file.name = query->name ? query->name : "photo";
    upload->expected = length ? strtoll(length, NULL, 10) : 0;
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

/* --- the same from a form, where no script runs: what goes wrong is told on the page --- */

typedef struct PhotoForm {
    Upload upload;
    Multipart form;
    crypto_hash_sha256_state digesting;
    unsigned char digest[REQUEST_DIGEST];
    bool stranger;   /* nobody is signed in */
    int64_t refused; /* PhotoRefusal; 0: it is not. The rest is passed over */
} PhotoForm;

/* What the visitor did wrong ends the photo, not the request. */
static Status form_judge(Ctx *ctx, PhotoForm *photo, Status s, PhotoRefusal large)
{
    if (s == INVALID || s == UNSUPPORTED)
        photo->refused = PHOTO_KIND;
    else if (s == TOO_LARGE)
        photo->refused = large;
    else if (s == NOT_FOUND || s == CONFLICT)
        photo->refused = PHOTO_AGAIN;
    else
        return s;
    problem_clear(ctx);
    return OK;
}

static Status form_piece(Ctx *ctx, void *user, const char *bytes, size_t length)
{
    PhotoForm *photo = user;
    crypto_hash_sha256_update(&photo->digesting, (const unsigned char *)bytes, length);
    return upload_take(ctx, &photo->upload, bytes, length);
}

static Status form_open(Ctx *ctx, Request *req, void **state)
{
    Visit visit;
    PhotoForm *photo = ARENA_NEW(ctx->arena, PhotoForm);
    if (!photo) return no_memory(ctx);
    *state = photo;
    photo->upload.file.name = "photo";
    photo->form.field = "photo";
    photo->form.take = form_piece;
    photo->form.user = photo;
    crypto_hash_sha256_init(&photo->digesting);
    Status s = visit_begin(ctx, req, "/my", &visit);
    if (s) return s;
    photo->stranger = !visit.page.visitor;
    if (!photo->stranger) s = photo_begin(ctx, req, &visit.visitor, &photo->upload);
    visit_end(ctx, &visit);
    if (!s && !photo->stranger)
        s = multipart_begin(ctx, &photo->form, request_header(req, "Content-Type"));
    return form_judge(ctx, photo, s, PHOTO_FULL); /* how large it is nobody knows yet */
}

static bool is_passed_over(const PhotoForm *photo)
{
    return photo->stranger || photo->refused;
}

static Status form_take(Ctx *ctx, void *state, const char *bytes, size_t length)
{
    PhotoForm *photo = state;
    if (is_passed_over(photo)) return OK;
    return form_judge(ctx, photo, multipart_take(ctx, &photo->form, bytes, length), PHOTO_LARGE);
}

static Status form_end(Ctx *ctx, void *state)
{
    PhotoForm *photo = state;
    if (is_passed_over(photo)) return OK;
    crypto_hash_sha256_final(&photo->digesting, photo->digest);
    Status s = multipart_end(ctx, &photo->form);
    if (!s && photo->form.found)
        s = file_name_clean(ctx, photo->form.name, &photo->upload.file.name);
    if (!s) s = upload_end(ctx, &photo->upload);
    if (!s && !request_is_photo(&photo->upload.file)) photo->refused = PHOTO_KIND;
    return form_judge(ctx, photo, s, PHOTO_LARGE);
}

static const BodySink form_sink = {form_open, form_take, form_end};

static Status lead_back(Ctx *ctx, Request *req, const Visit *visit, int64_t refused)
{
    Buf to;
    buf_init(&to, ctx->arena);
    buf_text(&to, "/my/requests/");
    html_url(&to, path_text(req, "no"));
    buf_format(&to, "?lang=%s", visit->page.language == LANGUAGE_EN ? "en" : "zh");
    if (refused) buf_format(&to, "&photo=%s", name_of(photo_refusals, refused));
    buf_text(&to, "#photos");
    Status s = buf_check(ctx, &to);
    if (s) return s;
    reply_header(req, "Location", to.data);
    return reply_empty(req, 303);
}

static Status page_photo(Ctx *ctx, Request *req)
{
    Visit visit;
    PhotoForm *photo = request_sink(req);
    int64_t refused = photo ? photo->refused : PHOTO_AGAIN;
    Status s = visit_begin(ctx, req, "/my", &visit);
    if (s) return s;
    if (!visit.page.visitor) {
        s = visit_lead(ctx, req, &visit, "/my");
    } else {
        if (!refused) s = upload_store(ctx, &photo->upload, photo->digest);
        if (!s) s = lead_back(ctx, req, &visit, refused);
    }
    visit_end(ctx, &visit);
    return s;
}

const Route visit_photo_routes[] = {
    {POST, "/my/requests/{no}/photos", .right = RIGHT_PUBLIC, .per_minute = PHOTOS_PER_MINUTE,
     .writes = true, .query = &visit_query_shape, .body = BODY_STREAM, .sink = &photo_sink,
     .max_body = PHOTO_MOST, .run = api_photo, .doc = "Add a photo to one's own request"},
    {POST, "/my/requests/{no}/photo", .right = RIGHT_PUBLIC, .per_minute = PHOTOS_PER_MINUTE,
     .writes = true, .query = &visit_query_shape, .body = BODY_STREAM, .sink = &form_sink,
     .max_body = PHOTO_MOST, .media = VISIT_PAGE_TYPE, .run = page_photo,
     .doc = "The same from a form, where no script runs"},
    ROUTE_END};
