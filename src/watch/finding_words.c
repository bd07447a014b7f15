#include <math.h>

#include "base/instant.h"
#include "watch/finding_store.h"

static long long hours_between(int64_t from_ms, int64_t to_ms)
{
    return (long long)((to_ms - from_ms) / HOUR_MS);
}

/* What each kind says: en and zh, with the hours allowed and the hours it took until it was found.
 */
typedef struct Words {
    const char *en, *zh;
} Words;

static const Words words[] = {
    [RULE_NO_SCAN_SINCE_COLLECTED] = {"collected, then", "揽收后"},
    [RULE_HUB_IN_WITHOUT_OUT] = {"in a hub and not out of it,", "到达分拨中心未发出，"},
    [RULE_NO_SCAN] = {"under way,", "在途"},
    [RULE_AT_PICKUP_POINT_LONG] = {"waiting to be picked up,", "待取件"},
    [RULE_SILENCE] = {"silent for longer than is usual here:", "静默时间超过本线路常态："},
    [RULE_NO_INFO] = {"ordered, then", "下单后"},
};

static Status say_silence(Ctx *ctx, Finding *f)
{
    const Words *kind = &words[f->kind];
    long long allowed = hours_between(f->since_at, f->limit_at);
    long long passed = hours_between(f->since_at, f->found_at);
    f->explanation = arena_format(ctx->arena, "It is %s no scan for %lld h; allowed are %lld h.",
                                  kind->en, passed, allowed);
    f->explanation_zh =
        arena_format(ctx->arena, "%s%lld小时无扫描，允许%lld小时。", kind->zh, passed, allowed);
    if (f->samples == NONE || !f->explanation || !f->explanation_zh) return OK;
    f->explanation =
        arena_format(ctx->arena, "%s Known from %lld gaps.", f->explanation, (long long)f->samples);
    f->explanation_zh =
        arena_format(ctx->arena, "%s依据%lld次间隔。", f->explanation_zh, (long long)f->samples);
    return OK;
}

static Status say_chance(Ctx *ctx, Finding *f)
{
    long percent = lround(f->late * 100);
    f->explanation =
        arena_format(ctx->arena, "It comes after the promise with a chance of %ld %%.", percent);
    f->explanation_zh = arena_format(ctx->arena, "预计有%ld%%的可能晚于承诺时间。", percent);
    return OK;
}

Status finding_explain(Ctx *ctx, Finding *f)
{
    Status s = OK;
    if (f->kind == RULE_OVERDUE) {
        f->explanation = "What was promised is past, and it is not delivered.";
        f->explanation_zh = "已超过承诺时间，仍未妥投。";
    } else if (f->kind == RULE_OUT_UNTIL_EVENING) {
        f->explanation = "It went out for delivery, and by the evening nothing was heard of it.";
        f->explanation_zh = "已出站派送，当晚仍无结果。";
    } else if (f->kind == RULE_LATE_CHANCE) {
        s = say_chance(ctx, f);
    } else {
        s = say_silence(ctx, f);
    }
    if (s) return s;
    return f->explanation && f->explanation_zh ? OK : no_memory(ctx);
}
