/* part.h -- the sealed files that a backup consists of. */
#pragma once

#include <sodium.h>

#include "backup/manifest.h"

/* A part that is being written, or read. */
typedef struct PartFile {
    const char *name;
    int64_t bytes;
    crypto_generichash_state hash;
    SealedWriter *writer;
    SealedReader *reader;
} PartFile;

/* Begins FOLDER/NAME. */
Status part_file_create(Ctx *ctx, const char *folder, const char *name, const unsigned char *key,
                        PartFile *out);

/* Appends; a BlobSink. `part` is a PartFile. */
Status part_file_write(Ctx *ctx, void *part, const void *bytes, size_t length);

/* It is on disk; `hash` is that of what it holds. */
Status part_file_finish(Ctx *ctx, PartFile *part, char hash[PART_HASH_HEX]);

/* The same, and in the manifest. */
Status part_file_end(Ctx *ctx, PartFile *part, Manifest *manifest);

/* A file of the disk as a part. */
Status part_file_fill(Ctx *ctx, const char *path, PartFile *part);

/* Opens FOLDER/NAME. */
Status part_file_open(Ctx *ctx, const char *folder, const char *name, const unsigned char *key,
                      PartFile *out);

/* Puts up to `room` bytes, *got 0 at the end; a BlobSource. INTERNAL when the file was changed. */
Status part_file_read(Ctx *ctx, void *part, void *into, size_t room, size_t *got);

/* What was read to its end is what the manifest says; closes it in any case. INTERNAL. */
Status part_file_check(Ctx *ctx, PartFile *part, const Manifest *manifest);

/* The hash of what was read; closes it. */
void part_file_read_hash(PartFile *part, char hash[PART_HASH_HEX]);
void part_file_close(PartFile *part);

/* Reads it to its end into a new file of the disk, which is on it then. */
Status part_file_unseal(Ctx *ctx, PartFile *part, const char *path);
