#include "file/blob_pack.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "file/blob.h"
#include "file/blob_path.h"
#include "file/sealed_file.h"
#include "house.h"

enum { PIECE = 65536, HEAD = 16 };

static int id_compare(const void *a, const void *b)
{
    const int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

static bool is_packed(const BlobsPacked *packed, int64_t id)
{
    return packed->count && bsearch(&id, packed->ids, packed->count, sizeof id, id_compare) != NULL;
}

static void number_write(unsigned char *at, int64_t number)
{
    for (int i = 7; i >= 0; i--, number >>= 8)
        at[i] = (unsigned char)number;
}

static int64_t number_read(const unsigned char *at)
{
    int64_t number = 0;
    for (int i = 0; i < 8; i++)
        number = number << 8 | at[i];
    return number;
}

static void path_write(char *path, const char *folder, int64_t id)
{
    char name[3];
    blob_folder_name(id, name);
    snprintf(path, PATH_MAX, "%s/files/%s/%" PRId64, folder, name, id);
}

/* --- out --- */

typedef struct Packing {
    BlobSink *sink;
    void *user;
    char path[PATH_MAX];
} Packing;

/* A blob is never changed, and never grows: its length is what it was at first. */
static Status bytes_give(Ctx *ctx, Packing *packing, int file, int64_t length)
{
    char piece[PIECE];
    Status s = OK;
    while (!s && length > 0) {
        size_t room = length < PIECE ? (size_t)length : PIECE;
        ssize_t got = read(file, piece, room);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return sealed_file_fail(ctx, packing->path);
        s = packing->sink(ctx, packing->user, piece, (size_t)got);
        length -= got;
    }
    return s;
}

static Status open_give(Ctx *ctx, Packing *packing, int file, int64_t id)
{
    struct stat status;
    unsigned char head[HEAD];
    if (fstat(file, &status) != 0) return sealed_file_fail(ctx, packing->path);
    number_write(head, id);
    number_write(head + 8, status.st_size);
    Status s = packing->sink(ctx, packing->user, head, sizeof head);
    return s ? s : bytes_give(ctx, packing, file, status.st_size);
}

/* What was taken away since its folder was read is no longer wanted, and is none of them. */
static Status blob_give(Ctx *ctx, Packing *packing, int64_t id, BlobsPacked *now)
{
    path_write(packing->path, ctx->house->data_folder, id);
    int file = open(packing->path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return errno == ENOENT ? OK : sealed_file_fail(ctx, packing->path);
    Status s = open_give(ctx, packing, file, id);
    if (!s) now->ids[now->count++] = id;
    close(file);
    return s;
}

/* Those that this call found, or gave before. */
typedef struct Found {
    BlobsPacked packed;
    size_t room;
} Found;

/* Room in `ids` for so many more: twice as much as before, for an arena takes nothing back. */
static Status found_widen(Ctx *ctx, Found *found, size_t more)
{
    size_t need = found->packed.count + more, size = sizeof *found->packed.ids;
    if (need <= found->room) return OK;
    size_t room = need > 2 * found->room ? need : 2 * found->room;
    int64_t *ids = arena_grow(ctx->arena, found->packed.ids, found->room * size, room * size);
    if (!ids) return no_memory(ctx);
    found->packed.ids = ids;
    found->room = room;
    return OK;
}

static Status folder_give(Ctx *ctx, Packing *packing, const BlobsPacked *before, int folder,
                          Found *now)
{
    int64_t *ids;
    size_t count;
    Status s = blob_ids(ctx, folder, &ids, &count);
    if (!s) s = found_widen(ctx, now, count);
    for (size_t i = 0; !s && i < count; i++) {
        if (is_packed(before, ids[i])) continue;
        s = blob_give(ctx, packing, ids[i], &now->packed);
    }
    return s;
}

Status blob_pack(Ctx *ctx, BlobsPacked *packed, BlobSink *sink, void *user)
{
    Packing packing = {.sink = sink, .user = user};
    Found found = {.room = 0};
    BlobsPacked *now = &found.packed;
    Status s = OK;
    for (int folder = 0; !s && folder < BLOB_FOLDERS; folder++)
        s = folder_give(ctx, &packing, packed, folder, &found);
    if (!s) s = found_widen(ctx, &found, packed->count);
    if (s) return s;
    if (packed->count)
        memcpy(now->ids + now->count, packed->ids, packed->count * sizeof *packed->ids);
    now->count += packed->count;
    if (now->count) qsort(now->ids, now->count, sizeof *now->ids, id_compare);
    *packed = *now;
    return OK;
}

/* --- in --- */

typedef struct Unpacking {
    BlobSource *source;
    void *user;
    const char *folder; /* NULL: nowhere */
    char path[PATH_MAX];
} Unpacking;

/* *got is less than `room` only at the end of the stream. */
static Status take(Ctx *ctx, const Unpacking *unpacking, void *into, size_t room, size_t *got)
{
    size_t more = 1;
    Status s = OK;
    for (*got = 0; !s && *got < room && more; *got += more)
        s = unpacking->source(ctx, unpacking->user, (char *)into + *got, room - *got, &more);
    return s;
}

static Status cut_off(Ctx *ctx)
{
    return fail(ctx, INTERNAL, "the copy of the stored files is cut off");
}

/* `file` below 0: nowhere. */
static Status bytes_take(Ctx *ctx, const Unpacking *unpacking, int file, int64_t length)
{
    char piece[PIECE];
    while (length > 0) {
        size_t got, room = length < PIECE ? (size_t)length : PIECE;
        Status s = take(ctx, unpacking, piece, room, &got);
        if (s || got < room) return s ? s : cut_off(ctx);
        if (file >= 0 && write(file, piece, got) != (ssize_t)got)
            return sealed_file_fail(ctx, unpacking->path);
        length -= (int64_t)got;
    }
    return OK;
}

static Status place_make(Ctx *ctx, Unpacking *unpacking, int64_t id)
{
    char name[3], path[PATH_MAX];
    blob_folder_name(id, name);
    snprintf(path, sizeof path, "%s/files", unpacking->folder);
    if (mkdir(path, 0700) != 0 && errno != EEXIST) return sealed_file_fail(ctx, path);
    snprintf(path, sizeof path, "%s/files/%s", unpacking->folder, name);
    if (mkdir(path, 0700) != 0 && errno != EEXIST) return sealed_file_fail(ctx, path);
    path_write(unpacking->path, unpacking->folder, id);
    return OK;
}

static Status blob_place(Ctx *ctx, Unpacking *unpacking, int64_t id, int64_t length)
{
    Status s = place_make(ctx, unpacking, id);
    if (s) return s;
    int file = open(unpacking->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return sealed_file_fail(ctx, unpacking->path);
    s = bytes_take(ctx, unpacking, file, length);
    if (!s && fsync(file) != 0) s = sealed_file_fail(ctx, unpacking->path);
    close(file);
    return s;
}

Status blob_unpack(Ctx *ctx, const char *folder, BlobSource *source, void *user, int64_t *count)
{
    Unpacking unpacking = {source, user, folder, ""};
    unsigned char head[HEAD];
    Status s = OK;
    for (*count = 0; !s; ++*count) {
        size_t got;
        s = take(ctx, &unpacking, head, sizeof head, &got);
        if (s || got == 0) break;
        if (got < sizeof head) return cut_off(ctx);
        int64_t id = number_read(head), length = number_read(head + 8);
        if (id <= 0 || length < 0) return fail(ctx, INTERNAL, "what was copied is no stored file");
        s = folder ? blob_place(ctx, &unpacking, id, length)
                   : bytes_take(ctx, &unpacking, -1, length);
    }
    return s;
}
