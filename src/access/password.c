#include <sodium.h>
#include <string.h>

#include "access/access_internal.h"
#include "base/arena.h"
#include "house.h"

#define AT_ONCE 2
#define WAITING_MAX 16
#define ONCE "once:"
#define ONCE_LETTERS 20

static Status queue_enter(Ctx *ctx, PasswordQueue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->begun++;
    bool full = queue->waiting >= WAITING_MAX;
    if (!full) {
        queue->waiting++;
        while (queue->running >= AT_ONCE)
            pthread_cond_wait(&queue->freed, &queue->lock);
        queue->waiting--;
        queue->running++;
    }
    pthread_mutex_unlock(&queue->lock);
    return full ? fail(ctx, TOO_MANY, "too many people are signing in: try again") : OK;
}

static void queue_leave(PasswordQueue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->running--;
    pthread_cond_signal(&queue->freed);
    pthread_mutex_unlock(&queue->lock);
}

/* Of a one-time password. */
static void once_stored(Ctx *ctx, const char *password, char *out, size_t size)
{
    unsigned char hash[SECRET_HASH_BYTES];
    secret_hash(ctx, "account.one_time", password, hash);
    memcpy(out, ONCE, strlen(ONCE));
    sodium_bin2hex(out + strlen(ONCE), size - strlen(ONCE), hash, sizeof hash);
}

static bool once_right(Ctx *ctx, const char *password, const char *stored)
{
    char wanted[sizeof ONCE + SECRET_HASH_BYTES * 2];
    once_stored(ctx, password, wanted, sizeof wanted);
    return strlen(stored) == strlen(wanted) && sodium_memcmp(stored, wanted, strlen(wanted)) == 0;
}

/* Where there is nothing to compare with (no such login, or an erased one), a hash nobody has the
 * password of takes as long. */
static const char nobodys[] = "$argon2id$v=19$m=65536,t=2,p=1$gOA6A/"
                              "ihGbhLH+Ln1cYdRQ$HH7U7k1Sb3FU5T1NFU9hOr2HOarJGUe+7V6IRq8VrJs";

Status password_verify(Ctx *ctx, const char *password, const char *stored, bool *right)
{
    PasswordQueue *queue = &ctx->house->access->passwords;
    bool once = stored && strncmp(stored, ONCE, strlen(ONCE)) == 0;
    *right = once && once_right(ctx, password, stored);
    if (*right) return OK;
    if (once || (stored && !*stored)) stored = NULL;
    Status s = queue_enter(ctx, queue);
    if (s) return s;
    int wrong = crypto_pwhash_str_verify(stored ? stored : nobodys, password, strlen(password));
    queue_leave(queue);
    *right = stored && wrong == 0;
    return OK;
}

Status password_hash(Ctx *ctx, const char *password, const char **out)
{
    PasswordQueue *queue = &ctx->house->access->passwords;
    char *hash = arena_alloc(ctx->arena, crypto_pwhash_STRBYTES);
    *out = hash;
    if (!hash) return no_memory(ctx);
    Status s = queue_enter(ctx, queue);
    if (s) return s;
    int failed =
        crypto_pwhash_str(hash, password, strlen(password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE);
    queue_leave(queue);
    return failed ? no_memory(ctx) : OK;
}

Status password_one_time(Ctx *ctx, const char **password, const char **stored)
{
    /* Without 0 o 1 l, which look alike. */
    static const char letters[] = "23456789abcdefghijkmnpqrstuvwxyz";
    unsigned char bytes[ONCE_LETTERS];
    char *text = arena_alloc(ctx->arena, ONCE_LETTERS + ONCE_LETTERS / 4);
    char *kept = arena_alloc(ctx->arena, sizeof ONCE + SECRET_HASH_BYTES * 2);
    if (!text || !kept) return no_memory(ctx);
    ctx_random(ctx, bytes, sizeof bytes);
    size_t length = 0;
    for (size_t i = 0; i < ONCE_LETTERS; i++) {
        if (i && i % 4 == 0) text[length++] = '-';
        text[length++] = letters[bytes[i] % 32];
    }
    once_stored(ctx, text, kept, sizeof ONCE + SECRET_HASH_BYTES * 2);
    *password = text;
    *stored = kept;
    return OK;
}
