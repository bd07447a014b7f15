/* blob.h -- what files hold, on disk: sealed in chunks under a key of its own, and read back in
 * order.
 *
 * DATA/files/NN/ID is a blob in its place (NN two hexadecimal digits that follow from the id),
 * DATA/files/new/ID one that is being written. A blob is a sealed file
 * (sealed_file.h): nothing can be changed, left out, put elsewhere or cut off unseen. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"

enum { BLOB_KEY = 32, BLOB_HEAD = 65536 };

typedef struct BlobWriter BlobWriter;

/* Begins a blob with a new id and key. The writer lives in ctx's arena; when that is cleared before
 * blob_keep, the blob is gone. UNAVAILABLE when the folder cannot be written. */
Status blob_create(Ctx *ctx, BlobWriter **out);

/* Appends. NO_SPACE when the disk is full. */
Status blob_write(Ctx *ctx, BlobWriter *writer, const void *bytes, size_t length);

/* Nothing more is appended; it is on disk. */
Status blob_end(Ctx *ctx, BlobWriter *writer);

/* Puts it into its place, on disk too: from then on it stays. Again does nothing. */
Status blob_keep(Ctx *ctx, BlobWriter *writer);

/* What was written. */
int64_t blob_id(const BlobWriter *writer);
int64_t blob_size(const BlobWriter *writer);
const unsigned char *blob_key(const BlobWriter *writer); /* BLOB_KEY bytes */
/* Its first bytes, at most BLOB_HEAD: for whoever tells what it is. */
const char *blob_head(const BlobWriter *writer, size_t *length);

/* Reads one blob, once, from its beginning; not of any arena. */
typedef struct SealedReader BlobReader;

/* NOT_FOUND when it is not there, INTERNAL when it is none. */
Status blob_open(Ctx *ctx, int64_t id, const unsigned char *key, BlobReader **out);

/* Puts 1 to `room` bytes; 0 at the end, -1 when it was changed, cut off, or cannot be read. */
int64_t blob_read(BlobReader *reader, char *into, size_t room);
void blob_close(BlobReader *reader); /* NULL is allowed */

/* Whether it lies in its place. */
Status blob_there(Ctx *ctx, int64_t id, bool *out);

/* Takes it away; OK when it is not there. */
Status blob_remove(Ctx *ctx, int64_t id);

enum { BLOB_FOLDERS = 256 };
/* One of the folders of blobs, and those in it: all, by no order. */
Status blob_ids(Ctx *ctx, int folder, int64_t **out, size_t *count);

/* Takes away what was begun before an instant and never ended. */
Status blob_forget_unended(Ctx *ctx, int64_t before_ms);
