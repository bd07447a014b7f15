#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "file/blob.h"
#include "file/blob_chunk.h"
#include "file/blob_path.h"

struct BlobWriter {
    int64_t id, size;
    int file; /* -1: closed */
    bool kept;
    const char *path; /* while it is new */
    unsigned char key[BLOB_KEY];
    crypto_secretstream_xchacha20poly1305_state state;
    size_t length, head_length;
    unsigned char chunk[CHUNK]; /* what does not fill one yet */
    char head[BLOB_HEAD];
};

_Static_assert(BLOB_KEY == crypto_secretstream_xchacha20poly1305_KEYBYTES, "one size of key");

static void writer_drop(void *work)
{
    BlobWriter *writer = work;
    if (writer->file >= 0) close(writer->file);
    if (writer->path && !writer->kept) unlink(writer->path);
    sodium_memzero(writer->key, sizeof writer->key);
    sodium_memzero(&writer->state, sizeof writer->state);
}

static Status file_write(Ctx *ctx, const BlobWriter *writer, const unsigned char *at, size_t length)
{
    while (length) {
        ssize_t done = write(writer->file, at, length);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return blob_fail(ctx, writer->path);
        at += done;
        length -= (size_t)done;
    }
    return OK;
}

static Status header_write(Ctx *ctx, BlobWriter *writer)
{
    unsigned char header[CHUNK_HEADER];
    ctx_random(ctx, writer->key, sizeof writer->key);
    crypto_secretstream_xchacha20poly1305_init_push(&writer->state, header, writer->key);
    return file_write(ctx, writer, header, sizeof header);
}

static Status chunk_write(Ctx *ctx, BlobWriter *writer, unsigned char tag)
{
    unsigned char sealed[CHUNK + CHUNK_EXTRA];
    unsigned long long length;
    crypto_secretstream_xchacha20poly1305_push(&writer->state, sealed, &length, writer->chunk,
                                               writer->length, NULL, 0, tag);
    writer->length = 0;
    return file_write(ctx, writer, sealed, (size_t)length);
}

Status blob_create(Ctx *ctx, BlobWriter **out)
{
    BlobWriter *writer = ARENA_NEW(ctx->arena, BlobWriter);
    *out = NULL;
    if (!writer) return no_memory(ctx);
    writer->file = -1;
    Status s = arena_defer(ctx->arena, writer_drop, writer);
    if (s) return no_memory(ctx);
    writer->id = ctx_id(ctx);
    s = blob_folder_make(ctx, "new");
    const char *path = s ? NULL : blob_new_path(ctx, writer->id);
    if (!s && !path) return no_memory(ctx);
    if (s) return s;
    writer->file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (writer->file < 0) return blob_fail(ctx, path);
    writer->path = path;
    *out = writer;
    return header_write(ctx, writer);
}

static void head_keep(BlobWriter *writer, const void *bytes, size_t length)
{
    size_t room = sizeof writer->head - writer->head_length;
    if (length > room) length = room;
    if (length) memcpy(writer->head + writer->head_length, bytes, length);
    writer->head_length += length;
}

Status blob_write(Ctx *ctx, BlobWriter *writer, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    head_keep(writer, bytes, length);
    writer->size += (int64_t)length;
    while (length) {
        /* A full chunk waits until more comes: the last one is marked as such. */
        Status s = writer->length == CHUNK ? chunk_write(ctx, writer, 0) : OK;
        if (s) return s;
        size_t part = CHUNK - writer->length < length ? CHUNK - writer->length : length;
        memcpy(writer->chunk + writer->length, at, part);
        writer->length += part;
        at += part;
        length -= part;
    }
    return OK;
}

Status blob_end(Ctx *ctx, BlobWriter *writer)
{
    Status s = chunk_write(ctx, writer, crypto_secretstream_xchacha20poly1305_TAG_FINAL);
    if (s) return s;
    if (fsync(writer->file) != 0) return blob_fail(ctx, writer->path);
    int closed = close(writer->file);
    writer->file = -1;
    return closed == 0 ? OK : blob_fail(ctx, writer->path);
}

Status blob_keep(Ctx *ctx, BlobWriter *writer)
{
    char folder[3];
    blob_folder_name(writer->id, folder);
    if (writer->kept) return OK;
    Status s = blob_folder_make(ctx, folder);
    const char *path = s ? NULL : blob_path(ctx, writer->id);
    if (!s && !path) return no_memory(ctx);
    if (!s && rename(writer->path, path) != 0) s = blob_fail(ctx, path);
    if (s) return s;
    writer->kept = true; /* should that fail: what has no row is swept */
    return blob_folder_sync(ctx, folder);
}

int64_t blob_id(const BlobWriter *writer)
{
    return writer->id;
}

int64_t blob_size(const BlobWriter *writer)
{
    return writer->size;
}

const unsigned char *blob_key(const BlobWriter *writer)
{
    return writer->key;
}

const char *blob_head(const BlobWriter *writer, size_t *length)
{
    *length = writer->head_length;
    return writer->head;
}
