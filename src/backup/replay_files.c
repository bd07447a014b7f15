/* The stored files of an archive. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "backup/archive_folder.h"
#include "backup/replay.h"
#include "base/arena.h"
#include "file/blob.h"

/* Also those that were taken away since, without what was put behind their names. */
static Status entry_take(Ctx *ctx, const char *from, const char *to, const char *name)
{
    size_t length = strspn(name, "0123456789");
    bool is_whole = length && (!name[length] || strcmp(name + length, GONE) == 0);
    if (!is_whole) return NOT_FOUND;
    const char *path = arena_format(ctx->arena, "%s/%s", from, name);
    const char *own = arena_text_n(ctx->arena, name, length);
    if (!path || !own) return no_memory(ctx);
    return file_carry(ctx, path, to, own, NULL);
}

static Status folder_take(Ctx *ctx, const char *from, const char *to, int64_t *count)
{
    DIR *folder = opendir(from);
    if (!folder) return errno == ENOENT ? OK : sealed_file_fail(ctx, from);
    Status s = place_make(ctx, to);
    for (const struct dirent *entry; !s && (entry = readdir(folder));) {
        s = entry_take(ctx, from, to, entry->d_name);
        *count += s == OK;
        if (s == NOT_FOUND) s = OK;
    }
    closedir(folder);
    return s;
}

Status replay_files(Ctx *ctx, const char *archive, const char *folder, int64_t *count)
{
    Status s = place_make(ctx, arena_format(ctx->arena, "%s/files", folder));
    *count = 0;
    for (int i = 0; !s && i < BLOB_FOLDERS; i++) {
        const char *from = arena_format(ctx->arena, "%s/files/%02x", archive, (unsigned)i);
        const char *to = arena_format(ctx->arena, "%s/files/%02x", folder, (unsigned)i);
        s = from && to ? folder_take(ctx, from, to, count) : no_memory(ctx);
    }
    return s;
}
