#include <math.h>
#include <string.h>

#include "job/job.h"
#include "watch/rule_kind.h"
#include "watch/rule_store.h"
#include "watch/timer_store.h"

/* --- plans --- */

static const PlanStep trace_steps[] = {
    {ACTION_CHECK_EVIDENCE, "Look at the last scans, the bag and the vehicle it was on",
     "核对末次扫描、集包与车辆记录", NULL, 60, NONE},
    {ACTION_HANDOFF, "Ask the outlet that had it last to find it", "向末次扫描网点派单查找", NULL,
     240, 1},
    {ACTION_NOTIFY_CUSTOMER, "Tell the customer what is being done", "主动告知客户处理进展", NULL,
     480, NONE},
    {ACTION_OPEN_CLAIM, "If it is not found, open a claim", "未找到则启动理赔", NULL, 2880, 2}};
static const PlanStep deliver_steps[] = {
    {ACTION_HANDOFF, "Ask the courier what became of it", "联系派件员核实派送结果", NULL, 60, NONE},
    {ACTION_CALL_CONSIGNEE, "Agree with the consignee when to come", "联系收件人约定派送时间", NULL,
     120, 1}};
static const PlanStep pickup_steps[] = {
    {ACTION_NOTIFY_CUSTOMER, "Remind the consignee with the pickup code", "提醒收件人凭取件码取件",
     NULL, 240, NONE},
    {ACTION_CALL_CONSIGNEE, "Call who did not come", "致电未取件的收件人", NULL, 1440, 1}};
static const PlanStep late_steps[] = {
    {ACTION_NOTIFY_CUSTOMER, "Tell the customer, with the new expected time",
     "主动告知客户并给出新的预计时间", NULL, 60, NONE},
    {ACTION_REROUTE, "See whether another way is faster", "评估改派或换线", NULL, 240, NONE},
    {ACTION_CHANGE_PROMISE, "Where the customer agrees, promise another time",
     "客户同意后变更承诺时间", NULL, 480, 1}};

typedef struct ShippedPlan {
    const char *code, *name, *name_zh;
    const PlanStep *steps;
    size_t count;
} ShippedPlan;

#define STEPS(steps) (steps), sizeof(steps) / sizeof *(steps)

static const ShippedPlan plans[] = {
    {"trace", "Find a silent parcel", "查找停滞件", STEPS(trace_steps)},
    {"deliver", "Bring the delivery to an end", "跟进当日派送", STEPS(deliver_steps)},
    {"pickup", "Have it picked up", "催取件", STEPS(pickup_steps)},
    {"late", "Tell before the customer asks", "延误主动告知", STEPS(late_steps)},
};

/* --- rules --- */

typedef struct ShippedRule {
    const char *code;
    RuleKind kind;
    int64_t hours, minute;
    double threshold;
    int64_t insured; /* fen */
    Severity severity;
    const char *plan, *name, *name_zh, *source;
} ShippedRule;

static const ShippedRule rules[] = {
    {"collected_no_scan", RULE_NO_SCAN_SINCE_COLLECTED, 24, NONE, NAN, NONE, SEVERITY_MEDIUM,
     "trace", "Collected, then silent", "揽收后无扫描",
     "Experience: a parcel leaves its outlet within a day"},
    {"hub_no_departure", RULE_HUB_IN_WITHOUT_OUT, 24, NONE, NAN, NONE, SEVERITY_HIGH, "trace",
     "In a hub, and not out of it", "分拨中心滞留", "Experience: a hub sorts within a day"},
    {"no_scan", RULE_NO_SCAN, 48, NONE, NAN, NONE, SEVERITY_MEDIUM, "trace", "No scan on the way",
     "在途无扫描", "48 hours, as the setting stall_hours and the figure stall rate"},
    {"abnormal_silence", RULE_SILENCE, 12, NONE, NAN, NONE, SEVERITY_MEDIUM, "trace",
     "Silent for longer than is usual here", "线路异常静默",
     "The company's own gaps: one in a hundred is longer"},
    {"evening_no_result", RULE_OUT_UNTIL_EVENING, NONE, 20 * 60, NAN, NONE, SEVERITY_MEDIUM,
     "deliver", "Out for delivery, no result", "当日派送无结果",
     "Couriers' rounds end by eight in the evening"},
    {"not_picked_up", RULE_AT_PICKUP_POINT_LONG, 72, NONE, NAN, NONE, SEVERITY_LOW, "pickup",
     "Not picked up", "驿站超时未取", "Stations remind at 24, 48 and 72 hours"},
    {"overdue", RULE_OVERDUE, NONE, NONE, NAN, NONE, SEVERITY_HIGH, "late", "The promise is past",
     "已超承诺时效", "What was promised is owed"},
    {"likely_late", RULE_LATE_CHANCE, 4, NONE, 0.5, NONE, SEVERITY_MEDIUM, "late",
     "Likely to be late", "预计晚点", "More likely late than not; watch try shows how often"},
    {"no_information", RULE_NO_INFO, 24, NONE, NAN, NONE, SEVERITY_LOW, "trace",
     "Ordered, and no scan", "下单后无物流", "Experience: an order is collected within a day"},
    {"valuable_no_departure", RULE_HUB_IN_WITHOUT_OUT, 12, NONE, NAN, 500000, SEVERITY_CRITICAL,
     "trace", "Valuable, and not out of a hub", "高保价件滞留",
     "Insured for 5,000 or more: half the time of others"},
};

static WatchRule rule_of(const ShippedRule *shipped)
{
    return (WatchRule){.code = shipped->code,
                       .name = shipped->name,
                       .name_zh = shipped->name_zh,
                       .kind = (int64_t)shipped->kind,
                       .hours = shipped->hours,
                       .threshold = shipped->threshold,
                       .minute = shipped->minute,
                       .insured = shipped->insured,
                       .tier = NONE,
                       .exception = NONE,
                       .cause = NONE,
                       .severity = (int64_t)shipped->severity,
                       .plan = shipped->plan,
                       .source = shipped->source};
}

static Status plan_put(Ctx *ctx, const ShippedPlan *shipped)
{
    PlanStep steps[PLAN_STEPS_MAX];
    memcpy(steps, shipped->steps, shipped->count * sizeof *steps);
    const WatchPlan plan = {.id = ctx_id(ctx),
                            .version = 1,
                            .code = shipped->code,
                            .name = shipped->name,
                            .name_zh = shipped->name_zh,
                            .steps = {steps, shipped->count}};
    Status s = plan_store_insert(ctx, &plan);
    return s ? s : version_store_add(ctx, VERSION_PLAN, plan.id, 1, &watch_plan_shape, &plan);
}

static Status rule_put(Ctx *ctx, WatchRule rule)
{
    rule.id = ctx_id(ctx);
    rule.version = 1;
    rule_usual_fill(&rule);
    Status s = rule_store_insert(ctx, &rule);
    return s ? s : version_store_add(ctx, VERSION_RULE, rule.id, 1, &watch_rule_shape, &rule);
}

/* Parcels that were there before there were rules get their timers in the background. */
static Status parcels_arm(Ctx *ctx)
{
    TimerParcel parcel;
    size_t open;
    Status s = timer_store_open(ctx, 0, 1, &parcel, &open);
    return s || !open ? s : job_add(ctx, "watch.rearm", NULL, 0, NULL, ctx_now(ctx));
}

/* What is taken away must not come back: it is put in once, before any rule was ever changed. */
Status watch_rule_seed(Ctx *ctx)
{
    int64_t stamp;
    Status s = rule_store_stamp(ctx, &stamp);
    if (s || stamp) return s;
    for (size_t i = 0; !s && i < sizeof plans / sizeof *plans; i++)
        s = plan_put(ctx, &plans[i]);
    for (size_t i = 0; !s && i < sizeof rules / sizeof *rules; i++)
        s = rule_put(ctx, rule_of(&rules[i]));
    if (!s) s = rule_store_stamp_raise(ctx);
    return s ? s : parcels_arm(ctx);
}
