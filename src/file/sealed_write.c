#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "file/sealed_chunk.h"
#include "file/sealed_file.h"

struct SealedWriter {
    int file; /* -1: closed */
    bool kept;
    const char *path; /* NULL: not there yet */
    crypto_secretstream_xchacha20poly1305_state state;
    size_t length;
    unsigned char chunk[CHUNK]; /* what does not fill one yet */
};

_Static_assert(SEALED_FILE_KEY == crypto_secretstream_xchacha20poly1305_KEYBYTES,
               "one size of key");

Status sealed_file_fail(Ctx *ctx, const char *path)
{
    int why = errno;
    bool full = why == ENOSPC || why == EDQUOT || why == EFBIG;
    Status s = full ? fail(ctx, NO_SPACE, "the disk is full: the file was not stored")
                    : fail(ctx, UNAVAILABLE, "stored files cannot be reached");
    problem_cause(ctx, "%s: %s", path, strerror(why));
    return s;
}

static void writer_drop(void *work)
{
    SealedWriter *writer = work;
    if (writer->file >= 0) close(writer->file);
    if (writer->path && !writer->kept) unlink(writer->path);
    sodium_memzero(&writer->state, sizeof writer->state);
}

static Status file_write(Ctx *ctx, const SealedWriter *writer, const unsigned char *at,
                         size_t length)
{
    while (length) {
        ssize_t done = write(writer->file, at, length);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return sealed_file_fail(ctx, writer->path);
        at += done;
        length -= (size_t)done;
    }
    return OK;
}

static Status chunk_write(Ctx *ctx, SealedWriter *writer, unsigned char tag)
{
    unsigned char sealed[CHUNK + CHUNK_EXTRA];
    unsigned long long length;
    crypto_secretstream_xchacha20poly1305_push(&writer->state, sealed, &length, writer->chunk,
                                               writer->length, NULL, 0, tag);
    writer->length = 0;
    return file_write(ctx, writer, sealed, (size_t)length);
}

Status sealed_file_create(Ctx *ctx, const char *path, const unsigned char key[SEALED_FILE_KEY],
                          SealedWriter **out)
{
    unsigned char header[CHUNK_HEADER];
    SealedWriter *writer = ARENA_NEW(ctx->arena, SealedWriter);
    *out = NULL;
    if (!writer) return no_memory(ctx);
    writer->file = -1;
    if (arena_defer(ctx->arena, writer_drop, writer)) return no_memory(ctx);
    writer->file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (writer->file < 0) return sealed_file_fail(ctx, path);
    writer->path = path;
    crypto_secretstream_xchacha20poly1305_init_push(&writer->state, header, key);
    *out = writer;
    return file_write(ctx, writer, header, sizeof header);
}

Status sealed_file_write(Ctx *ctx, SealedWriter *writer, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
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

Status sealed_file_end(Ctx *ctx, SealedWriter *writer)
{
    Status s = chunk_write(ctx, writer, crypto_secretstream_xchacha20poly1305_TAG_FINAL);
    if (s) return s;
    if (fsync(writer->file) != 0) return sealed_file_fail(ctx, writer->path);
    int closed = close(writer->file);
    writer->file = -1;
    return closed == 0 ? OK : sealed_file_fail(ctx, writer->path);
}

void sealed_file_keep(SealedWriter *writer)
{
    writer->kept = true;
}
