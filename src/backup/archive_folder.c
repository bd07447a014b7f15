#include "backup/archive_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

enum { GROUP = 10000, DIGITS_MAX = 18, FIRST_ROOM = 64, PIECE = 1 << 20 };

static int64_t number_of(const char *name)
{
    size_t length = strlen(name);
    if (!length || length > DIGITS_MAX || strspn(name, "0123456789") != length) return -1;
    return strtoll(name, NULL, 10);
}

static int number_compare(const void *a, const void *b)
{
    const int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

typedef struct Numbers {
    int64_t *items;
    size_t count, room;
} Numbers;

static Status number_add(Ctx *ctx, Numbers *numbers, int64_t number)
{
    if (numbers->count == numbers->room) {
        size_t room = numbers->room ? 2 * numbers->room : FIRST_ROOM, size = sizeof number;
        numbers->items = arena_grow(ctx->arena, numbers->items, numbers->room * size, room * size);
        if (!numbers->items) return no_memory(ctx);
        numbers->room = room;
    }
    numbers->items[numbers->count++] = number;
    return OK;
}

Status numbers_in(Ctx *ctx, const char *path, int64_t **out, size_t *count)
{
    Numbers numbers = {0};
    Status s = OK;
    DIR *folder = path ? opendir(path) : NULL;
    *count = 0;
    *out = NULL;
    if (!path) return no_memory(ctx);
    if (!folder) return errno == ENOENT ? OK : sealed_file_fail(ctx, path);
    for (const struct dirent *entry; !s && (entry = readdir(folder));) {
        int64_t number = number_of(entry->d_name);
        if (number >= 0) s = number_add(ctx, &numbers, number);
    }
    closedir(folder);
    if (numbers.count) qsort(numbers.items, numbers.count, sizeof *numbers.items, number_compare);
    *out = numbers.items;
    *count = numbers.count;
    return s;
}

Status folder_sync(Ctx *ctx, const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_safe = folder >= 0 && fsync(folder) == 0;
    Status s = is_safe ? OK : sealed_file_fail(ctx, path);
    if (folder >= 0) close(folder);
    return s;
}

Status place_make(Ctx *ctx, const char *path)
{
    if (!path) return no_memory(ctx);
    if (mkdir(path, 0700) != 0) return errno == EEXIST ? OK : sealed_file_fail(ctx, path);
    const char *end = strrchr(path, '/');
    const char *above = end ? arena_text_n(ctx->arena, path, (size_t)(end - path) + 1) : ".";
    return above ? folder_sync(ctx, above) : no_memory(ctx);
}

/* --- moments --- */

static const char *group_path(Ctx *ctx, const char *archive, int64_t group)
{
    return arena_format(ctx->arena, "%s/moments/%08" PRId64, archive, group);
}

const char *moment_place(Ctx *ctx, const char *archive, int64_t no)
{
    return group_path(ctx, archive, no / GROUP);
}

Status moment_folder(Ctx *ctx, const char *archive, int64_t no, const char **out)
{
    *out = moment_place(ctx, archive, no);
    return place_make(ctx, *out);
}

static Status moments_edge(Ctx *ctx, const char *archive, bool newest, int64_t *no)
{
    int64_t *groups, *moments;
    size_t count, in_group = 0;
    *no = 0;
    Status s = numbers_in(ctx, arena_format(ctx->arena, "%s/moments", archive), &groups, &count);
    for (size_t i = 0; !s && !in_group && i < count; i++) {
        int64_t group = groups[newest ? count - 1 - i : i];
        s = numbers_in(ctx, group_path(ctx, archive, group), &moments, &in_group);
        if (!s && in_group) *no = moments[newest ? in_group - 1 : 0];
    }
    return s;
}

Status moments_newest(Ctx *ctx, const char *archive, int64_t *no)
{
    return moments_edge(ctx, archive, true, no);
}

Status moments_oldest(Ctx *ctx, const char *archive, int64_t *no)
{
    return moments_edge(ctx, archive, false, no);
}

/* --- carrying --- */

static Status bytes_carry(Ctx *ctx, int from, const char *path, int64_t *bytes)
{
    int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ssize_t done = to < 0 ? -1 : 1;
    *bytes = 0;
    while (done > 0) {
        done = sendfile(to, from, NULL, PIECE);
        if (done > 0) *bytes += done;
    }
    Status s = done == 0 && fsync(to) == 0 ? OK : sealed_file_fail(ctx, path);
    if (to >= 0) close(to);
    return s;
}

Status file_carry(Ctx *ctx, const char *from, const char *folder, const char *name, int64_t *bytes)
{
    int64_t carried;
    const char *path = arena_format(ctx->arena, "%s/%s", folder, name);
    const char *partial = arena_format(ctx->arena, "%s/%s.partial", folder, name);
    if (!path || !partial) return no_memory(ctx);
    if (bytes) *bytes = 0;
    if (access(path, F_OK) == 0) return OK;
    int file = open(from, O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT) return OK; /* taken away meanwhile: nobody wants it */
    if (file < 0) return sealed_file_fail(ctx, from);
    Status s = bytes_carry(ctx, file, partial, &carried);
    close(file);
    if (!s && rename(partial, path) != 0) s = sealed_file_fail(ctx, path);
    if (!s) s = folder_sync(ctx, folder);
    if (!s && bytes) *bytes = carried;
    return s;
}
