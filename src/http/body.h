/* body.h -- a request's body on its way in: counted, decompressed, bounded.
 *
 * Nothing is kept beyond the limit: what comes after is counted and thrown away, so that a bomb
 * costs the sender's bandwidth and nothing else. */
#pragma once

#include <sodium.h>
#include <stdatomic.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/ctx.h"
#include "http/route.h"

typedef struct Body {
    Buf buf;       /* what was received, decompressed, where no sink took it */
    size_t length; /* of that */
    size_t limit;
    size_t received;     /* bytes on the wire */
    z_stream *inflater;  /* NULL: not compressed */
    bool inflated;       /* the compressed stream has come to its end */
    atomic_size_t *held; /* the server's count of bytes in all bodies */
    size_t max_held, counted;
    const BodySink *sink; /* takes the bytes instead of `buf`; NULL: none */
    void *state;          /* the sink's; NULL: it is not open */
    crypto_hash_sha256_state digesting;
    unsigned char digest[REQUEST_DIGEST]; /* of what the sink took, at the end */
} Body;

/* `encoding` is Content-Encoding (NULL: none); UNSUPPORTED unless identity, gzip or deflate.
 * `expected` is Content-Length, 0 if unknown. What it takes is given back when ctx's arena is
 * cleared. */
Status body_begin(Ctx *ctx, Body *body, const char *encoding, size_t expected);

/* TOO_LARGE beyond the limit, INVALID when it does not decompress, UNAVAILABLE when too much is
 * held. */
Status body_feed(Ctx *ctx, Body *body, const char *bytes, size_t length);

/* INVALID when the compressed stream was cut off. Ends the sink. */
Status body_end(Ctx *ctx, Body *body);

/* Gives back at once what it holds. */
void body_drop(Body *body);
