/* The folders of blobs, for those who sweep them. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file/blob.h"
#include "file/blob_path.h"
#include "file/sealed_file.h"
#include "house.h"

Status blob_remove(Ctx *ctx, int64_t id)
{
    const char *path = blob_path(ctx, id);
    if (!path) return no_memory(ctx);
    return unlink(path) == 0 || errno == ENOENT ? OK : sealed_file_fail(ctx, path);
}

Status blob_there(Ctx *ctx, int64_t id, bool *out)
{
    const char *path = blob_path(ctx, id);
    if (!path) return no_memory(ctx);
    *out = access(path, F_OK) == 0;
    return *out || errno == ENOENT ? OK : sealed_file_fail(ctx, path);
}

/* The id that a name is, 0 where it is none. */
static int64_t id_of(const char *name)
{
    size_t length = strlen(name);
    if (length == 0 || length > 18 || strspn(name, "0123456789") != length) return 0;
    return strtoll(name, NULL, 10);
}

typedef struct Ids {
    int64_t *items;
    size_t count, room;
} Ids;

static Status id_add(Ctx *ctx, Ids *ids, int64_t id)
{
    if (ids->count == ids->room) {
        size_t room = ids->room ? 2 * ids->room : 64;
        int64_t *items =
            arena_grow(ctx->arena, ids->items, ids->room * sizeof *items, room * sizeof *items);
        if (!items) return no_memory(ctx);
        ids->items = items;
        ids->room = room;
    }
    ids->items[ids->count++] = id;
    return OK;
}

/* A folder that is not there has none. */
static Status ids_read(Ctx *ctx, const char *name, Ids *out)
{
    *out = (Ids){0};
    const char *path = arena_format(ctx->arena, "%s/files/%s", ctx->house->data_folder, name);
    if (!path) return no_memory(ctx);
    DIR *folder = opendir(path);
    if (!folder) return errno == ENOENT ? OK : sealed_file_fail(ctx, path);
    Status s = OK;
    for (const struct dirent *entry; !s && (entry = readdir(folder));) {
        int64_t id = id_of(entry->d_name);
        if (id) s = id_add(ctx, out, id);
    }
    closedir(folder);
    return s;
}

Status blob_ids(Ctx *ctx, int folder, int64_t **out, size_t *count)
{
    Ids ids;
    char name[3];
    snprintf(name, sizeof name, "%02x", (unsigned)folder & 0xff);
    Status s = ids_read(ctx, name, &ids);
    *out = ids.items;
    *count = ids.count;
    return s;
}

Status blob_forget_unended(Ctx *ctx, int64_t before_ms)
{
    Ids ids;
    Status s = ids_read(ctx, "new", &ids);
    for (size_t i = 0; !s && i < ids.count; i++) {
        if (id_ms(ids.items[i]) >= before_ms) continue;
        const char *path = blob_new_path(ctx, ids.items[i]);
        if (!path) return no_memory(ctx);
        if (unlink(path) != 0 && errno != ENOENT) s = sealed_file_fail(ctx, path);
    }
    return s;
}
