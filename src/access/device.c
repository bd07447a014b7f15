#include "access/device.h"

#include <sodium.h>
#include <string.h>

#include "access/access_internal.h"
#include "access/keys.h"
#include "base/arena.h"

enum { RANDOM_DIGITS = 32, TAG_DIGITS = SECRET_HASH_BYTES * 2 };

static Status tag_make(Ctx *ctx, const char *login, const char *random, char tag[TAG_DIGITS + 1])
{
    unsigned char hash[SECRET_HASH_BYTES];
    const char *text = arena_format(ctx->arena, "%.*s\n%s", RANDOM_DIGITS, random, login);
    if (!text) return no_memory(ctx);
    key_hash(ctx, "device", text, strlen(text), hash);
    sodium_bin2hex(tag, TAG_DIGITS + 1, hash, sizeof hash);
    return OK;
}

Status device_make(Ctx *ctx, const char *login, const char **out)
{
    unsigned char bytes[RANDOM_DIGITS / 2];
    char random[RANDOM_DIGITS + 1], tag[TAG_DIGITS + 1];
    ctx_random(ctx, bytes, sizeof bytes);
    sodium_bin2hex(random, sizeof random, bytes, sizeof bytes);
    Status s = tag_make(ctx, login, random, tag);
    if (s) return s;
    *out = arena_format(ctx->arena, "%s%s", random, tag);
    return *out ? OK : no_memory(ctx);
}

Status device_known(Ctx *ctx, const char *login, const char *device, const char **out)
{
    char tag[TAG_DIGITS + 1];
    *out = NULL;
    if (!device || strlen(device) != RANDOM_DIGITS + TAG_DIGITS) return OK;
    Status s = tag_make(ctx, login, device, tag);
    if (s || sodium_memcmp(tag, device + RANDOM_DIGITS, TAG_DIGITS) != 0) return s;
    *out = arena_format(ctx->arena, "%s\n%.*s", login, RANDOM_DIGITS, device);
    return *out ? OK : no_memory(ctx);
}
