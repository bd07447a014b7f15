#include "watch/rule_book.h"

#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "test.h"
#include "watch/plan.h"

#define ZONE "Asia/Shanghai"

static WatchRule given_rule(RuleKind kind)
{
    WatchRule rule;
    shape_clear(&watch_rule_shape, &rule);
    rule.code = "mine";
    rule.name = rule.name_zh = "mine";
    rule.kind = (int64_t)kind;
    rule.severity = SEVERITY_LOW;
    rule.hours = 24;
    return rule;
}

static WaybillFacts given_facts(WaybillStage stage)
{
    return (WaybillFacts){.waybill_id = 1,
                          .carrier = "sto",
                          .product = "standard",
                          .origin = "310000",
                          .destination = "440300",
                          .stage = stage,
                          .leg = LEG_FORWARD,
                          .ordered_ms = TEST_NOW - 3 * DAY_MS,
                          .collected_ms = TEST_NOW - 2 * DAY_MS,
                          .delivered_ms = NONE,
                          .promised_ms = TEST_NOW + DAY_MS,
                          .last_ms = TEST_NOW - HOUR_MS};
}

TEST(a_rule_looks_when_its_hours_after_the_last_scan_are_over)
{
    WatchRule rule = given_rule(RULE_HUB_IN_WITHOUT_OUT);
    WaybillFacts facts = given_facts(STAGE_HUB_IN);
    check_int(t, rule_look(&rule, ZONE, &facts), facts.last_ms + DAY_MS);
    facts.stage = STAGE_HUB_OUT;
    check_int(t, rule_look(&rule, ZONE, &facts), NONE);
}

TEST(a_parcel_out_for_delivery_is_looked_at_in_the_evening_of_that_day)
{
    WatchRule rule = given_rule(RULE_OUT_UNTIL_EVENING);
    rule.minute = 20 * 60;
    WaybillFacts facts = given_facts(STAGE_OUT_FOR_DELIVERY);
    /* TEST_NOW is 16:00 in Shanghai */
    check_int(t, rule_look(&rule, ZONE, &facts), TEST_NOW + 4 * HOUR_MS);
    facts.last_ms = TEST_NOW + 5 * HOUR_MS;
    check_int(t, rule_look(&rule, ZONE, &facts), TEST_NOW + 28 * HOUR_MS);
}

TEST(filters_are_of_the_parcel_and_a_way_back_is_never_overdue)
{
    WatchRule rule = given_rule(RULE_OVERDUE);
    WaybillFacts facts = given_facts(STAGE_IN_TRANSIT);
    rule.hours = NONE;
    check_int(t, rule_look(&rule, ZONE, &facts), facts.promised_ms);
    facts.leg = LEG_RETURN;
    check_int(t, rule_look(&rule, ZONE, &facts), NONE);
    facts.leg = LEG_FORWARD;
    rule.product = "express";
    check_int(t, rule_look(&rule, ZONE, &facts), NONE);
    rule.product = "standard";
    rule.origin = "310000";
    check_int(t, rule_look(&rule, ZONE, &facts), facts.promised_ms);
    facts.promised_ms = NONE;
    check_int(t, rule_look(&rule, ZONE, &facts), NONE);
}

TEST_DB(working_hours_pass_over_the_weekend)
{
    WatchRule rule = given_rule(RULE_NO_SCAN);
    Calendar *china;
    check_ok(t, calendar_shipped(t->ctx, "cn", &china));
    WaybillFacts facts = given_facts(STAGE_IN_TRANSIT);
    RuleVerdict verdict;
    /* TEST_NOW is a Sunday: two days of plain hours have passed, no working ones */
    facts.last_ms = TEST_NOW - 30 * HOUR_MS;
    RuleEntry entry = {.rule = rule, .zone = ZONE};
    check_ok(t, entry_judge(t->ctx, &entry, NULL, &facts, &verdict));
    check(t, verdict.found);
    entry.calendar = china;
    check_ok(t, entry_judge(t->ctx, &entry, NULL, &facts, &verdict));
    check(t, !verdict.found);
    check(t, verdict.again_ms > TEST_NOW);
}

TEST_DB(shipped_rules_are_good_and_stay_as_they_were_edited)
{
    List rules;
    check_ok(t, watch_rule_list(t->ctx, &rules));
    check_int(t, rules.count, 10);
    WatchRule *rule = rules.items;
    for (size_t i = 0; i < rules.count; i++) {
        check_ok(t, watch_rule_check(t->ctx, &rule[i]));
        check(t, rule[i].source != NULL && rule[i].plan != NULL);
    }
    WatchRule changed = rule[0];
    check_ok(t, watch_rule_delete(t->ctx, rule[1].code, 1));
    changed.is_off = true;
    check_ok(t, watch_rule_change(t->ctx, rule[0].code, 1, &changed, &changed));
    check_int(t, changed.version, 2);
    check_ok(t, watch_rule_seed(t->ctx));
    check_ok(t, watch_rule_list(t->ctx, &rules));
    check_int(t, rules.count, 9);
    check_status(t, watch_rule_change(t->ctx, rule[0].code, 1, &changed, &changed), STALE);
}

static void check_refused(T *t, const WatchRule *rule, const char *field)
{
    check_status(t, watch_rule_check(t->ctx, rule), INVALID);
    check_text(t, t->ctx->problem.field, field);
}

TEST_DB(a_rule_that_cannot_be_is_refused_by_the_field_that_is_wrong)
{
    WatchRule rule = given_rule(RULE_HUB_IN_WITHOUT_OUT), bad = rule;
    check_ok(t, watch_rule_check(t->ctx, &rule));
    bad.hours = NONE;
    check_refused(t, &bad, "hours");
    bad = rule, bad.minute = 600;
    check_refused(t, &bad, "minute");
    bad = rule, bad.threshold = 0.5;
    check_refused(t, &bad, "threshold");
    bad = rule, bad.product = "express";
    check_refused(t, &bad, "product");
    bad = rule, bad.outlet = "NOWHERE";
    check_refused(t, &bad, "outlet");
    bad = rule, bad.customer = "NOBODY";
    check_refused(t, &bad, "customer");
    bad = rule, bad.calendar = "mars";
    check_refused(t, &bad, "calendar");
    bad = rule, bad.plan = "none";
    check_refused(t, &bad, "plan");
    bad = rule, bad.origin = "XX-99";
    check_refused(t, &bad, "origin");
    bad = rule, bad.destination = "XX-99";
    check_refused(t, &bad, "destination");
    bad = rule, bad.carrier = "a carrier";
    check_refused(t, &bad, "carrier");
    bad = rule, bad.exception = EXCEPTION_LOST;
    check_refused(t, &bad, "exception");
    bad = rule, bad.code = "Not So";
    check_refused(t, &bad, "code");
    bad = given_rule(RULE_OVERDUE), bad.hours = NONE, bad.calendar = "cn";
    check_refused(t, &bad, "calendar");
    bad = given_rule(RULE_LATE_CHANCE);
    check_refused(t, &bad, "threshold");
}

static PlanStep given_step(int64_t after)
{
    return (PlanStep){.action = ACTION_CALL_CONSIGNEE, .minutes = NONE, .after = after};
}

TEST_DB(a_plan_whose_steps_wait_in_a_circle_is_refused)
{
    PlanStep steps[] = {given_step(3), given_step(1), given_step(2)};
    WatchPlan plan = {.code = "mine", .name = "mine", .name_zh = "mine", .steps = {steps, 3}};
    check_status(t, watch_plan_create(t->ctx, &plan), INVALID);
    check_text(t, t->ctx->problem.field, "steps[0].after");
    steps[0].after = NONE;
    steps[2].after = 4;
    check_status(t, watch_plan_create(t->ctx, &plan), INVALID);
    check_text(t, t->ctx->problem.field, "steps[2].after");
    steps[2].after = 2;
    steps[1].outlet = "NOWHERE";
    check_status(t, watch_plan_create(t->ctx, &plan), INVALID);
    check_text(t, t->ctx->problem.field, "steps[1].outlet");
    steps[1].action = ACTION_HANDOFF;
    check_status(t, watch_plan_create(t->ctx, &plan), INVALID);
    check_text(t, t->ctx->problem.field, "steps[1].outlet");
    steps[1].outlet = NULL;
    check_ok(t, watch_plan_create(t->ctx, &plan));
    check_status(t, watch_plan_create(t->ctx, &plan), CONFLICT);
    check_status(t, watch_plan_delete(t->ctx, "trace", 1), CONFLICT);
    check_ok(t, watch_plan_delete(t->ctx, "mine", 1));
}

TEST_DB(a_plan_is_kept_as_it_was_in_each_version)
{
    WatchPlan plan, changed, old;
    check_ok(t, watch_plan_by_code(t->ctx, "trace", &plan));
    check_int(t, plan.steps.count, 4);
    PlanStep one = given_step(NONE);
    changed = plan;
    changed.steps = (List){&one, 1};
    check_ok(t, watch_plan_change(t->ctx, "trace", 1, &changed, &changed));
    check_ok(t, watch_plan_version(t->ctx, plan.id, 1, &old));
    check_int(t, old.steps.count, 4);
    check_ok(t, watch_plan_version(t->ctx, plan.id, 2, &old));
    check_int(t, old.steps.count, 1);
    check_status(t, watch_plan_change(t->ctx, "trace", 1, &changed, &changed), STALE);
}
