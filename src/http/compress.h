/* compress.h -- gzip of answers, by deflaters that are kept and used again. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"

typedef struct Compressor Compressor;

/* `level` 1 (quick) to 9 (small). */
Status compressor_new(Ctx *ctx, int level, Compressor **out);
void compressor_release(Compressor *compressor); /* NULL is allowed */

/* gzip in `arena`; NULL if there is no memory or it would not become smaller. Safe for threads. */
void *compress_gzip(Compressor *compressor, Arena *arena, const void *data, size_t length,
                    size_t *out_length);

/* Whether content of this type and size is worth it: text of more than 1 KiB. */
bool compress_pays(const char *content_type, size_t length);
