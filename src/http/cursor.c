#include <sodium.h>
#include <string.h>

#include "http/route.h"
#include "http/uri.h"

#define CURSOR_REFUSED "is not one that this list gave"
#define CURSOR_KEYS 8
#define CHECK_BYTES 4
#define CURSOR_BYTES (CURSOR_KEYS * sizeof(int64_t) + CURSOR_TEXT + CHECK_BYTES)

/* Longer than any pattern of a path. */
#define LIST_NAME_MAX 128

/* What cursors of a kind are told from others by. */
typedef struct Purpose {
    unsigned char key[crypto_shorthash_KEYBYTES];
} Purpose;
static const Purpose numbers = {"parceldesk-list"}, numbers_and_text = {"parceldesk-sort"};

/* Of the bytes and of the list that they are a place in: none is taken for a place in another. */
static void cursor_sum(Ctx *ctx, const Purpose *purpose, const unsigned char *bytes, size_t length,
                       unsigned char sum[crypto_shorthash_BYTES])
{
    unsigned char whole[CURSOR_BYTES + LIST_NAME_MAX];
    size_t named = ctx->list ? strnlen(ctx->list, LIST_NAME_MAX) : 0;
    memcpy(whole, bytes, length);
    if (named) memcpy(whole + length, ctx->list, named);
    crypto_shorthash(sum, whole, length + named, purpose->key);
}

/* Not a secret: a changed cursor shows nothing that the list would not, but it shall not be
 * mistaken for one of ours. */
static const char *cursor_write(Ctx *ctx, const Purpose *purpose, unsigned char *bytes,
                                size_t length)
{
    unsigned char sum[crypto_shorthash_BYTES];
    cursor_sum(ctx, purpose, bytes, length, sum);
    memcpy(bytes + length, sum, CHECK_BYTES);
    length += CHECK_BYTES;
    size_t room = sodium_base64_ENCODED_LEN(length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = arena_alloc(ctx->arena, room);
    if (!text) return NULL;
    return sodium_bin2base64(text, room, bytes, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* How many bytes it holds, without its check. */
static Status cursor_open(Ctx *ctx, const Purpose *purpose, const char *cursor,
                          unsigned char bytes[CURSOR_BYTES], size_t *length)
{
    unsigned char sum[crypto_shorthash_BYTES];
    int bad = sodium_base642bin(bytes, CURSOR_BYTES, cursor, strlen(cursor), NULL, length, NULL,
                                sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    if (!bad && *length >= CHECK_BYTES) {
        *length -= CHECK_BYTES;
        cursor_sum(ctx, purpose, bytes, *length, sum);
        if (memcmp(sum, bytes + *length, CHECK_BYTES) == 0) return OK;
    }
    return fail_field(ctx, "cursor", CURSOR_REFUSED);
}

const char *cursor_make(Ctx *ctx, const int64_t *keys, size_t count)
{
    unsigned char bytes[CURSOR_BYTES];
    if (count > CURSOR_KEYS) return NULL;
    memcpy(bytes, keys, count * sizeof *keys);
    return cursor_write(ctx, &numbers, bytes, count * sizeof *keys);
}

Status cursor_read(Ctx *ctx, const char *cursor, int64_t *keys, size_t count)
{
    unsigned char bytes[CURSOR_BYTES];
    size_t length = 0;
    Status s = cursor_open(ctx, &numbers, cursor, bytes, &length);
    if (!s && length != count * sizeof *keys) s = fail_field(ctx, "cursor", CURSOR_REFUSED);
    if (!s) memcpy(keys, bytes, length);
    return s;
}

const char *cursor_make_text(Ctx *ctx, const int64_t *keys, size_t count, const char *text)
{
    unsigned char bytes[CURSOR_BYTES];
    size_t held = count * sizeof *keys, said = text ? strlen(text) : 0;
    if (count > CURSOR_KEYS || said > CURSOR_TEXT) return NULL;
    memcpy(bytes, keys, held);
    if (said) memcpy(bytes + held, text, said);
    return cursor_write(ctx, &numbers_and_text, bytes, held + said);
}

Status cursor_read_text(Ctx *ctx, const char *cursor, int64_t *keys, size_t count,
                        const char **text)
{
    unsigned char bytes[CURSOR_BYTES];
    size_t length = 0, held = count * sizeof *keys;
    Status s = cursor_open(ctx, &numbers_and_text, cursor, bytes, &length);
    if (s) return s;
    const char *said = (const char *)bytes + held;
    if (length < held || !text_is_clean(said, length - held, true))
        return fail_field(ctx, "cursor", CURSOR_REFUSED);
    memcpy(keys, bytes, held);
    *text = arena_text_n(ctx->arena, said, length - held);
    return *text ? OK : no_memory(ctx);
}
