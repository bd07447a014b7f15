#include <math.h>
#include <string.h>

#include "access/audit.h"
#include "access/outlet.h"
#include "base/region.h"
#include "customer/customer.h"
#include "job/job.h"
#include "promise/promise.h"
#include "watch/rule_kind.h"
#include "watch/rule_store.h"
#include "waybill/number.h"

/* --- what cannot be --- */

static Status code_check(Ctx *ctx, const char *code)
{
    size_t length = strlen(code);
    if (strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789_") == length) return OK;
    return fail_field(ctx, "code", "a code is small letters, digits and _");
}

static Status parameters_check(Ctx *ctx, const WatchRule *rule)
{
    const RuleKindRow *kind = rule_kind_row(rule->kind);
    const struct {
        const char *field;
        unsigned parameter;
        bool given;
    } parameters[] = {
        {"hours", PARAMETER_HOURS, rule->hours != NONE},
        {"calendar", PARAMETER_CALENDAR, rule->calendar != NULL},
        {"threshold", PARAMETER_THRESHOLD, !isnan(rule->threshold)},
        {"minute", PARAMETER_MINUTE, rule->minute != NONE},
    };
    const char *name = name_of(rule_kinds, rule->kind);
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
        unsigned parameter = parameters[i].parameter;
        if (parameters[i].given && !((kind->needs | kind->may) & parameter))
            return fail_field(ctx, parameters[i].field, "a rule of the kind %s takes none", name);
        if (!parameters[i].given && kind->needs & parameter)
            return fail_field(ctx, parameters[i].field, "a rule of the kind %s needs one", name);
    }
    if (rule->calendar != NULL && rule->hours == NONE)
        return fail_field(ctx, "calendar", "there are no hours that it could count");
    if (rule->exception != NONE && !(kind->opens >> rule->exception & 1))
        return fail_field(ctx, "exception", "a rule of the kind %s does not find %s", name,
                          name_of(exception_names, rule->exception));
    return OK;
}

static Status region_check(Ctx *ctx, const char *field, const char *code)
{
    if (code == NULL) return OK;
    const char *name = region_name(ctx, code);
    if (name == NULL) return no_memory(ctx);
    bool known = strcmp(name, code) != 0;
    Status s = known ? OK : region_store_known(ctx, code, &known);
    if (s || known) return s;
    return fail_field(ctx, field, "no parcel and no lane has a region %s", code);
}

/* What is looked up says NOT_FOUND in words of its own; here it is a field that is wrong. */
static Status unknown(Ctx *ctx, Status s, const char *field, const char *code)
{
    return s == NOT_FOUND ? fail_field(ctx, field, "there is no %s %s", field, code) : s;
}

static Status carrier_check(Ctx *ctx, const WatchRule *rule)
{
    char normal[CARRIER_MAX + 1];
    return rule->carrier == NULL ? OK : carrier_normalise(ctx, rule->carrier, normal);
}

static Status references_check(Ctx *ctx, const WatchRule *rule)
{
    CalendarRow calendar;
    Product product;
    Outlet outlet;
    Customer customer;
    WatchPlan plan;
    Status s = carrier_check(ctx, rule);
    if (!s && rule->calendar)
        s = unknown(ctx, calendar_by_code(ctx, rule->calendar, &calendar), "calendar",
                    rule->calendar);
    if (!s && rule->product)
        s = unknown(ctx, product_by_code(ctx, rule->product, &product), "product", rule->product);
    if (!s) s = region_check(ctx, "origin", rule->origin);
    if (!s) s = region_check(ctx, "destination", rule->destination);
    if (!s && rule->outlet)
        s = unknown(ctx, outlet_find(ctx, rule->outlet, &outlet), "outlet", rule->outlet);
    if (!s && rule->customer)
        s = unknown(ctx, customer_by_code(ctx, rule->customer, &customer), "customer",
                    rule->customer);
    if (!s && rule->plan)
        s = unknown(ctx, plan_store_by_code(ctx, rule->plan, &plan), "plan", rule->plan);
    return s;
}

Status watch_rule_check(Ctx *ctx, const WatchRule *rule)
{
    Status s = code_check(ctx, rule->code);
    if (!s) s = parameters_check(ctx, rule);
    return s ? s : references_check(ctx, rule);
}

/* --- keeping them --- */

void rule_usual_fill(WatchRule *rule)
{
    if (rule->exception == NONE) rule->exception = (int64_t)rule_kind_row(rule->kind)->usual;
    if (rule->cause == NONE) rule->cause = (int64_t)exception_cause((int)rule->exception);
}

/* Every parcel is to be looked at anew: in the background, some at a time. */
static Status changed(Ctx *ctx, const WatchRule *rule, const char *action)
{
    Status s =
        version_store_add(ctx, VERSION_RULE, rule->id, rule->version, &watch_rule_shape, rule);
    if (!s) s = rule_store_stamp_raise(ctx);
    if (!s) s = job_add(ctx, "watch.rearm", NULL, 0, NULL, ctx_now(ctx));
    return s ? s : audit_write(ctx, action, "watch_rule", rule->id, NULL);
}

static Status room_check(Ctx *ctx)
{
    List rules;
    Status s = rule_store_list(ctx, &rules);
    if (s || rules.count < WATCH_RULES_MAX) return s;
    return fail(ctx, CONFLICT, "there may be %d rules, and there are", WATCH_RULES_MAX);
}

Status watch_rule_create(Ctx *ctx, WatchRule *rule)
{
    Status s = scope_check_whole(ctx, "rules are");
    if (!s) s = watch_rule_check(ctx, rule);
    if (!s) s = room_check(ctx);
    if (s) return s;
    rule_usual_fill(rule);
    rule->id = ctx_id(ctx);
    rule->version = 1;
    s = rule_store_insert(ctx, rule);
    if (s == CONFLICT) return fail(ctx, CONFLICT, "there is a rule %s already", rule->code);
    return s ? s : changed(ctx, rule, "watch_rule.create");
}

static Status rule_stale(Ctx *ctx, const WatchRule *rule)
{
    return fail(ctx, STALE, "rule %s is at version %lld", rule->code, (long long)rule->version);
}

Status watch_rule_by_code(Ctx *ctx, const char *code, WatchRule *out)
{
    Status s = rule_store_by_code(ctx, code, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no rule %.40s", code) : s;
}

Status watch_rule_change(Ctx *ctx, const char *code, int64_t version, const WatchRule *change,
                         WatchRule *out)
{
    WatchRule old;
    Status s = scope_check_whole(ctx, "rules are");
    if (!s) s = watch_rule_by_code(ctx, code, &old);
    if (s) return s;
    if (old.version != version) return rule_stale(ctx, &old);
    if (strcmp(change->code, code) != 0)
        return fail_field(ctx, "code", "the code of a rule does not change");
    if (change->kind != old.kind)
        return fail_field(ctx, "kind", "the kind of a rule does not change: enter another");
    *out = *change;
    out->id = old.id;
    out->version = version + 1;
    s = watch_rule_check(ctx, out);
    if (s) return s;
    rule_usual_fill(out);
    bool written;
    s = rule_store_update(ctx, out, version, &written);
    if (!s && !written) s = rule_stale(ctx, &old);
    return s ? s : changed(ctx, out, "watch_rule.change");
}

Status watch_rule_delete(Ctx *ctx, const char *code, int64_t version)
{
    WatchRule rule;
    bool written;
    Status s = scope_check_whole(ctx, "rules are");
    if (!s) s = watch_rule_by_code(ctx, code, &rule);
    if (!s) s = rule_store_delete(ctx, rule.id, version, &written);
    if (!s && !written) s = rule_stale(ctx, &rule);
    if (!s) s = rule_store_stamp_raise(ctx);
    return s ? s : audit_write(ctx, "watch_rule.delete", "watch_rule", rule.id, NULL);
}

Status watch_rule_list(Ctx *ctx, List *out)
{
    return rule_store_list(ctx, out);
}
