#include "backup/folder.h"

#include <dirent.h>
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

static bool is_nothing(const char *name)
{
    static const char *const nothing[] = {".", "..", "lost+found", FOLDER_WITHIN};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (strcmp(name, nothing[i]) == 0) return true;
    return false;
}

static bool is_empty(const char *path)
{
    bool empty = true;
    DIR *folder = opendir(path);
    if (!folder) return false;
    for (const struct dirent *entry = readdir(folder); entry && empty; entry = readdir(folder))
        empty = is_nothing(entry->d_name);
    closedir(folder);
    return empty;
}

Status folder_check_free(Ctx *ctx, const char *path, bool *fixed)
{
    if (fixed) *fixed = false;
    if (rmdir(path) == 0) return mkdir(path, 0700) == 0 ? OK : sealed_file_fail(ctx, path);
    if (errno == ENOENT) return OK;
    if (!fixed || !is_empty(path)) return fail(ctx, CONFLICT, "%s is there already", path);
    *fixed = true;
    return OK;
}

static Status sync_folder(Ctx *ctx, const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return sealed_file_fail(ctx, path);
    Status s = syncfs(folder) == 0 ? OK : sealed_file_fail(ctx, path);
    close(folder);
    return s;
}

static Status become_fail(Ctx *ctx, const char *path, const char *name)
{
    if (errno == ENOTEMPTY || errno == EEXIST)
        return fail(ctx, CONFLICT, "%s is there already", name);
    if (errno == EXDEV)
        return fail(ctx, CONFLICT, "%s lies on another file system than %s", path, name);
    return sealed_file_fail(ctx, name);
}

Status folder_become(Ctx *ctx, const char *path, const char *name)
{
    char *copy = (char *)arena_text(ctx->arena, name);
    if (!copy) return no_memory(ctx);
    Status s = sync_folder(ctx, path);
    if (!s && rename(path, name) != 0) s = become_fail(ctx, path, name);
    return s ? s : sync_folder(ctx, dirname(copy));
}

static Status move_one(Ctx *ctx, const char *from, const char *to, const char *name)
{
    const char *old = arena_format(ctx->arena, "%s/%s", from, name);
    const char *new = arena_format(ctx->arena, "%s/%s", to, name);
    if (!old || !new) return no_memory(ctx);
    return rename(old, new) == 0 ? OK : sealed_file_fail(ctx, new);
}

static Status move_each(Ctx *ctx, const char *from, const char *to)
{
    DIR *folder = opendir(from);
    if (!folder) return sealed_file_fail(ctx, from);
    Status s = OK;
    for (const struct dirent *entry = readdir(folder); entry && !s; entry = readdir(folder))
        if (!is_nothing(entry->d_name)) s = move_one(ctx, from, to, entry->d_name);
    closedir(folder);
    return s;
}

Status folder_move_up(Ctx *ctx, const char *path)
{
    const char *within = arena_format(ctx->arena, "%s/" FOLDER_WITHIN, path);
    if (!within) return no_memory(ctx);
    Status s = sync_folder(ctx, within);
    if (!s) s = move_each(ctx, within, path);
    if (!s && rmdir(within) != 0) s = sealed_file_fail(ctx, within);
    return s ? s : sync_folder(ctx, path);
}
