#include "backup/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "file/sealed_file.h"

enum { OPEN_AT_ONCE = 16 };

static int each_remove(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status, (void)kind, (void)where;
    return remove(path);
}

const char *folder_name(Ctx *ctx, const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    return arena_text_n(ctx->arena, path, length);
}

void folder_remove(const char *path)
{
    nftw(path, each_remove, OPEN_AT_ONCE, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

Status folder_begin(Ctx *ctx, const char *path)
{
    folder_remove(path);
    return mkdir(path, 0700) == 0 ? OK : sealed_file_fail(ctx, path);
}

Status folder_check_free(Ctx *ctx, const char *path)
{
    if (rmdir(path) == 0) return mkdir(path, 0700) == 0 ? OK : sealed_file_fail(ctx, path);
    if (errno == ENOENT) return OK;
    return fail(ctx, CONFLICT, "%s is there already", path);
}

static Status sync_folder(Ctx *ctx, const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return sealed_file_fail(ctx, path);
    Status s = syncfs(folder) == 0 ? OK : sealed_file_fail(ctx, path);
    close(folder);
    return s;
}

Status folder_become(Ctx *ctx, const char *path, const char *name)
{
    char *copy = (char *)arena_text(ctx->arena, name);
    if (!copy) return no_memory(ctx);
    Status s = sync_folder(ctx, path);
    if (!s && rename(path, name) != 0)
        s = errno == ENOTEMPTY || errno == EEXIST ? fail(ctx, CONFLICT, "%s is there already", name)
                                                  : sealed_file_fail(ctx, name);
    return s ? s : sync_folder(ctx, dirname(copy));
}
