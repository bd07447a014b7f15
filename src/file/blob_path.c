#include "file/blob_path.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/sealed_file.h"
#include "house.h"

/* Milliseconds of the id's instant: blobs of a day spread over all folders. */
#define FOLDER_OF(id) ((unsigned)((id) >> 21) & 0xff)

void blob_folder_name(int64_t id, char out[3])
{
    snprintf(out, 3, "%02x", FOLDER_OF(id));
}

const char *blob_path(Ctx *ctx, int64_t id)
{
    char folder[3];
    blob_folder_name(id, folder);
    return arena_format(ctx->arena, "%s/files/%s/%" PRId64, ctx->house->data_folder, folder, id);
}

const char *blob_new_path(Ctx *ctx, int64_t id)
{
    return arena_format(ctx->arena, "%s/files/new/%" PRId64, ctx->house->data_folder, id);
}

static Status folder_make(Ctx *ctx, const char *path)
{
    if (!path) return no_memory(ctx);
    return mkdir(path, 0700) == 0 || errno == EEXIST ? OK : sealed_file_fail(ctx, path);
}

Status blob_folder_make(Ctx *ctx, const char *name)
{
    const char *data = ctx->house->data_folder;
    Status s = folder_make(ctx, arena_format(ctx->arena, "%s/files", data));
    return s ? s : folder_make(ctx, arena_format(ctx->arena, "%s/files/%s", data, name));
}

Status blob_folder_sync(Ctx *ctx, const char *name)
{
    const char *path = arena_format(ctx->arena, "%s/files/%s", ctx->house->data_folder, name);
    if (!path) return no_memory(ctx);
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = folder >= 0 && fsync(folder) == 0;
    Status s = synced ? OK : sealed_file_fail(ctx, path);
    if (folder >= 0) close(folder);
    return s;
}
