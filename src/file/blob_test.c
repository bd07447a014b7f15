#include "file/blob.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "file/blob_path.h"
#include "file/sealed_chunk.h"
#include "test.h"

/* A blob of so many bytes, in its place. */
static BlobWriter *given_blob(T *t, size_t length)
{
    BlobWriter *writer;
    check_ok(t, blob_create(t->ctx, &writer));
    for (size_t done = 0; done < length;) {
        char piece[1000];
        size_t part = length - done < sizeof piece ? length - done : sizeof piece;
        for (size_t i = 0; i < part; i++)
            piece[i] = (char)((done + i) % 251);
        check_ok(t, blob_write(t->ctx, writer, piece, part));
        done += part;
    }
    check_ok(t, blob_end(t->ctx, writer));
    check_ok(t, blob_keep(t->ctx, writer));
    check_ok(t, blob_keep(t->ctx, writer));
    check_int(t, blob_size(writer), length);
    return writer;
}

/* How many bytes come back as they were; -1 when reading says that it is not what was written. */
static int64_t read_back(T *t, const BlobWriter *writer)
{
    BlobReader *reader;
    char piece[777];
    int64_t got, all = 0;
    check_ok(t, blob_open(t->ctx, blob_id(writer), blob_key(writer), &reader));
    while ((got = blob_read(reader, piece, sizeof piece)) > 0) {
        for (int64_t i = 0; i < got; i++)
            check_int(t, (unsigned char)piece[i], (all + i) % 251);
        all += got;
    }
    blob_close(reader);
    return got < 0 ? -1 : all;
}

TEST_DB(a_blob_comes_back_as_it_was_written_whatever_its_size)
{
    static const size_t sizes[] = {0,         1,         CHUNK - 1,     CHUNK,
                                   CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7, 10 * CHUNK - 1};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        check_int(t, read_back(t, given_blob(t, sizes[i])), sizes[i]);
}

static int opened(T *t, const BlobWriter *writer)
{
    int file = open(blob_path(t->ctx, blob_id(writer)), O_RDWR | O_CLOEXEC);
    check(t, file >= 0);
    return file;
}

TEST_DB(what_a_blob_holds_is_not_on_the_disk_in_clear)
{
    BlobWriter *writer;
    char bytes[4096];
    check_ok(t, blob_create(t->ctx, &writer));
    check_ok(t, blob_write(t->ctx, writer, "the secret of the parcel", 24));
    check_ok(t, blob_end(t->ctx, writer));
    check_ok(t, blob_keep(t->ctx, writer));
    int file = opened(t, writer);
    ssize_t length = read(file, bytes, sizeof bytes);
    close(file);
    check_int(t, length, CHUNK_HEADER + 24 + CHUNK_EXTRA);
    check(t, !memmem(bytes, (size_t)length, "secret", 6));
}

TEST_DB(a_blob_that_was_changed_cut_off_or_added_to_is_not_read_as_whole)
{
    const size_t length = 3 * CHUNK + 5;
    BlobWriter *changed = given_blob(t, length), *cut = given_blob(t, length);
    BlobWriter *at_chunk = given_blob(t, length), *longer = given_blob(t, length);
    int file = opened(t, changed);
    check_int(t, pwrite(file, "x", 1, CHUNK_HEADER + 2 * (CHUNK + CHUNK_EXTRA) + 9), 1);
    close(file);
    file = opened(t, cut);
    check_int(t, ftruncate(file, CHUNK_HEADER + 2 * (CHUNK + CHUNK_EXTRA) + 100), 0);
    close(file);
    file = opened(t, at_chunk);
    check_int(t, ftruncate(file, CHUNK_HEADER + 2 * (CHUNK + CHUNK_EXTRA)), 0);
    close(file);
    file = opened(t, longer);
    check(t, lseek(file, 0, SEEK_END) > 0 && write(file, "x", 1) == 1);
    close(file);
    check_int(t, read_back(t, changed), -1);
    check_int(t, read_back(t, cut), -1);
    check_int(t, read_back(t, at_chunk), -1);
    check_int(t, read_back(t, longer), -1);
}

TEST_DB(a_blob_does_not_open_in_the_place_of_another)
{
    BlobWriter *one = given_blob(t, 100), *two = given_blob(t, 100);
    BlobReader *reader;
    char bytes[100];
    check_ok(t, blob_open(t->ctx, blob_id(one), blob_key(two), &reader));
    check_int(t, blob_read(reader, bytes, sizeof bytes), -1);
    check_int(t, blob_read(reader, bytes, sizeof bytes), -1);
    blob_close(reader);
    check_ok(t, blob_remove(t->ctx, blob_id(one)));
    check_ok(t, blob_remove(t->ctx, blob_id(one)));
    check_status(t, blob_open(t->ctx, blob_id(one), blob_key(one), &reader), NOT_FOUND);
}

TEST_DB(a_blob_that_is_not_kept_leaves_nothing)
{
    Ctx own = *t->ctx;
    BlobWriter *writer;
    own.arena = arena_new();
    check_ok(t, blob_create(&own, &writer));
    check_ok(t, blob_write(&own, writer, "abc", 3));
    const char *path = blob_new_path(t->ctx, blob_id(writer));
    check_int(t, access(path, F_OK), 0);
    arena_release(own.arena);
    check_int(t, access(path, F_OK), -1);
}

TEST_DB(a_blob_that_cannot_be_written_says_so)
{
    BlobWriter *writer;
    const char *folder = arena_format(t->ctx->arena, "%s/files", t->folder);
    int file = open(folder, O_CREAT | O_WRONLY | O_CLOEXEC, 0600); /* where a folder should be */
    close(file);
    check_status(t, blob_create(t->ctx, &writer), UNAVAILABLE);
    check(t, strstr(t->ctx->problem.message, t->folder) == NULL);
    check(t, strstr(t->ctx->problem.cause, t->folder) != NULL);
}
