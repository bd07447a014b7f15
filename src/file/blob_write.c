#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "file/blob.h"
#include "file/blob_path.h"
#include "file/sealed_file.h"

struct BlobWriter {
    int64_t id, size;
    bool kept;
    const char *path; /* while it is new */
    SealedWriter *sealed;
    unsigned char key[BLOB_KEY];
    size_t head_length;
    char head[BLOB_HEAD];
};

_Static_assert((int)BLOB_KEY == (int)SEALED_FILE_KEY, "one size of key");

static void writer_drop(void *work)
{
    BlobWriter *writer = work;
    sodium_memzero(writer->key, sizeof writer->key);
}

Status blob_create(Ctx *ctx, BlobWriter **out)
{
    BlobWriter *writer = ARENA_NEW(ctx->arena, BlobWriter);
    *out = NULL;
    if (!writer || arena_defer(ctx->arena, writer_drop, writer)) return no_memory(ctx);
    writer->id = ctx_id(ctx);
    Status s = blob_folder_make(ctx, "new");
    writer->path = s ? NULL : blob_new_path(ctx, writer->id);
    if (!s && !writer->path) return no_memory(ctx);
    if (s) return s;
    ctx_random(ctx, writer->key, sizeof writer->key);
    *out = writer;
    return sealed_file_create(ctx, writer->path, writer->key, &writer->sealed);
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
    head_keep(writer, bytes, length);
    writer->size += (int64_t)length;
    return sealed_file_write(ctx, writer->sealed, bytes, length);
}

Status blob_end(Ctx *ctx, BlobWriter *writer)
{
    return sealed_file_end(ctx, writer->sealed);
}

Status blob_keep(Ctx *ctx, BlobWriter *writer)
{
    char folder[3];
    blob_folder_name(writer->id, folder);
    if (writer->kept) return OK;
    Status s = blob_folder_make(ctx, folder);
    const char *path = s ? NULL : blob_path(ctx, writer->id);
    if (!s && !path) return no_memory(ctx);
    if (!s && rename(writer->path, path) != 0) s = sealed_file_fail(ctx, path);
    if (s) return s;
    writer->kept = true; /* should that fail: what has no row is swept */
    sealed_file_keep(writer->sealed);
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
