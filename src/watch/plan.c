#include "watch/plan.h"

#include <stdio.h>
#include <string.h>

#include "access/audit.h"
#include "access/outlet.h"
#include "watch/rule_store.h"

const Name plan_actions[] = {
    {"notify_customer", ACTION_NOTIFY_CUSTOMER, "Tell the customer before they ask"},
    {"handoff", ACTION_HANDOFF, "Give the work to an outlet or a department"},
    {"reroute", ACTION_REROUTE, "Send the parcel another way"},
    {"call_consignee", ACTION_CALL_CONSIGNEE, "Call who is to receive it"},
    {"check_evidence", ACTION_CHECK_EVIDENCE, "Look at scans, pictures, weights"},
    {"change_promise", ACTION_CHANGE_PROMISE, "Promise another time, with the reason"},
    {"open_claim", ACTION_OPEN_CLAIM, "Open a claim for the customer"},
    {NULL, 0, NULL}};

static const Field step_fields[] = {
    FIELD_ENUM(PlanStep, action, plan_actions, .required = true, .doc = "What is done"),
    FIELD_TEXT(PlanStep, text, .writing = WRITING_LINES, .max = 300, .doc = "In words"),
    FIELD_TEXT(PlanStep, text_zh, .writing = WRITING_LINES, .max = 300, .doc = "… in Chinese"),
    FIELD_TEXT(PlanStep, outlet, .max = 32,
               .doc = "Of a handoff: to whom; without one to the outlet that has the parcel"),
    FIELD_INT(PlanStep, minutes, .min = 1, .max = 43200,
              .doc = "To be done within so many minutes, once it may begin"),
    FIELD_INT(PlanStep, after, .min = 1, .max = PLAN_STEPS_MAX,
              .doc = "The step, from 1, that must be done before"),
    FIELD_END};
const Shape plan_step_shape = SHAPE(PlanStep, step_fields, "One thing to do");

static const Field plan_fields[] = {
    FIELD_ID(WatchPlan, id, .read_only = true, .doc = "Its id"),
    FIELD_INT(WatchPlan, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(WatchPlan, code, .required = true, .max = 40,
               .doc = "Small letters, digits and _: the natural key"),
    FIELD_TEXT(WatchPlan, name, .required = true, .max = 80, .doc = "What people call it"),
    FIELD_TEXT(WatchPlan, name_zh, .required = true, .max = 80, .doc = "… in Chinese"),
    FIELD_LIST(WatchPlan, steps, &plan_step_shape, .required = true, .min = 1,
               .max = PLAN_STEPS_MAX, .doc = "What to do, in the order to propose it"),
    FIELD_END};
const Shape watch_plan_shape = SHAPE(WatchPlan, plan_fields, "What to do about what was found");

/* --- what cannot be --- */

static Status step_fail(Ctx *ctx, size_t place, const char *member, const char *why)
{
    char field[64];
    snprintf(field, sizeof field, "steps[%zu].%s", place, member);
    return fail_field(ctx, field, "%s", why);
}

/* Whether the steps that this one waits for lead back to it. */
static bool in_circle(const PlanStep *steps, size_t count, size_t place)
{
    size_t at = place;
    for (size_t i = 0; i < count && steps[at].after != NONE; i++) {
        at = (size_t)steps[at].after - 1;
        if (at == place) return true;
    }
    return false;
}

static Status after_check(Ctx *ctx, const List *list)
{
    const PlanStep *steps = list->items;
    for (size_t i = 0; i < list->count; i++)
        if (steps[i].after != NONE && (size_t)steps[i].after > list->count)
            return step_fail(ctx, i, "after", "there is no such step");
    for (size_t i = 0; i < list->count; i++)
        if (in_circle(steps, list->count, i))
            return step_fail(ctx, i, "after", "the steps wait for each other in a circle");
    return OK;
}

static Status outlet_check(Ctx *ctx, size_t place, const PlanStep *step)
{
    Outlet outlet;
    if (step->outlet == NULL) return OK;
    if (step->action != ACTION_HANDOFF)
        return step_fail(ctx, place, "outlet", "only a handoff is to an outlet");
    Status s = outlet_find(ctx, step->outlet, &outlet);
    return s == NOT_FOUND ? step_fail(ctx, place, "outlet", "there is no such outlet") : s;
}

Status watch_plan_check(Ctx *ctx, const WatchPlan *plan)
{
    if (strspn(plan->code, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(plan->code))
        return fail_field(ctx, "code", "a code is small letters, digits and _");
    Status s = after_check(ctx, &plan->steps);
    const PlanStep *steps = plan->steps.items;
    for (size_t i = 0; !s && i < plan->steps.count; i++)
        s = outlet_check(ctx, i, &steps[i]);
    return s;
}

/* --- keeping them --- */

static Status changed(Ctx *ctx, const WatchPlan *plan, const char *action)
{
    Status s =
        version_store_add(ctx, VERSION_PLAN, plan->id, plan->version, &watch_plan_shape, plan);
    return s ? s : audit_write(ctx, action, "watch_plan", plan->id, NULL);
}

static Status room_check(Ctx *ctx)
{
    List plans;
    Status s = plan_store_list(ctx, &plans);
    if (s || plans.count < WATCH_RULES_MAX) return s;
    return fail(ctx, CONFLICT, "there may be %d plans, and there are", WATCH_RULES_MAX);
}

Status watch_plan_create(Ctx *ctx, WatchPlan *plan)
{
    Status s = scope_check_whole(ctx, "plans are");
    if (!s) s = watch_plan_check(ctx, plan);
    if (!s) s = room_check(ctx);
    if (s) return s;
    plan->id = ctx_id(ctx);
    plan->version = 1;
    s = plan_store_insert(ctx, plan);
    if (s == CONFLICT) return fail(ctx, CONFLICT, "there is a plan %s already", plan->code);
    return s ? s : changed(ctx, plan, "watch_plan.create");
}

static Status plan_stale(Ctx *ctx, const WatchPlan *plan)
{
    return fail(ctx, STALE, "plan %s is at version %lld", plan->code, (long long)plan->version);
}

Status watch_plan_by_code(Ctx *ctx, const char *code, WatchPlan *out)
{
    Status s = plan_store_by_code(ctx, code, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no plan %.40s", code) : s;
}

Status watch_plan_change(Ctx *ctx, const char *code, int64_t version, const WatchPlan *change,
                         WatchPlan *out)
{
    WatchPlan old;
    Status s = scope_check_whole(ctx, "plans are");
    if (!s) s = watch_plan_by_code(ctx, code, &old);
    if (s) return s;
    if (old.version != version) return plan_stale(ctx, &old);
    if (strcmp(change->code, code) != 0)
        return fail_field(ctx, "code", "the code of a plan does not change");
    *out = *change;
    out->id = old.id;
    out->version = version + 1;
    bool written;
    s = watch_plan_check(ctx, out);
    if (!s) s = plan_store_update(ctx, out, version, &written);
    if (!s && !written) s = plan_stale(ctx, &old);
    return s ? s : changed(ctx, out, "watch_plan.change");
}

Status watch_plan_delete(Ctx *ctx, const char *code, int64_t version)
{
    WatchPlan plan;
    int64_t uses = 0;
    bool written;
    Status s = scope_check_whole(ctx, "plans are");
    if (!s) s = watch_plan_by_code(ctx, code, &plan);
    if (!s) s = plan_store_uses(ctx, code, &uses);
    if (!s && uses > 0)
        s = fail(ctx, CONFLICT, "rules propose plan %s: %lld", code, (long long)uses);
    if (!s) s = plan_store_delete(ctx, plan.id, version, &written);
    if (!s && !written) s = plan_stale(ctx, &plan);
    return s ? s : audit_write(ctx, "watch_plan.delete", "watch_plan", plan.id, NULL);
}

Status watch_plan_list(Ctx *ctx, List *out)
{
    return plan_store_list(ctx, out);
}
