/* Stored files that go: an archive keeps them as long as the moments that know of them. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/archive_internal.h"
#include "base/arena.h"

/* Its time begins when it is missed. */
static Status file_mark(Ctx *ctx, const char *path, const char *own)
{
    if (access(own, F_OK) == 0 || errno != ENOENT) return OK;
    const char *gone = arena_format(ctx->arena, "%s" GONE, path);
    if (!gone) return no_memory(ctx);
    const struct timespec now = {.tv_sec = ctx_now(ctx) / 1000};
    const struct timespec times[] = {now, now};
    bool is_marked = utimensat(AT_FDCWD, path, times, 0) == 0 && rename(path, gone) == 0;
    return is_marked ? OK : sealed_file_fail(ctx, path);
}

static void file_forget(const char *path, int64_t before_ms)
{
    struct stat status;
    if (stat(path, &status) == 0 && (int64_t)status.st_mtim.tv_sec * 1000 < before_ms) unlink(path);
}

static Status entry_tidy(Ctx *ctx, const char *folder, const char *data, const char *name,
                         int64_t before_ms)
{
    size_t length = strspn(name, "0123456789");
    const char *path = arena_format(ctx->arena, "%s/%s", folder, name);
    const char *own = arena_format(ctx->arena, "%s/%s", data, name);
    if (!path || !own) return no_memory(ctx);
    if (!length) return OK;
    if (!name[length]) return file_mark(ctx, path, own);
    if (strcmp(name + length, GONE) == 0) file_forget(path, before_ms);
    return OK;
}

static Status folder_tidy(Ctx *ctx, const char *path, const char *data, int64_t before_ms)
{
    DIR *folder = opendir(path);
    if (!folder) return errno == ENOENT ? OK : sealed_file_fail(ctx, path);
    Status s = OK;
    for (const struct dirent *entry; !s && (entry = readdir(folder));)
        s = entry_tidy(ctx, path, data, entry->d_name, before_ms);
    closedir(folder);
    return s;
}

Status files_tidy(Ctx *ctx, Archive *archive, int64_t before_ms)
{
    Status s = OK;
    for (unsigned i = 0; !s && i < BLOB_FOLDERS; i++) {
        const char *path = arena_format(ctx->arena, "%s/files/%02x", archive->folder, i);
        const char *data =
            arena_format(ctx->arena, "%s/files/%02x", archive->house->data_folder, i);
        s = path && data ? folder_tidy(ctx, path, data, before_ms) : no_memory(ctx);
    }
    return s;
}
