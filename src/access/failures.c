#include "access/access_internal.h"
#include "access/keys.h"
#include "house.h"

#define FORGET_AFTER_MS INT64_C(86400000)

typedef struct FailureRule {
    int64_t free;       /* as many are wrong without a wait; the next waits 1 s, then 2, 4, 8 … */
    int64_t longest_ms; /* at most */
    int64_t forgive_ms; /* one is forgiven each such time; 0: none is */
} FailureRule;

/* Many people may share an address: who mistypes there now and then keeps nobody waiting. */
static const FailureRule failure_rules[FAILURE_KINDS] = {
    [FAILURE_LOGIN] = {5, 900000, 0},
    [FAILURE_KNOWN] = {5, 900000, 0},
    [FAILURE_ADDRESS] = {20, 60000, 60000},
};

static Failure *failure_of(Ctx *ctx, const Counted *counted)
{
    uint64_t index = (uint64_t)key_stamp(ctx, "sign_in", counted->key);
    return &ctx->house->access->failures.slots[counted->kind][index % FAILURE_SLOTS];
}

static void failure_fade(Failure *failure, const FailureRule *rule, int64_t now_ms)
{
    int64_t idle_ms = now_ms - failure->until_ms;
    int64_t forgiven = rule->forgive_ms && idle_ms > 0 ? idle_ms / rule->forgive_ms : 0;
    if (idle_ms > FORGET_AFTER_MS || forgiven > failure->count) forgiven = failure->count;
    failure->count -= forgiven;
    /* The clock may have been set back. */
    if (-idle_ms > rule->longest_ms) failure->until_ms = now_ms + rule->longest_ms;
    if (forgiven) failure->until_ms = now_ms;
}

static void failure_count(Failure *failure, const FailureRule *rule, int64_t now_ms)
{
    int64_t over = failure->count++ - (rule->free - 1);
    int64_t wait_ms = over < 0 ? 0 : INT64_C(1000) << (over < 20 ? over : 20);
    failure->until_ms = now_ms + (wait_ms < rule->longest_ms ? wait_ms : rule->longest_ms);
}

typedef enum FailureAct { TAKE, GIVE_BACK, CLEAR } FailureAct;

/* How long there must be a wait; then nothing is taken. */
static int64_t failure_act(Ctx *ctx, const Counted *counted, FailureAct act)
{
    if (!counted->key) return 0;
    Failures *failures = &ctx->house->access->failures;
    const FailureRule *rule = &failure_rules[counted->kind];
    Failure *failure = failure_of(ctx, counted);
    int64_t now = ctx_now(ctx);
    pthread_mutex_lock(&failures->lock);
    failure_fade(failure, rule, now);
    int64_t wait_ms = failure->count < rule->free ? 0 : failure->until_ms - now;
    if (act == TAKE && wait_ms <= 0) failure_count(failure, rule, now);
    if (act == GIVE_BACK && failure->count)
        *failure = (Failure){.count = failure->count - 1, .until_ms = now};
    if (act == CLEAR) *failure = (Failure){0};
    pthread_mutex_unlock(&failures->lock);
    return wait_ms;
}

static Status wait_for(Ctx *ctx, int64_t wait_ms)
{
    if (wait_ms <= 0) return OK;
    unsigned seconds = (unsigned)((wait_ms + 999) / 1000);
    Status s = fail(ctx, TOO_MANY, "too many wrong tries: try again in %u s", seconds);
    problem_retry(ctx, seconds);
    return s;
}

Status failures_take(Ctx *ctx, const Counted *counted)
{
    return wait_for(ctx, failure_act(ctx, counted, TAKE));
}

void failures_give_back(Ctx *ctx, const Counted *counted)
{
    failure_act(ctx, counted, GIVE_BACK);
}

void failures_clear(Ctx *ctx, const Counted *counted)
{
    failure_act(ctx, counted, CLEAR);
}
