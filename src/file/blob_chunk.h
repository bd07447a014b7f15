/* blob_chunk.h -- how a blob is cut; for blob_write.c and blob_read.c. */
#pragma once

#include <sodium.h>

enum {
    CHUNK = 65536,
    CHUNK_EXTRA = crypto_secretstream_xchacha20poly1305_ABYTES,
    CHUNK_HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
};
