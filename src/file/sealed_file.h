/* sealed_file.h -- a file on disk that only a key reads, and only whole.
 *
 * libsodium's secretstream (XChaCha20-Poly1305): a header of 24 bytes, then chunks of 64 KiB, each
 * 17 bytes longer than what it holds, the last marked as the last: nothing can be changed, left
 * out, put elsewhere or cut off unseen. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

enum { SEALED_FILE_KEY = 32 };

typedef struct SealedWriter SealedWriter;

/* Begins a new file. The writer lives in ctx's arena; when that is cleared before
 * sealed_file_keep, the file is gone. `path` must live as long. UNAVAILABLE when it cannot be made,
 * or is there. */
Status sealed_file_create(Ctx *ctx, const char *path, const unsigned char key[SEALED_FILE_KEY],
                          SealedWriter **out);

/* Appends. NO_SPACE when the disk is full. */
Status sealed_file_write(Ctx *ctx, SealedWriter *writer, const void *bytes, size_t length);

/* Nothing more is appended; it is on disk. */
Status sealed_file_end(Ctx *ctx, SealedWriter *writer);

/* It stays, wherever it was moved to. */
void sealed_file_keep(SealedWriter *writer);

/* Reads one file, once, from its beginning; not of any arena. */
typedef struct SealedReader SealedReader;

/* NOT_FOUND when it is not there, INTERNAL when it is none, or not of this key. */
Status sealed_file_open(Ctx *ctx, const char *path, const unsigned char key[SEALED_FILE_KEY],
                        SealedReader **out);

/* Puts 1 to `room` bytes; 0 at the end, -1 when it was changed, cut off, or cannot be read. */
int64_t sealed_file_read(SealedReader *reader, void *into, size_t room);
void sealed_file_close(SealedReader *reader); /* NULL is allowed */

/* What the disk said of a file, by errno: NO_SPACE, or UNAVAILABLE; the path stays in the log. */
Status sealed_file_fail(Ctx *ctx, const char *path);
