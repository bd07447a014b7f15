#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/archive_internal.h"
#include "base/arena.h"

enum { SETTLED_S = 3 };

/* --- moments --- */

static void moved(Archive *archive, int64_t bytes, int64_t waiting)
{
    pthread_mutex_lock(&archive->lock);
    archive->carried_bytes += bytes;
    archive->waiting = waiting;
    pthread_mutex_unlock(&archive->lock);
}

static Status moment_carry(Ctx *ctx, Archive *archive, int64_t no, int64_t waiting)
{
    char name[MOMENT_NAME];
    const char *folder;
    int64_t bytes;
    moment_name(no, name);
    const char *from = arena_format(ctx->arena, "%s/%s", archive->queue, name);
    if (!from) return no_memory(ctx);
    Status s = moment_folder(ctx, archive->folder, no, &folder);
    if (!s) s = file_carry(ctx, from, folder, name, &bytes);
    if (s) return s;
    archive->carried = no;
    moved(archive, bytes, waiting);
    return OK;
}

/* The last one stays: it says where the next goes on. */
Status moments_carry(Ctx *ctx, Archive *archive)
{
    int64_t *numbers;
    size_t count;
    Status s = numbers_in(ctx, archive->queue, &numbers, &count);
    moved(archive, 0, (int64_t)count);
    for (size_t i = 0; !s && i < count; i++) {
        int64_t waiting = (int64_t)(count - i - 1);
        char name[MOMENT_NAME];
        moment_name(numbers[i], name);
        const char *path = arena_format(ctx->arena, "%s/%s", archive->queue, name);
        if (!path) return no_memory(ctx);
        if (numbers[i] > archive->carried) s = moment_carry(ctx, archive, numbers[i], waiting);
        if (!s && i + 1 < count) unlink(path);
    }
    if (!s) moved(archive, 0, 0);
    return s;
}

/* --- stored files: those that the archive lacks --- */

static Status lacking_carry(Ctx *ctx, const char *from, const char *to, const int64_t *ids,
                            size_t count)
{
    char name[MOMENT_NAME + 8];
    int64_t *have;
    size_t had, at = 0;
    Status s = numbers_in(ctx, to, &have, &had);
    for (size_t i = 0; !s && i < count; i++) {
        while (at < had && have[at] < ids[i])
            at++;
        if (at < had && have[at] == ids[i]) continue;
        snprintf(name, sizeof name, "%" PRId64, ids[i]);
        const char *path = arena_format(ctx->arena, "%s/%s", from, name);
        s = path ? file_carry(ctx, path, to, name, NULL) : no_memory(ctx);
    }
    return s;
}

static Status folder_carry(Ctx *ctx, const Archive *archive, const char *from, int folder)
{
    int64_t *ids;
    size_t count;
    const char *to = arena_format(ctx->arena, "%s/files/%02x", archive->folder, (unsigned)folder);
    Status s = numbers_in(ctx, from, &ids, &count);
    if (s || !count) return s;
    s = place_make(ctx, to);
    return s ? s : lacking_carry(ctx, from, to, ids, count);
}

static bool is_same(const struct timespec *one, const struct timespec *other)
{
    return one->tv_sec == other->tv_sec && one->tv_nsec == other->tv_nsec;
}

/* A folder that was not touched since it was looked at has nothing new; one that was touched just
 * now may be touched again within the clock's grain. */
static Status folder_look(Ctx *ctx, Archive *archive, int folder)
{
    struct stat now;
    const char *from =
        arena_format(ctx->arena, "%s/files/%02x", archive->house->data_folder, (unsigned)folder);
    if (!from) return no_memory(ctx);
    if (stat(from, &now) != 0) return errno == ENOENT ? OK : sealed_file_fail(ctx, from);
    if (is_same(&now.st_mtim, &archive->looked[folder])) return OK;
    Status s = folder_carry(ctx, archive, from, folder);
    if (!s && time(NULL) - now.st_mtim.tv_sec > SETTLED_S) archive->looked[folder] = now.st_mtim;
    return s;
}

Status files_carry(Ctx *ctx, Archive *archive)
{
    Status s = OK;
    for (int folder = 0; !s && folder < BLOB_FOLDERS; folder++)
        s = folder_look(ctx, archive, folder);
    return s;
}
