#include <math.h>

#include "base/instant.h"
#include "watch/eta_live.h"
#include "watch/rule_book.h"

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* The chance is looked at anew in half the time that is left, but not more often than the rule
 * says: a parcel costs a handful of looks, however long it is under way. */
static Status judge_chance(Ctx *ctx, const RuleEntry *entry, EtaKnown *known,
                           const WaybillFacts *facts, RuleVerdict *out)
{
    const WatchRule *rule = &entry->rule;
    int64_t now = ctx_now(ctx), left = facts->promised_ms - now;
    if (left <= 0) return OK; /* whether it is overdue is another rule's */
    Status s = watch_late_chance(ctx, known, facts, &out->late);
    if (s) return s;
    out->found = out->late >= rule->threshold; /* false for NAN */
    out->limit_ms = now;
    int64_t again = now + later(rule->hours * HOUR_MS, left / 2);
    if (again < facts->promised_ms) out->again_ms = again;
    return OK;
}

static Status judge_silence(Ctx *ctx, const RuleEntry *entry, EtaKnown *known,
                            const WaybillFacts *facts, RuleVerdict *out)
{
    SilenceLimit limit;
    Status s = watch_silence_limit(ctx, known, facts, &limit);
    if (s) return s;
    out->samples = limit.samples;
    /* where too little is known, nothing is abnormal: look again in a day */
    if (limit.limit_ms == NONE) {
        out->again_ms = ctx_now(ctx) + DAY_MS;
        return OK;
    }
    out->limit_ms = facts->last_ms + later(limit.limit_ms, entry->rule.hours * HOUR_MS);
    return OK;
}

static int64_t hours_after(const WatchRule *rule, const Calendar *calendar, int64_t from_ms)
{
    if (rule->hours == NONE) return from_ms;
    int64_t allowed = rule->hours * HOUR_MS;
    return calendar == NULL ? from_ms + allowed
                            : calendar_add_working_ms(calendar, from_ms, allowed);
}

Status entry_judge(Ctx *ctx, const RuleEntry *entry, EtaKnown *known, const WaybillFacts *facts,
                   RuleVerdict *out)
{
    const WatchRule *rule = &entry->rule;
    *out = (RuleVerdict){false, NONE, NONE, NAN, NONE};
    if (rule->kind == RULE_LATE_CHANCE) return judge_chance(ctx, entry, known, facts, out);
    if (rule->kind == RULE_SILENCE) {
        Status s = judge_silence(ctx, entry, known, facts, out);
        if (s || out->limit_ms == NONE) return s;
    } else if (rule->kind == RULE_OUT_UNTIL_EVENING) {
        out->limit_ms = rule_look(rule, entry->zone, facts);
    } else {
        out->limit_ms = hours_after(rule, entry->calendar, rule_anchor(rule, facts));
    }
    if (out->limit_ms == NONE) return OK; /* working hours that never pass */
    out->found = out->limit_ms <= ctx_now(ctx);
    if (!out->found) out->again_ms = out->limit_ms;
    return OK;
}
