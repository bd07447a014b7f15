#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "file/sealed_chunk.h"
#include "file/sealed_file.h"

struct SealedReader {
    int file;
    bool ended, broken;
    crypto_secretstream_xchacha20poly1305_state state;
    size_t at, length; /* of the chunk, what is given and what there is */
    unsigned char chunk[CHUNK];
    unsigned char sealed[CHUNK + CHUNK_EXTRA];
};

/* As many bytes as there are, up to `room`; -1 when they cannot be read. */
static ssize_t file_read(int file, unsigned char *into, size_t room)
{
    size_t got = 0;
    while (got < room) {
        ssize_t more = read(file, into + got, room - got);
        if (more < 0 && errno == EINTR) continue;
        if (more < 0) return -1;
        if (more == 0) break;
        got += (size_t)more;
    }
    return (ssize_t)got;
}

static Status header_read(Ctx *ctx, SealedReader *reader, const unsigned char *key)
{
    unsigned char header[CHUNK_HEADER];
    if (file_read(reader->file, header, sizeof header) == (ssize_t)sizeof header &&
        crypto_secretstream_xchacha20poly1305_init_pull(&reader->state, header, key) == 0)
        return OK;
    return fail(ctx, INTERNAL, "a stored file is damaged");
}

Status sealed_file_open(Ctx *ctx, const char *path, const unsigned char key[SEALED_FILE_KEY],
                        SealedReader **out)
{
    *out = NULL;
    SealedReader *reader = memory_alloc(sizeof *reader);
    if (!reader) return no_memory(ctx);
    reader->file = open(path, O_RDONLY | O_CLOEXEC);
    Status s = OK;
    if (reader->file < 0 && errno == ENOENT)
        s = fail(ctx, NOT_FOUND, "what the file held is not there any more");
    else if (reader->file < 0)
        s = sealed_file_fail(ctx, path);
    if (!s) s = header_read(ctx, reader, key);
    if (s)
        sealed_file_close(reader);
    else
        *out = reader;
    return s;
}

/* What follows the last chunk is no part of the file: somebody put it there. */
static bool nothing_follows(const SealedReader *reader)
{
    unsigned char more;
    return file_read(reader->file, &more, 1) == 0;
}

static bool chunk_read(SealedReader *reader)
{
    unsigned char tag;
    unsigned long long length;
    ssize_t got = file_read(reader->file, reader->sealed, sizeof reader->sealed);
    if (got < CHUNK_EXTRA) return false;
    if (crypto_secretstream_xchacha20poly1305_pull(&reader->state, reader->chunk, &length, &tag,
                                                   reader->sealed, (size_t)got, NULL, 0) != 0)
        return false;
    reader->at = 0;
    reader->length = (size_t)length;
    reader->ended = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return !reader->ended || nothing_follows(reader);
}

int64_t sealed_file_read(SealedReader *reader, void *into, size_t room)
{
    if (reader->broken) return -1;
    if (reader->at == reader->length) {
        if (reader->ended) return 0;
        reader->broken = !chunk_read(reader);
        if (reader->broken) return -1;
        if (reader->length == 0) return 0;
    }
    size_t give = reader->length - reader->at < room ? reader->length - reader->at : room;
    memcpy(into, reader->chunk + reader->at, give);
    reader->at += give;
    return (int64_t)give;
}

void sealed_file_close(SealedReader *reader)
{
    if (!reader) return;
    if (reader->file >= 0) close(reader->file);
    sodium_memzero(reader, sizeof *reader);
    memory_free(reader);
}
