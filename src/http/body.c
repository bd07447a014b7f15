#include "http/body.h"

#include <strings.h>

#define STEP 16384
#define RATIO_FREE ((size_t)1 << 20) /* so much may come of next to nothing */
#define RATIO_MOST 200               /* beyond it, so many bytes of one on the wire */
#define GZIP_OR_ZLIB (15 + 32)       /* window bits: zlib looks which it is */

void body_drop(Body *body)
{
    if (body->inflater) inflateEnd(body->inflater);
    body->inflater = NULL;
    buf_release(&body->buf);
    if (body->held) atomic_fetch_sub(body->held, body->counted);
    body->counted = 0;
}

static void body_release(void *body)
{
    body_drop(body);
}

static bool is_named(const char *encoding, const char *name)
{
    return strcasecmp(encoding, name) == 0;
}

Status body_begin(Ctx *ctx, Body *body, const char *encoding, size_t expected)
{
    buf_init(&body->buf, NULL);
    if (body->sink) crypto_hash_sha256_init(&body->digesting);
    Status s = arena_defer(ctx->arena, body_release, body);
    if (s) return no_memory(ctx);
    if (!encoding || is_named(encoding, "identity")) {
        if (expected <= body->limit && !body->sink) buf_reserve(&body->buf, expected);
        return buf_check(ctx, &body->buf);
    }
    if (!is_named(encoding, "gzip") && !is_named(encoding, "x-gzip") &&
        !is_named(encoding, "deflate"))
        return fail(ctx, UNSUPPORTED, "the body may be compressed with gzip or deflate only");
    z_stream *inflater = ARENA_NEW(ctx->arena, z_stream);
    if (!inflater || inflateInit2(inflater, GZIP_OR_ZLIB) != Z_OK) return no_memory(ctx);
    body->inflater = inflater;
    return OK;
}

static Status body_hold(Ctx *ctx, Body *body, size_t more)
{
    if (more > body->limit - body->length)
        return fail(ctx, TOO_LARGE, "the body is larger than %zu bytes", body->limit);
    body->length += more;
    if (body->sink) return OK;
    body->counted += more;
    if (body->held && atomic_fetch_add(body->held, more) + more > body->max_held)
        return fail(ctx, UNAVAILABLE, "too many large bodies are coming in at this time");
    return OK;
}

static Status body_add(Ctx *ctx, Body *body, const char *bytes, size_t length)
{
    Status s = body_hold(ctx, body, length);
    if (s) return s;
    if (body->sink) {
        crypto_hash_sha256_update(&body->digesting, (const unsigned char *)bytes, length);
        return body->sink->take(ctx, body->state, bytes, length);
    }
    buf_add(&body->buf, bytes, length);
    return buf_check(ctx, &body->buf);
}

static Status body_inflate_step(Ctx *ctx, Body *body, bool *more)
{
    char out[STEP];
    z_stream *inflater = body->inflater;
    inflater->next_out = (Bytef *)out;
    inflater->avail_out = sizeof out;
    int result = inflate(inflater, Z_NO_FLUSH);
    if (result == Z_MEM_ERROR) return no_memory(ctx);
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
        return fail(ctx, INVALID, "the compressed body is damaged");
    size_t produced = sizeof out - inflater->avail_out;
    Status s = body_add(ctx, body, out, produced);
    if (s) return s;
    if (body->length > RATIO_FREE && body->length / RATIO_MOST > body->received)
        return fail(ctx, TOO_LARGE, "the body decompresses to more than %d times its size",
                    RATIO_MOST);
    body->inflated = result == Z_STREAM_END;
    *more = !body->inflated && (inflater->avail_in || !inflater->avail_out);
    return OK;
}

/* gzip allows several members one after another. */
static Status body_next_member(Ctx *ctx, Body *body)
{
    if (inflateReset(body->inflater) != Z_OK) return fail(ctx, INTERNAL, "zlib does not reset");
    body->inflated = false;
    return OK;
}

Status body_feed(Ctx *ctx, Body *body, const char *bytes, size_t length)
{
    body->received += length;
    if (!body->inflater) return body_add(ctx, body, bytes, length);
    body->inflater->next_in = (Bytef *)(uintptr_t)bytes;
    body->inflater->avail_in = (uInt)length;
    bool more = length > 0;
    while (more) {
        Status s = body->inflated ? body_next_member(ctx, body) : OK;
        if (!s) s = body_inflate_step(ctx, body, &more);
        if (s) return s;
        more = more || body->inflater->avail_in > 0;
    }
    return OK;
}

Status body_end(Ctx *ctx, Body *body)
{
    if (body->inflater && !body->inflated)
        return fail(ctx, INVALID, "the compressed body was cut off");
    if (!body->sink) return OK;
    crypto_hash_sha256_final(&body->digesting, body->digest);
    return body->sink->end(ctx, body->state);
}
