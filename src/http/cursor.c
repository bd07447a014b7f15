#include <sodium.h>
#include <string.h>

#include "http/route.h"

#define CURSOR_KEYS 8
#define CHECK_BYTES 4
#define CURSOR_BYTES (CURSOR_KEYS * sizeof(int64_t) + CHECK_BYTES)

/* Not a secret: a changed cursor shows nothing that the list would not, but it shall not be
 * mistaken for one of ours. */
static void cursor_check(const unsigned char *keys, size_t length,
                         unsigned char out[crypto_shorthash_BYTES])
{
    static const unsigned char purpose[crypto_shorthash_KEYBYTES] = "parceldesk-list";
    crypto_shorthash(out, keys, length, purpose);
}

const char *cursor_make(Ctx *ctx, const int64_t *keys, size_t count)
{
    unsigned char bytes[CURSOR_BYTES], sum[crypto_shorthash_BYTES];
    if (count > CURSOR_KEYS) return NULL;
    size_t length = count * sizeof *keys;
    memcpy(bytes, keys, length);
    cursor_check(bytes, length, sum);
    memcpy(bytes + length, sum, CHECK_BYTES);
    size_t room =
        sodium_base64_ENCODED_LEN(length + CHECK_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = arena_alloc(ctx->arena, room);
    if (!text) return NULL;
    return sodium_bin2base64(text, room, bytes, length + CHECK_BYTES,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

Status cursor_read(Ctx *ctx, const char *cursor, int64_t *keys, size_t count)
{
    unsigned char bytes[CURSOR_BYTES], sum[crypto_shorthash_BYTES];
    size_t length = 0, wanted = count * sizeof *keys;
    int bad = sodium_base642bin(bytes, sizeof bytes, cursor, strlen(cursor), NULL, &length, NULL,
                                sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    if (!bad && length == wanted + CHECK_BYTES) {
        cursor_check(bytes, wanted, sum);
        if (memcmp(sum, bytes + wanted, CHECK_BYTES) == 0) {
            memcpy(keys, bytes, wanted);
            return OK;
        }
    }
    return fail_field(ctx, "cursor", "is not one that this list gave");
}
