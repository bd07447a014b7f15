#include "access/audit.h"
#include "base/instant.h"
#include "watch/finding_store.h"
#include "waybill/raise.h"
#include "waybill/waybill.h"

/* --- one, with its steps --- */

/* The last that was said of a step, and when it was done; NONE: not. */
static void acts_look(const List *acts, int64_t step, int64_t *last, int64_t *done_ms)
{
    const FindingAct *act = acts->items;
    *last = *done_ms = NONE;
    for (size_t i = 0; i < acts->count; i++, act++) {
        if (act->step != step) continue;
        *last = act->act;
        *done_ms = act->act == ACT_DONE ? act->at : NONE;
    }
}

static FindingStep step_of(const Finding *finding, const PlanStep *step, int64_t number)
{
    int64_t last, done_ms, begins_ms = finding->found_at, before;
    acts_look(&finding->acts, number, &last, &done_ms);
    if (step->after != NONE) acts_look(&finding->acts, step->after, &before, &begins_ms);
    bool timed = begins_ms != NONE && step->minutes != NONE;
    return (FindingStep){.step = number,
                         .action = step->action,
                         .text = step->text,
                         .text_zh = step->text_zh,
                         .outlet = step->outlet,
                         .due_at = timed ? begins_ms + step->minutes * MINUTE_MS : NONE,
                         .act = last};
}

static Status steps_fill(Ctx *ctx, Finding *finding, WatchPlan *plan)
{
    FindingKey key;
    int64_t plan_id, plan_version;
    *plan = (WatchPlan){0};
    Status s = finding_store_links(ctx, finding->id, &key, &plan_id, &plan_version);
    if (s || !plan_id) return s;
    s = watch_plan_version(ctx, plan_id, plan_version, plan);
    if (s) return s;
    FindingStep *steps = ARENA_ARRAY(ctx->arena, plan->steps.count, FindingStep);
    if (!steps) return no_memory(ctx);
    const PlanStep *step = plan->steps.items;
    for (size_t i = 0; i < plan->steps.count; i++)
        steps[i] = step_of(finding, &step[i], (int64_t)i + 1);
    finding->steps = (List){steps, plan->steps.count};
    return OK;
}

static Status finding_read(Ctx *ctx, int64_t id, Finding *out, WatchPlan *plan)
{
    Status s = finding_store_by_id(ctx, id, out);
    if (s == NOT_FOUND) return fail(ctx, NOT_FOUND, "there is no such finding");
    if (!s) s = act_store_list(ctx, id, &out->acts);
    if (!s) s = steps_fill(ctx, out, plan);
    if (!s && out->closed_at != NONE) out->hours = (out->closed_at - out->found_at) / HOUR_MS;
    return s ? s : finding_explain(ctx, out);
}

Status finding_by_id(Ctx *ctx, int64_t id, Finding *out)
{
    WatchPlan plan;
    return finding_read(ctx, id, out, &plan);
}

/* --- what people do --- */

static bool of_step(int64_t act)
{
    return act == ACT_ACCEPT || act == ACT_DECLINE || act == ACT_DONE;
}

static Status step_check(Ctx *ctx, const Finding *finding, const WatchPlan *plan,
                         const FindingActInput *input)
{
    if (input->step == NONE) return fail_field(ctx, "step", "say which step");
    if ((size_t)input->step > plan->steps.count)
        return fail_field(ctx, "step", "the plan has no such step");
    const PlanStep *step = (const PlanStep *)plan->steps.items + input->step - 1;
    if (input->act == ACT_DECLINE || step->after == NONE) return OK;
    int64_t last, done_ms;
    acts_look(&finding->acts, step->after, &last, &done_ms);
    if (last == ACT_DONE || last == ACT_DECLINE) return OK;
    return fail(ctx, CONFLICT, "step %lld waits for step %lld", (long long)input->step,
                (long long)step->after);
}

static Status act_check(Ctx *ctx, const Finding *finding, const WatchPlan *plan,
                        const FindingActInput *input)
{
    if (finding->closed_at != NONE) return fail(ctx, CONFLICT, "the finding is closed");
    bool closes = input->act == ACT_CLOSE;
    if (!closes && input->outcome != NONE)
        return fail_field(ctx, "outcome", "only closing has an outcome");
    if (closes && input->outcome != FINDING_FALSE_ALARM && input->outcome != FINDING_HANDLED)
        return fail_field(ctx, "outcome", "by hand it is false_alarm or handled");
    if ((closes || input->act == ACT_DECLINE) && !input->note)
        return fail_field(ctx, "note", "say why");
    if (of_step(input->act)) return step_check(ctx, finding, plan, input);
    return input->step == NONE ? OK : fail_field(ctx, "step", "this is of the whole finding");
}

typedef struct Others {
    int64_t id, exception;
    bool found;
} Others;

static Status other_look(void *user, size_t number, const FindingKey *key)
{
    (void)number;
    Others *others = user;
    others->found |= key->id != others->id && key->exception == others->exception;
    return OK;
}

/* What another finding holds open as well, stays. */
static Status exception_clear(Ctx *ctx, const FindingKey *key)
{
    Others others = {key->id, key->exception, false};
    Status s = finding_store_of(ctx, &key->waybill_id, 1, true, other_look, &others);
    if (s || others.found) return s;
    WaybillRaise clear = {
        .waybill_id = key->waybill_id, .exception = (int)key->exception, .clear = true};
    return waybill_exceptions_raise(ctx, &clear, 1);
}

static Status close_by_hand(Ctx *ctx, const Finding *finding, const FindingActInput *input)
{
    FindingKey key;
    Waybill waybill;
    int64_t plan_id, plan_version;
    Status s = finding_store_links(ctx, finding->id, &key, &plan_id, &plan_version);
    if (!s) s = waybill_find_id(ctx, key.waybill_id, &waybill);
    if (!s)
        s = findings_close(ctx, &(FindingNews){key, &waybill.facts, input->outcome}, 1,
                           input->note);
    return s ? s : exception_clear(ctx, &key);
}

static Status act_write(Ctx *ctx, const Finding *finding, const FindingActInput *input)
{
    bool written;
    Status s = finding_store_touch(ctx, finding->id, finding->version, ctx_now(ctx), &written);
    if (!s && !written) s = fail(ctx, STALE, "the finding was changed by somebody else");
    if (!s) s = act_store_add(ctx, finding->id, input);
    if (!s && input->act == ACT_CLOSE) s = close_by_hand(ctx, finding, input);
    if (!s) s = finding_tell_changed(ctx, finding);
    if (s) return s;
    const char *detail =
        arena_format(ctx->arena, "{\"act\":\"%s\"}", name_of(finding_act_kinds, input->act));
    if (!detail) return no_memory(ctx);
    return audit_write(ctx, "watch_finding.act", "watch_finding", finding->id, detail);
}

Status finding_act(Ctx *ctx, int64_t id, int64_t version, const FindingActInput *input,
                   Finding *out)
{
    WatchPlan plan;
    Status s = finding_read(ctx, id, out, &plan);
    if (s) return s;
    if (out->version != version)
        return fail(ctx, STALE, "the finding was changed by somebody else");
    s = act_check(ctx, out, &plan, input);
    if (!s) s = act_write(ctx, out, input);
    return s ? s : finding_read(ctx, id, out, &plan);
}
