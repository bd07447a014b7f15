#include "ballast.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define PAGE 4096
#define SMALL ((uint64_t)512 << 20)
#define TRIES 100 /* while the server itself takes room and gives it back */

/* Grows the file by what is too much; true once no more than that is left. */
static bool ballast_grow(int file, uint64_t left)
{
    struct statvfs disk;
    struct stat taken;
    if (fstatvfs(file, &disk) || fstat(file, &taken)) return false;
    uint64_t room = (uint64_t)disk.f_bavail * disk.f_frsize;
    if (room <= left) return true;
    posix_fallocate(file, taken.st_size, (off_t)(room - left));
    return false;
}

Status ballast_take(Ctx *ctx, const char *folder, long pages)
{
    struct statvfs disk;
    const char *path = arena_format(ctx->arena, "%s/ballast", folder);
    if (!path) return no_memory(ctx);
    if (statvfs(folder, &disk) || (uint64_t)disk.f_blocks * disk.f_frsize > SMALL)
        return fail(ctx, INVALID, "%s is on no small file system: tests/torture/disk.py", folder);
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return fail(ctx, INTERNAL, "%s: %s", path, strerror(errno));
    bool full = false;
    for (int i = 0; !full && i < TRIES; i++)
        full = ballast_grow(file, (uint64_t)pages * PAGE);
    close(file);
    return full ? OK : fail(ctx, INTERNAL, "the disk cannot be filled: %s", strerror(errno));
}

void ballast_drop(const char *folder)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/ballast", folder);
    unlink(path);
}
