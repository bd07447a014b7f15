#include <stdlib.h>

#include "access/page.h"
#include "file/blob.h"
#include "file/file_name.h"
#include "file/file_slice.h"
#include "file/file_store.h"
#include "file/upload.h"

/* The largest that the setting file_max_mb may allow. */
#define LARGEST ((size_t)1 << 30)

#define OWNER_FIELDS(Type)                                                                         \
    FIELD_TEXT(Type, owner, .required = true, .max = 32, .example = "customer",                    \
               .doc = "What kind of thing they belong to"),                                        \
        FIELD_ID(Type, owner_id, .required = true, .doc = "Its id")

static const Field filter_fields[] = {OWNER_FIELDS(FileFilter), PAGE_FIELDS(FileFilter), FIELD_END};
static const Shape filter_shape = SHAPE(FileFilter, filter_fields, "Whose files");

typedef struct UploadQuery {
    const char *owner;
    int64_t owner_id;
    const char *name;
} UploadQuery;

static const Field upload_fields[] = {
    OWNER_FIELDS(UploadQuery),
    FIELD_TEXT(UploadQuery, name, .max = 1000, .example = "receipt.pdf",
               .doc = "What it is called; folders and what systems trip over are taken off"),
    FIELD_END};
static const Shape upload_shape = SHAPE(UploadQuery, upload_fields, "Whose file it will be");

/* --- on the way in --- */

/* What is packed may be more. */
static int64_t length_told(const Request *req)
{
    const char *length = request_header(req, "Content-Length");
    return length ? strtoll(length, NULL, 10) : 0;
}

static Status sink_open(Ctx *ctx, Request *req, void **state)
{
    const UploadQuery *query = request_query(req);
    Upload *upload = ARENA_NEW(ctx->arena, Upload);
    if (!upload) return no_memory(ctx);
    upload->file =
        (StoredFile){.owner = query->owner, .owner_id = query->owner_id, .name = query->name};
    upload->expected = length_told(req);
    *state = upload;
    return upload_open(ctx, upload);
}

static Status sink_take(Ctx *ctx, void *state, const char *bytes, size_t length)
{
    return upload_take(ctx, state, bytes, length);
}

static Status sink_end(Ctx *ctx, void *state)
{
    return upload_end(ctx, state);
}

static const BodySink upload_sink = {sink_open, sink_take, sink_end};

static Status api_upload(Ctx *ctx, Request *req)
{
    Upload *upload = request_sink(req);
    if (!upload) return fail(ctx, INVALID, "the file is empty");
    Status s = upload_store(ctx, upload, request_digest(req));
    return s ? s : reply(ctx, req, &upload->file, &stored_file_shape);
}

/* --- and out --- */

static Status api_list(Ctx *ctx, Request *req)
{
    FileFilter filter = *(const FileFilter *)request_query(req);
    filter.limit = page_limit(filter.limit);
    List list;
    const char *next;
    Status s = file_list(ctx, &filter, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &stored_file_shape, next);
}

static Status file_asked(Ctx *ctx, const Request *req, StoredFile *out)
{
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    return s ? s : file_find(ctx, id, out);
}

static Status api_get(Ctx *ctx, Request *req)
{
    StoredFile file;
    Status s = file_asked(ctx, req, &file);
    return s ? s : reply(ctx, req, &file, &stored_file_shape);
}

static int64_t content_read(void *state, char *into, size_t room)
{
    return blob_read(state, into, room);
}

static void content_close(void *state)
{
    blob_close(state);
}

/* Always to be saved, never shown as a page of ours: whatever it holds, it runs nowhere. */
static Status api_content(Ctx *ctx, Request *req)
{
    StoredFile file;
    FileBlob blob;
    BlobReader *reader;
    Status s = file_asked(ctx, req, &file);
    if (!s) s = blob_row(ctx, file.blob_id, &blob);
    if (s) return s;
    const char *disposition = file_disposition(ctx, file.name);
    if (!disposition) return no_memory(ctx);
    s = blob_open(ctx, blob.id, blob.key, &reader);
    if (s) return s;
    const AnswerSource source = {file.size, content_read, content_close, reader};
    s = reply_source(ctx, req, file.media, &source);
    if (s) return s;
    reply_header(req, "Content-Disposition", disposition);
    reply_header(req, "Content-Security-Policy", "default-src 'none'; sandbox");
    return OK;
}

static Status api_delete(Ctx *ctx, Request *req)
{
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = file_delete(ctx, id);
    return s ? s : reply_empty(req, 204);
}

static const Route routes[] = {
    {POST, "/api/v1/files", .right = RIGHT_SIGNED_IN, .writes = true, .creates = true,
     .body = BODY_STREAM, .sink = &upload_sink, .max_body = LARGEST, .query = &upload_shape,
     .out = &stored_file_shape, .run = api_upload,
     .doc = "Add a file to something: its bytes are the body"},
    {GET, "/api/v1/files", .right = RIGHT_SIGNED_IN, .query = &filter_shape,
     .out = &stored_file_shape, .is_list = true, .run = api_list,
     .doc = "The files of something, for who may see it"},
    {GET, "/api/v1/files/{id}", .right = RIGHT_SIGNED_IN, .out = &stored_file_shape, .run = api_get,
     .doc = "What is known of a file"},
    {GET, "/api/v1/files/{id}/content", .right = RIGHT_SIGNED_IN, .media = "*/*",
     .run = api_content, .doc = "What a file holds"},
    {DELETE, "/api/v1/files/{id}", .right = RIGHT_SIGNED_IN, .writes = true, .run = api_delete,
     .doc = "Delete a file"},
    ROUTE_END};

const Slice file_slice = {.name = "file",
                          .doc = "Files that belong to something",
                          .routes = routes,
                          .commands = file_commands,
                          .jobs = file_jobs};
