#include "http/compress.h"

#include <pthread.h>
#include <string.h>
#include <zlib.h>

#define KEPT 16
#define PAYS_FROM 1024
#define GZIP (15 + 16) /* window bits, with gzip's frame */

struct Compressor {
    int level;
    pthread_mutex_t lock;
    z_stream *idle[KEPT];
    size_t count;
};

Status compressor_new(Ctx *ctx, int level, Compressor **out)
{
    Compressor *compressor = memory_alloc(sizeof *compressor);
    if (!compressor) return no_memory(ctx);
    compressor->level = level;
    pthread_mutex_init(&compressor->lock, NULL);
    *out = compressor;
    return OK;
}

static void deflater_free(z_stream *deflater)
{
    deflateEnd(deflater);
    memory_free(deflater);
}

void compressor_release(Compressor *compressor)
{
    if (!compressor) return;
    while (compressor->count)
        deflater_free(compressor->idle[--compressor->count]);
    pthread_mutex_destroy(&compressor->lock);
    memory_free(compressor);
}

static z_stream *deflater_take(Compressor *compressor)
{
    pthread_mutex_lock(&compressor->lock);
    z_stream *deflater = compressor->count ? compressor->idle[--compressor->count] : NULL;
    pthread_mutex_unlock(&compressor->lock);
    if (deflater) return deflater;
    deflater = memory_alloc(sizeof *deflater);
    if (!deflater) return NULL;
    int result = deflateInit2(deflater, compressor->level, Z_DEFLATED, GZIP, 8, Z_DEFAULT_STRATEGY);
    if (result == Z_OK) return deflater;
    memory_free(deflater);
    return NULL;
}

static void deflater_give_back(Compressor *compressor, z_stream *deflater)
{
    bool clean = deflateReset(deflater) == Z_OK;
    pthread_mutex_lock(&compressor->lock);
    bool keep = clean && compressor->count < KEPT;
    if (keep) compressor->idle[compressor->count++] = deflater;
    pthread_mutex_unlock(&compressor->lock);
    if (!keep) deflater_free(deflater);
}

void *compress_gzip(Compressor *compressor, Arena *arena, const void *data, size_t length,
                    size_t *out_length)
{
    void *out = length < UINT32_MAX ? arena_alloc(arena, length) : NULL;
    z_stream *deflater = out ? deflater_take(compressor) : NULL;
    if (!deflater) return NULL;
    deflater->next_in = (Bytef *)(uintptr_t)data;
    deflater->avail_in = (uInt)length;
    deflater->next_out = out;
    deflater->avail_out = (uInt)length;
    int result = deflate(deflater, Z_FINISH);
    *out_length = length - deflater->avail_out;
    deflater_give_back(compressor, deflater);
    return result == Z_STREAM_END ? out : NULL;
}

bool compress_pays(const char *content_type, size_t length)
{
    static const char *const kinds[] = {"text/",
                                        "application/json",
                                        "application/problem+json",
                                        "application/manifest+json",
                                        "application/x-ndjson",
                                        "image/svg+xml"};
    if (!content_type || length <= PAYS_FROM) return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(content_type, kinds[i], strlen(kinds[i])) == 0) return true;
    return false;
}
