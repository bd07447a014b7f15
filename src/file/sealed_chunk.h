/* sealed_chunk.h -- how a sealed file is cut; for sealed_write.c and sealed_read.c. */
#pragma once

#include <sodium.h>

enum {
    CHUNK = 65536,
    CHUNK_EXTRA = crypto_secretstream_xchacha20poly1305_ABYTES,
    CHUNK_HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
};
