#include <sodium.h>
#include <string.h>

#include "access/keys.h"
#include "access/keys_internal.h"
#include "base/arena.h"
#include "house.h"

#define SEAL_VERSION 1
#define NONCE_AT 5
#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define CIPHER_AT (NONCE_AT + NONCE_BYTES)
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES

_Static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == KEY_BYTES, "one size of key");
_Static_assert(CIPHER_AT + TAG_BYTES == SEALED_EXTRA, "what the header says");
_Static_assert(crypto_generichash_KEYBYTES == KEY_BYTES, "one size of key");

static Keys *keys_of(Ctx *ctx)
{
    return ctx->house->keys;
}

static void key_number_write(unsigned char *at, uint32_t number)
{
    for (int i = 3; i >= 0; i--, number >>= 8)
        at[i] = (unsigned char)number;
}

static uint32_t key_number_read(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

Status key_seal_bytes(Ctx *ctx, const char *purpose, const void *bytes, size_t length, Sealed *out)
{
    const Keys *keys = keys_of(ctx);
    uint32_t newest = atomic_load(&keys->count);
    unsigned char *sealed = arena_alloc(ctx->arena, length + SEALED_EXTRA);
    if (!sealed) return no_memory(ctx);
    sealed[0] = SEAL_VERSION;
    key_number_write(sealed + 1, newest);
    ctx_random(ctx, sealed + NONCE_AT, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + CIPHER_AT, NULL, bytes, length,
                                               (const unsigned char *)purpose, strlen(purpose),
                                               NULL, sealed + NONCE_AT, keys->set.seal[newest - 1]);
    *out = (Sealed){sealed, length + SEALED_EXTRA};
    return OK;
}

Status key_seal(Ctx *ctx, const char *purpose, const char *text, Sealed *out)
{
    *out = (Sealed){0};
    return text ? key_seal_bytes(ctx, purpose, text, strlen(text), out) : OK;
}

Status key_unseal(Ctx *ctx, const char *purpose, const void *bytes, size_t length, const char **out)
{
    Keys *keys = keys_of(ctx);
    const unsigned char *sealed = bytes;
    *out = NULL;
    if (!sealed) return OK;
    if (length < CIPHER_AT + TAG_BYTES || sealed[0] != SEAL_VERSION)
        return fail(ctx, INTERNAL, "what is stored as %s is not sealed", purpose);
    uint32_t number = key_number_read(sealed + 1);
    if (number > atomic_load(&keys->count)) keys_reload(ctx, keys);
    if (number && number <= atomic_load(&keys->count) && keys->set.gone[number - 1])
        return fail(ctx, INTERNAL, "%s was sealed with key %u, which was dropped", purpose, number);
    if (number == 0 || number > atomic_load(&keys->count))
        return fail(ctx, INTERNAL, "%s was sealed with key %u, which the key file lacks", purpose,
                    number);
    size_t text_length = length - CIPHER_AT - TAG_BYTES;
    char *text = arena_alloc(ctx->arena, text_length + 1);
    if (!text) return no_memory(ctx);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            (unsigned char *)text, NULL, NULL, sealed + CIPHER_AT, length - CIPHER_AT,
            (const unsigned char *)purpose, strlen(purpose), sealed + NONCE_AT,
            keys->set.seal[number - 1]) != 0)
        return fail(ctx, INTERNAL, "what is sealed as %s was changed, or belongs elsewhere",
                    purpose);
    *out = text;
    return OK;
}

int64_t key_number(const void *bytes, size_t length)
{
    return bytes && length >= NONCE_AT ? key_number_read((const unsigned char *)bytes + 1) : 0;
}

Status key_reseal(Ctx *ctx, const char *purpose, const void *bytes, size_t length, Sealed *out)
{
    const char *text;
    *out = (Sealed){0};
    if (!bytes || key_number(bytes, length) == keys_newest(keys_of(ctx))) return OK;
    Status s = key_unseal(ctx, purpose, bytes, length, &text);
    return s ? s : key_seal_bytes(ctx, purpose, text, length - SEALED_EXTRA, out);
}

void keyed_hash(const unsigned char key[KEY_BYTES], const char *purpose, const void *bytes,
                size_t length, unsigned char *out, size_t out_length)
{
    crypto_generichash_state state;
    unsigned char purpose_length = (unsigned char)strlen(purpose);
    crypto_generichash_init(&state, key, KEY_BYTES, out_length);
    crypto_generichash_update(&state, &purpose_length, 1);
    crypto_generichash_update(&state, (const unsigned char *)purpose, purpose_length);
    crypto_generichash_update(&state, bytes, length);
    crypto_generichash_final(&state, out, out_length);
}

void key_hash(Ctx *ctx, const char *purpose, const void *bytes, size_t length,
              unsigned char out[32])
{
    keyed_hash(keys_of(ctx)->set.index, purpose, bytes, length, out, 32);
}
