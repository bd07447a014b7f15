#include "http/body.h"

#include <string.h>
#include <zlib.h>

#include "http/compress.h"
#include "test.h"

#define MEGABYTE ((size_t)1 << 20)

/* What it takes is given back with the arena: it must live as long. */
static Body *given_body(T *t, Body body)
{
    Body *out = ARENA_NEW(t->ctx->arena, Body);
    check(t, out != NULL);
    out->limit = body.limit;
    out->held = body.held;
    out->max_held = body.max_held;
    return out;
}

static Status receive(T *t, Body *body, const char *encoding, const void *bytes, size_t length)
{
    Status s = body_begin(t->ctx, body, encoding, 0);
    /* In small pieces, as a network might give them. */
    for (size_t at = 0; !s && at < length; at += 7)
        s = body_feed(t->ctx, body, (const char *)bytes + at, length - at < 7 ? length - at : 7);
    return s ? s : body_end(t->ctx, body);
}

static const void *packed(T *t, const void *bytes, size_t length, size_t *out_length)
{
    Compressor *compressor;
    check_ok(t, compressor_new(t->ctx, 9, &compressor));
    const void *out = compress_gzip(compressor, t->ctx->arena, bytes, length, out_length);
    compressor_release(compressor);
    check(t, out != NULL);
    return out;
}

TEST(a_compressed_body_is_given_decompressed)
{
    char text[500];
    memset(text, 'x', sizeof text);
    size_t length;
    const void *gzip = packed(t, text, sizeof text, &length);
    Body *body = given_body(t, (Body){.limit = 500});
    check_ok(t, receive(t, body, "gzip", gzip, length));
    check_int(t, body->buf.length, 500);
    check(t, memcmp(body->buf.data, text, 500) == 0);
}

TEST(gzip_of_several_members_is_one_body)
{
    char text[500], twice[200];
    memset(text, 'x', sizeof text);
    size_t length;
    const void *gzip = packed(t, text, sizeof text, &length);
    memcpy(twice, gzip, length);
    memcpy(twice + length, gzip, length);
    Body *body = given_body(t, (Body){.limit = MEGABYTE});
    check_ok(t, receive(t, body, "gzip", twice, length * 2));
    check_int(t, body->buf.length, 1000);
}

TEST(a_zip_bomb_is_refused_and_keeps_no_memory)
{
    size_t length;
    void *zeros = memory_alloc(20 * MEGABYTE);
    const void *bomb = packed(t, zeros, 20 * MEGABYTE, &length);
    memory_free(zeros);
    Body *body = given_body(t, (Body){.limit = 10 * MEGABYTE});
    check_status(t, receive(t, body, "gzip", bomb, length), TOO_LARGE);
    check(t, body->buf.room <= 3 * MEGABYTE); /* the ratio stopped it long before the limit */
    body_drop(body);
    check_int(t, body->buf.room, 0);
    Body *small = given_body(t, (Body){.limit = MEGABYTE / 2});
    check_status(t, receive(t, small, "gzip", bomb, length), TOO_LARGE);
}

TEST(a_compressed_body_that_was_cut_off_or_damaged_is_invalid)
{
    char text[500], broken[200];
    memset(text, 'x', sizeof text);
    size_t length;
    const void *gzip = packed(t, text, sizeof text, &length);
    Body *body = given_body(t, (Body){.limit = MEGABYTE});
    Body *other = given_body(t, (Body){.limit = MEGABYTE});
    Body *plain = given_body(t, (Body){.limit = MEGABYTE});
    check_status(t, receive(t, body, "gzip", gzip, length - 3), INVALID);
    memcpy(broken, gzip, length);
    broken[length / 2] ^= 0x55;
    check_status(t, receive(t, other, "gzip", broken, length), INVALID);
    check_status(t, receive(t, plain, "gzip", "no gzip at all", 14), INVALID);
}

TEST(an_unknown_encoding_is_unsupported)
{
    Body *body = given_body(t, (Body){.limit = MEGABYTE});
    check_status(t, body_begin(t->ctx, body, "br", 0), UNSUPPORTED);
    Body *several = given_body(t, (Body){.limit = MEGABYTE});
    check_status(t, body_begin(t->ctx, several, "gzip, gzip", 0), UNSUPPORTED);
}

TEST(bodies_together_are_bounded_and_counted_back)
{
    atomic_size_t held = 0;
    Body *first = given_body(t, (Body){.limit = 100, .held = &held, .max_held = 100});
    Body *second = given_body(t, (Body){.limit = 100, .held = &held, .max_held = 100});
    char bytes[60] = {0};
    check_ok(t, receive(t, first, NULL, bytes, sizeof bytes));
    check_status(t, receive(t, second, "identity", bytes, sizeof bytes), UNAVAILABLE);
    arena_clear(t->ctx->arena);
    check_int(t, atomic_load(&held), 0);
}

TEST(a_body_over_its_limit_is_too_large)
{
    Body *body = given_body(t, (Body){.limit = 10});
    check_status(t, receive(t, body, NULL, "12345678901", 11), TOO_LARGE);
    Body *exact = given_body(t, (Body){.limit = 10});
    check_ok(t, receive(t, exact, NULL, "1234567890", 10));
}
