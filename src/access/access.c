#include "access/access.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <string.h>

#include "access/access_internal.h"
#include "access/access_store.h"
#include "access/keys.h"
#include "access/role.h"
#include "base/arena.h"

Status access_open(Ctx *ctx, Access **out)
{
    Access *access = memory_alloc(sizeof *access);
    if (!access) return no_memory(ctx);
    if (oath_init() != OATH_OK) {
        memory_free(access);
        return fail(ctx, INTERNAL, "liboath does not start");
    }
    pthread_mutex_init(&access->passwords.lock, NULL);
    pthread_cond_init(&access->passwords.freed, NULL);
    pthread_mutex_init(&access->failures.lock, NULL);
    for (size_t i = 0; i < SEEN_SHARDS; i++)
        pthread_rwlock_init(&access->seen.shards[i].lock, NULL);
    ctx_random(ctx, access->seen.keys, sizeof access->seen.keys);
    *out = access;
    return OK;
}

void access_close(Access *access)
{
    if (!access) return;
    for (size_t i = 0; i < SEEN_SHARDS; i++)
        pthread_rwlock_destroy(&access->seen.shards[i].lock);
    pthread_mutex_destroy(&access->failures.lock);
    pthread_cond_destroy(&access->passwords.freed);
    pthread_mutex_destroy(&access->passwords.lock);
    memory_free(access);
}

#define CHECK "index"

static int64_t own_check(Ctx *ctx)
{
    return key_stamp(ctx, "key_check", "parceldesk");
}

/* A database that was sealed with other keys would look empty to every search and fail at every
 * name: better to refuse it at once. */
Status access_check_keys(Ctx *ctx)
{
    int64_t mine = own_check(ctx), stored;
    Status s = key_check_get(ctx, CHECK, &stored);
    if (s == NOT_FOUND) return OK;
    if (s || stored == mine) return s;
    s = fail(ctx, CONFLICT, "the key file in the data folder does not belong to this database");
    problem_hint(ctx, "use the data folder, or the copy of its keys file, that this database was "
                      "made with");
    return s;
}

Status access_seed(Ctx *ctx)
{
    Status s = key_check_put(ctx, CHECK, own_check(ctx));
    if (!s) s = access_check_keys(ctx);
    return s ? s : role_seed(ctx);
}

void secret_hash(Ctx *ctx, const char *purpose, const char *secret,
                 unsigned char out[SECRET_HASH_BYTES])
{
    key_hash(ctx, purpose, secret, strlen(secret), out);
}

Status secret_make(Ctx *ctx, const char *purpose, const char *prefix, const char **secret,
                   unsigned char hash[SECRET_HASH_BYTES])
{
    unsigned char bytes[32];
    char text[sodium_base64_ENCODED_LEN(sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
    ctx_random(ctx, bytes, sizeof bytes);
    sodium_bin2base64(text, sizeof text, bytes, sizeof bytes,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    *secret = arena_format(ctx->arena, "%s%s", prefix, text);
    sodium_memzero(bytes, sizeof bytes);
    sodium_memzero(text, sizeof text);
    if (!*secret) return no_memory(ctx);
    secret_hash(ctx, purpose, *secret, hash);
    return OK;
}
