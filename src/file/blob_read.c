#include "file/blob.h"
#include "file/blob_path.h"
#include "file/sealed_file.h"

Status blob_open(Ctx *ctx, int64_t id, const unsigned char *key, BlobReader **out)
{
    *out = NULL;
    const char *path = blob_path(ctx, id);
    return path ? sealed_file_open(ctx, path, key, out) : no_memory(ctx);
}

int64_t blob_read(BlobReader *reader, char *into, size_t room)
{
    return sealed_file_read(reader, into, room);
}

void blob_close(BlobReader *reader)
{
    sealed_file_close(reader);
}
