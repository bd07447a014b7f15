#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "access/keys.h"
#include "access/keys_internal.h"
#include "base/arena.h"
#include "base/field.h"
#include "house.h"

#define SEAL_VERSION 1
#define NONCE_AT 5
#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define CIPHER_AT (NONCE_AT + NONCE_BYTES)
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES
#define PHONE_MAX 40

_Static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == KEY_BYTES, "one size of key");
_Static_assert(crypto_generichash_KEYBYTES == KEY_BYTES, "one size of key");

static const Keys *keys_of(Ctx *ctx)
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

Status key_seal(Ctx *ctx, const char *purpose, const char *text, Sealed *out)
{
    *out = (Sealed){0};
    if (!text) return OK;
    const Keys *keys = keys_of(ctx);
    size_t length = strlen(text);
    unsigned char *bytes = arena_alloc(ctx->arena, CIPHER_AT + length + TAG_BYTES);
    if (!bytes) return no_memory(ctx);
    bytes[0] = SEAL_VERSION;
    key_number_write(bytes + 1, keys->count);
    ctx_random(ctx, bytes + NONCE_AT, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + CIPHER_AT, NULL, (const unsigned char *)text,
                                               length, (const unsigned char *)purpose,
                                               strlen(purpose), NULL, bytes + NONCE_AT,
                                               keys->seal[keys->count - 1]);
    *out = (Sealed){bytes, CIPHER_AT + length + TAG_BYTES};
    return OK;
}

Status key_unseal(Ctx *ctx, const char *purpose, const void *bytes, size_t length, const char **out)
{
    const Keys *keys = keys_of(ctx);
    const unsigned char *sealed = bytes;
    *out = NULL;
    if (!sealed) return OK;
    if (length < CIPHER_AT + TAG_BYTES || sealed[0] != SEAL_VERSION)
        return fail(ctx, INTERNAL, "what is stored as %s is not sealed", purpose);
    uint32_t number = key_number_read(sealed + 1);
    if (number == 0 || number > keys->count)
        return fail(ctx, INTERNAL, "%s was sealed with key %u, which the key file lacks", purpose,
                    number);
    size_t text_length = length - CIPHER_AT - TAG_BYTES;
    char *text = arena_alloc(ctx->arena, text_length + 1);
    if (!text) return no_memory(ctx);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)text, NULL, NULL,
                                                   sealed + CIPHER_AT, length - CIPHER_AT,
                                                   (const unsigned char *)purpose, strlen(purpose),
                                                   sealed + NONCE_AT, keys->seal[number - 1]) != 0)
        return fail(ctx, INTERNAL, "what is sealed as %s was changed, or belongs elsewhere",
                    purpose);
    *out = text;
    return OK;
}

/* The purpose's length stands in front, so that no purpose and text run together as another. */
static void keyed_hash(const Keys *keys, const char *purpose, const void *bytes, size_t length,
                       unsigned char *out, size_t out_length)
{
    crypto_generichash_state state;
    unsigned char purpose_length = (unsigned char)strlen(purpose);
    crypto_generichash_init(&state, keys->index, KEY_BYTES, out_length);
    crypto_generichash_update(&state, &purpose_length, 1);
    crypto_generichash_update(&state, (const unsigned char *)purpose, purpose_length);
    crypto_generichash_update(&state, bytes, length);
    crypto_generichash_final(&state, out, out_length);
}

void key_hash(Ctx *ctx, const char *purpose, const void *bytes, size_t length,
              unsigned char out[32])
{
    keyed_hash(keys_of(ctx), purpose, bytes, length, out, 32);
}

int64_t key_index(Ctx *ctx, const char *purpose, const char *normalised)
{
    if (!normalised) return NONE;
    unsigned char hash[16]; /* the shortest that BLAKE2b is asked for; its first half is kept */
    keyed_hash(keys_of(ctx), purpose, normalised, strlen(normalised), hash, sizeof hash);
    int64_t index;
    memcpy(&index, hash, sizeof index);
    return index == NONE ? 0 : index;
}

/* Digits only, without China's country code before a number of eleven digits. */
static size_t phone_digits(const char *phone, char digits[static PHONE_MAX + 1])
{
    size_t length = 0;
    for (; *phone && length < PHONE_MAX; phone++)
        if (*phone >= '0' && *phone <= '9') digits[length++] = *phone;
    digits[length] = 0;
    size_t code = length == 15 && strncmp(digits, "0086", 4) == 0 ? 4
                  : length == 13 && strncmp(digits, "86", 2) == 0 ? 2
                                                                  : 0;
    memmove(digits, digits + code, length - code + 1);
    return length - code;
}

int64_t key_phone(Ctx *ctx, const char *purpose, const char *phone)
{
    char digits[PHONE_MAX + 1];
    if (!phone || phone_digits(phone, digits) < 4) return NONE;
    return key_index(ctx, purpose, digits);
}

int64_t key_phone_tail(Ctx *ctx, const char *purpose, const char *phone)
{
    char digits[PHONE_MAX + 1];
    size_t length = phone ? phone_digits(phone, digits) : 0;
    if (length < 4) return NONE;
    char tail_purpose[128];
    snprintf(tail_purpose, sizeof tail_purpose, "%.120s tail", purpose);
    return key_index(ctx, tail_purpose, digits + length - 4);
}
