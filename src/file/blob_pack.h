/* blob_pack.h -- all stored files as one stream of bytes, for a copy of the data folder.
 *
 * For each blob: its id and its length (8 bytes each, big endian), then the bytes as they lie on
 * disk: what is sealed stays sealed. */
#pragma once

#include <stddef.h>

#include "base/ctx.h"

typedef Status BlobSink(Ctx *ctx, void *user, const void *bytes, size_t length);

/* Puts up to `room` bytes; *got 0 at the end. */
typedef Status BlobSource(Ctx *ctx, void *user, void *into, size_t room, size_t *got);

/* Those that were given already, so that a second call gives only what came meanwhile. */
typedef struct BlobsPacked {
    int64_t *ids; /* in order */
    size_t count;
} BlobsPacked;

/* Gives every blob of DATA/files that `packed` does not name, and adds it there. */
Status blob_pack(Ctx *ctx, BlobsPacked *packed, BlobSink *sink, void *user);

/* Puts them into FOLDER/files, which must not have them; NULL: only reads. INTERNAL when the stream
 * is cut off. */
Status blob_unpack(Ctx *ctx, const char *folder, BlobSource *source, void *user, int64_t *count);
