#include "access/access_internal.h"
#include "access/keys.h"
#include "house.h"

#define FREE_TRIES 5
#define LONGEST_WAIT_MS INT64_C(900000)
#define FORGET_AFTER_MS INT64_C(86400000)

static Failure *failure_of(Ctx *ctx, const char *login)
{
    uint64_t index = (uint64_t)key_index(ctx, "sign_in", login);
    return &ctx->house->access->failures.slots[index % FAILURE_SLOTS];
}

Status failures_check(Ctx *ctx, const char *login)
{
    Failures *failures = &ctx->house->access->failures;
    const Failure *failure = failure_of(ctx, login);
    pthread_mutex_lock(&failures->lock);
    int64_t wait_ms = failure->count < FREE_TRIES ? 0 : failure->until_ms - ctx_now(ctx);
    pthread_mutex_unlock(&failures->lock);
    if (wait_ms <= 0) return OK;
    return fail(ctx, TOO_MANY, "too many wrong passwords: try again in %lld s",
                (long long)(wait_ms + 999) / 1000);
}

void failures_add(Ctx *ctx, const char *login)
{
    Failures *failures = &ctx->house->access->failures;
    Failure *failure = failure_of(ctx, login);
    int64_t now = ctx_now(ctx);
    pthread_mutex_lock(&failures->lock);
    if (now - failure->until_ms > FORGET_AFTER_MS) failure->count = 0;
    int64_t over = failure->count++ - (FREE_TRIES - 1);
    int64_t wait_ms = over < 0 ? 0 : over > 9 ? LONGEST_WAIT_MS : INT64_C(1000) << over;
    failure->until_ms = now + (wait_ms < LONGEST_WAIT_MS ? wait_ms : LONGEST_WAIT_MS);
    pthread_mutex_unlock(&failures->lock);
}

void failures_clear(Ctx *ctx, const char *login)
{
    Failures *failures = &ctx->house->access->failures;
    Failure *failure = failure_of(ctx, login);
    pthread_mutex_lock(&failures->lock);
    *failure = (Failure){0};
    pthread_mutex_unlock(&failures->lock);
}
